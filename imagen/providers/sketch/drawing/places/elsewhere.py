"""Places without land: a room, space, the sea's depth, high in the sky."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from imagen.providers.sketch.drawing.chance import cloth
from imagen.providers.sketch.drawing.colour import mix, shift
from imagen.providers.sketch.drawing.layers import Layer, Sheet, glow, land, ramp_image, shape
from imagen.providers.sketch.drawing.places.country import foreground, line
from imagen.providers.sketch.scene import RGB


def room(sheet: Sheet) -> None:
    """Paint a room: wall, floor, rug, a picture, and a window that shows the sky there is."""
    sheet.ground, sheet.indoors = 0.88, True
    chance = sheet.chance("room")
    walls = ((226, 190, 160), (150, 184, 176), (196, 178, 204), (232, 208, 150), (160, 178, 206))
    wall = sheet.scene.place_colour or walls[int(chance.integers(len(walls)))]
    lit = mix(sheet.light.on(wall), wall, 0.35)
    size = (sheet.width, sheet.height)
    view = Image.new("RGBA", size)
    for layer in sheet.behind:
        view.alpha_composite(
            layer.image, (max(0, layer.left), max(0, layer.top)), (max(0, -layer.left), max(0, -layer.top))
        )
    image = ramp_image(size, (lit, mix(lit, (70, 40, 70), 0.16))).convert("RGBA")
    if sheet.detail > 0.05:
        _wallpaper(sheet, image, lit)
    _window(sheet, image, view, chance.random() < 0.5)
    sheet.behind[:] = [Layer(image, 0, 0, 0.0)]
    _floor(sheet, lit)


def _wallpaper(sheet: Sheet, image: Image.Image, wall: RGB) -> None:
    draw = ImageDraw.Draw(image)
    step = sheet.unit * 0.09
    stripe = mix(wall, (255, 255, 255), 0.09)
    for index in range(int(sheet.width / step) + 1):
        x = index * step
        draw.rectangle((x, 0, x + step * 0.4, sheet.height), fill=(*stripe, 255))


def _window(sheet: Sheet, image: Image.Image, view: Image.Image, on_the_right: bool) -> None:
    unit = sheet.unit
    wide, high = round(unit * 0.4), round(unit * 0.42)
    left = round(sheet.width * (0.62 if on_the_right else 0.08))
    left = min(left, sheet.width - wide - round(unit * 0.06))
    top = round(sheet.height * 0.1)
    draw = ImageDraw.Draw(image)
    frame, edge = (248, 242, 232), round(unit * 0.016)
    draw.rectangle((left - edge, top - edge, left + wide + edge, top + high + edge), fill=(*frame, 255))
    image.paste(view.resize((wide, high), Image.Resampling.BILINEAR), (left, top))
    draw.rectangle((left + wide / 2 - edge / 3, top, left + wide / 2 + edge / 3, top + high), fill=(*frame, 255))
    draw.rectangle((left, top + high * 0.45, left + wide, top + high * 0.45 + edge * 0.7), fill=(*frame, 255))
    sill = (left - edge * 2.4, top + high + edge, left + wide + edge * 2.4, top + high + edge * 2.4)
    draw.rectangle(sill, fill=(*mix(frame, (120, 90, 80), 0.2), 255))
    cloth_colour = shift(sheet.light.on((206, 92, 84)), hue=0.0)
    for side in (-1, 1):
        x = left - edge if side < 0 else left + wide + edge
        inner, outer = x - side * wide * 0.16, x + side * wide * 0.1
        points = [
            (inner, top - edge * 2),
            (outer, top - edge * 2),
            (outer, top + high * 1.2),
            (x - side * wide * 0.03, top + high * 1.2),
        ]
        draw.polygon(points, fill=(*cloth_colour, 255))
    draw.rectangle((left - wide * 0.16, top - edge * 3, left + wide * 1.16, top - edge * 2), fill=(112, 74, 52, 255))


def _floor(sheet: Sheet, wall: RGB) -> None:
    flat = np.full(sheet.width, sheet.height * 0.74)
    board = mix(sheet.light.on((196, 138, 88)), (196, 138, 88), 0.3)
    skirting = land(sheet, flat - sheet.height * 0.022, (mix(wall, (255, 255, 255), 0.5),) * 2, 1, 0.5)
    sheet.behind.append(skirting)
    sheet.behind.append(land(sheet, flat, (board, mix(board, (60, 30, 40), 0.4)), sheet.height * 0.26, 0.8, 5))

    def gaps(draw: ImageDraw.ImageDraw, factor: float) -> None:
        middle = sheet.width / 2
        for index in range(-9, 10):
            x = middle + index * sheet.width * 0.09
            far = middle + (x - middle) * 2.0
            draw.line((x * factor, 0, far * factor, sheet.height * 0.26 * factor), fill=90, width=2)

    if sheet.detail > 0.1:
        dark = mix(board, (50, 26, 30), 0.5)
        sheet.behind.append(shape(sheet, sheet.height * 0.742, sheet.height, (dark, dark), gaps, 0.8))

    def rug(draw: ImageDraw.ImageDraw, factor: float) -> None:
        wide, high = sheet.unit * 0.42 * factor, sheet.height * 0.07 * factor
        x, y = sheet.width / 2 * factor, sheet.height * 0.1 * factor
        draw.ellipse((x - wide, y - high, x + wide, y + high), fill=255)

    tone = sheet.light.on(((92, 120, 160), (170, 84, 84), (96, 140, 120))[int(sheet.chance("rug").integers(3))])
    sheet.behind.append(
        shape(sheet, sheet.height * 0.79, sheet.height, (mix(tone, (255, 255, 255), 0.2), tone), rug, 0.85)
    )


def space(sheet: Sheet) -> None:
    """Paint a nebula, planets and a cratered ground."""
    unit = sheet.unit
    tint = sheet.scene.place_colour or (110, 60, 170)
    for index in range(sheet.many(1, 4)):
        chance = sheet.chance("nebula", index)
        colour = shift(tint, hue=0.16 * index + 0.1 * chance.random())
        noise = cloth(chance, (sheet.width // 4 + 1, sheet.height // 4 + 1), unit / 30).astype(np.float64)
        alpha = np.clip((noise - 120) * 1.1, 0, 120).astype(np.uint8)
        image = Image.new("RGBA", (alpha.shape[1], alpha.shape[0]), (*colour, 0))
        image.putalpha(Image.fromarray(alpha))
        sheet.behind.append(Layer(image.resize((sheet.width, sheet.height), Image.Resampling.BICUBIC), 0, 0, 0.05))
    _planets(sheet)
    foreground(sheet, mix((150, 144, 168), sheet.scene.place_colour or (150, 144, 168), 0.5), 0.78, 0.02)


def _planets(sheet: Sheet) -> None:
    chance = sheet.chance("planets")
    for index in range(sheet.many(1, 3)):
        radius = round(sheet.unit * (0.04 + 0.11 * chance.random() / (index + 1)))
        colour = shift((214, 130, 96), hue=chance.random())
        ball = Image.new("RGBA", (radius * 4, radius * 4), (*colour, 0))
        draw = ImageDraw.Draw(ball)
        draw.ellipse((0, 0, radius * 4 - 1, radius * 4 - 1), fill=(*mix(colour, (10, 8, 40), 0.55), 255))
        draw.ellipse((radius * 0.1, radius * 0.1, radius * 3.4, radius * 3.4), fill=(*colour, 255))
        x, y = chance.random() * sheet.width, (0.06 + 0.4 * chance.random()) * sheet.height
        sheet.behind.append(Layer(ball.reduce(2), round(x - radius), round(y - radius), 0.1 + 0.05 * index))


def underwater(sheet: Sheet) -> None:
    """Paint the sea from below: rays from the surface, weed, bubbles, sand."""
    tint = sheet.scene.place_colour or (30, 130, 170)
    size = (sheet.width, sheet.height)
    top, low = sheet.light.on(mix(tint, (210, 250, 250), 0.62)), sheet.light.on(mix(tint, (8, 30, 80), 0.58))
    sheet.behind[:] = [Layer(ramp_image(size, (top, sheet.light.on(tint), low)).convert("RGBA"))]
    sheet.waterline, sheet.ground = 0.62, 0.9
    sheet.behind.append(_rays(sheet))
    for index, level in enumerate((0.74, 0.8)):
        tone = mix(sheet.light.on(mix(tint, (20, 60, 90), 0.5)), low, 0.3 * index)
        sheet.behind.append(
            land(sheet, line(sheet, ("reef", index), level, 0.05, 1.2), (tone, low), sheet.height * 0.2, 0.4)
        )
    sand = mix(sheet.light.on((222, 200, 150)), tint, 0.3)
    heights = line(sheet, "bed", 0.86, 0.014)
    sheet.behind.append(land(sheet, heights, (sand, mix(sand, low, 0.5)), sheet.height * 0.16, 0.85, 8))
    for side in (0.1, 0.88):
        sheet.front.append(_weed(sheet, side, mix(tint, (40, 140, 80), 0.6)))
    sheet.behind.append(_bubbles(sheet))


def _rays(sheet: Sheet) -> Layer:
    chance = sheet.chance("rays")
    rays = [
        (chance.random() * 1.2 - 0.1, 0.008 + 0.03 * chance.random(), 0.6 + 0.4 * chance.random()) for _ in range(9)
    ]
    mask = Image.new("L", (sheet.width, sheet.height), 0)
    draw = ImageDraw.Draw(mask)
    for x, wide, far in rays:
        left, half, end = x * sheet.width, wide * sheet.unit, far * sheet.height
        slant = sheet.unit * 0.2
        draw.polygon(
            [(left - half, 0), (left + half, 0), (left + half * 2.6 - slant, end), (left - half * 2.6 - slant, end)],
            fill=40,
        )
    fade = ramp_image((sheet.width, sheet.height), ((255, 255, 255), (0, 0, 0))).convert("L")
    from PIL import ImageChops, ImageFilter

    image = Image.new("RGBA", (sheet.width, sheet.height), (240, 255, 250, 0))
    image.putalpha(ImageChops.multiply(mask, fade).filter(ImageFilter.BoxBlur(sheet.unit / 60)))
    return Layer(image, 0, 0, 0.1, "shimmer")


def _weed(sheet: Sheet, side: float, colour: RGB) -> Layer:
    chance = sheet.chance("weed", side)
    stems = [
        (side + 0.22 * (chance.random() - 0.5), 0.16 + 0.3 * chance.random(), chance.random() * 6)
        for _ in range(sheet.many(2, 7))
    ]
    top = sheet.height * 0.5

    def marks(draw: ImageDraw.ImageDraw, factor: float) -> None:
        for x, high, phase in stems:
            bends = np.arange(22) / 21
            xs = (x * sheet.width + np.sin(bends * 7 + phase) * sheet.unit * 0.022) * factor
            ys = (sheet.height * (1.0 - bends * high) - top) * factor
            half = sheet.unit * 0.014 * factor * (1.08 - bends)
            left, right = zip(xs - half, ys, strict=True), zip((xs + half)[::-1], ys[::-1], strict=True)
            draw.polygon([*left, *right], fill=255)

    return shape(
        sheet, top, sheet.height, (sheet.light.on(colour), sheet.light.on(mix(colour, (8, 40, 60), 0.5))), marks, 1.0
    )


def _bubbles(sheet: Sheet) -> Layer:
    chance = sheet.chance("bubbles")
    image = Image.new("RGBA", (sheet.width * 2, sheet.height * 2), (235, 252, 255, 0))
    draw = ImageDraw.Draw(image)
    for _ in range(sheet.many(8, 46)):
        x, y, radius = (
            chance.random() * image.width,
            chance.random() * image.height,
            sheet.unit * (0.006 + 0.02 * chance.random() ** 2),
        )
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius),
            outline=(235, 252, 255, 150),
            width=2,
            fill=(235, 252, 255, 46),
        )
    return Layer(image.reduce(2), 0, 0, 0.6, "rise")


def high_sky(sheet: Sheet) -> None:
    """Paint a sea of clouds seen from above."""
    sheet.ground = 0.86
    for index, level in enumerate((0.66, 0.74, 0.82)[3 - sheet.many(2, 3) :]):
        chance = sheet.chance("puffs", index)
        top = sheet.height * (level - 0.1)
        number = round(sheet.width / sheet.unit * (8 - index))
        discs = [
            ((spot + chance.random()) / number * sheet.width, 0.05 + 0.06 * chance.random()) for spot in range(number)
        ]

        def marks(
            draw: ImageDraw.ImageDraw, factor: float, discs: list[tuple[float, float]] = discs, top: float = top
        ) -> None:
            base = sheet.height * 0.1
            draw.rectangle((0, base * factor, sheet.width * factor, sheet.height * factor), fill=255)
            for x, size in discs:
                radius = size * sheet.unit * (1 + 0.3 * (top / sheet.height))
                draw.ellipse(
                    [
                        (x - radius) * factor,
                        (base - radius * 0.8) * factor,
                        (x + radius) * factor,
                        (base + radius) * factor,
                    ],
                    fill=255,
                )

        colours = (sheet.light.cloud, mix(sheet.light.cloud_shade, sheet.light.haze, 0.4))
        sheet.behind.append(shape(sheet, top, sheet.height, colours, marks, 0.3 + 0.25 * index))
    if sheet.light.moon:
        span = round(sheet.unit * 0.5)
        sheet.behind.append(Layer(glow(span, sheet.light.sun, 0.2), 0, 0, 0.0))
