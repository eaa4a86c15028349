"""Draws a whole picture: sky, place, things, weather, then contrast and style, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from imagen.providers.sketch.drawing.arrangement import place_things
from imagen.providers.sketch.drawing.chance import stream
from imagen.providers.sketch.drawing.layers import Layer, Sheet
from imagen.providers.sketch.drawing.light import light_of
from imagen.providers.sketch.drawing.places import PLACES
from imagen.providers.sketch.drawing.sky import paint_sky
from imagen.providers.sketch.drawing.strangers import totem
from imagen.providers.sketch.drawing.styles import finish
from imagen.providers.sketch.drawing.things.catalogue import THINGS
from imagen.providers.sketch.drawing.weather import weather_layers
from imagen.providers.sketch.jobs import Report
from imagen.providers.sketch.scene import Scene

MOST_STEPS = 60
EVERYWHERE = ("meadow", "mountain", "meadow", "field", "lake", "garden")


@dataclass(frozen=True)
class Frame:
    """How a picture is made: size in pixels, seed, steps (detail) and guidance (contrast)."""

    width: int
    height: int
    seed: int
    steps: int
    guidance: float


def draw_picture(scene: Scene, frame: Frame, style: str, report: Report) -> Image.Image:
    """Draw a still picture in RGB. Raises Stopped through `report`."""
    sheet = paint(scene, frame, frame.width, report, 0.6)
    image = compose(sheet, (*sheet.behind, *sheet.front, *weather_layers(sheet)), style, report)
    report(0.8, "finishing")
    return finish(image, style, frame.guidance, sheet.detail, stream(frame.seed, scene.text, "finish"))


def paint(scene: Scene, frame: Frame, width: int, report: Report, share: float) -> Sheet:
    """Make all layers of a scene except the weather; progress runs up to `share`."""
    chance = stream(frame.seed, scene.strangeness, "light")
    light = light_of(scene, chance)
    sun_x = 0.22 + 0.2 * chance.random() + (0.36 if chance.random() < 0.5 else 0.0)
    sheet = Sheet(width, frame.height, frame.seed, frame.steps / MOST_STEPS, scene, light, sun_x)
    report(0.02, "sky")
    paint_sky(sheet)
    report(share * 0.3, "land")
    PLACES[place_of(scene, frame.seed)](sheet)
    report(share * 0.7, "things")
    behind, front = place_things(sheet) if scene.subjects else ([], totem(sheet))
    sheet.behind += [*behind, *front] if sheet.waterline is None or sheet.ground > 0.82 else behind
    if sheet.waterline is not None and sheet.ground <= 0.82:
        sheet.front[:0] = front
    report(share, "weather")
    return sheet


def place_of(scene: Scene, seed: int) -> str:
    """Choose the place of a scene: the one named, one that suits its things, or one in the country by the seed."""
    if scene.place:
        return scene.place
    homes = [THINGS[subject.thing].place for subject in scene.subjects]
    home = next((place for place in homes if place and place not in scene.banned), "")
    pick = int(stream(seed, scene.strangeness, "place").integers(len(EVERYWHERE)))
    return home or EVERYWHERE[pick]


def compose(sheet: Sheet, layers: tuple[Layer, ...], style: str, report: Report) -> Image.Image:
    """Lay the layers over each other."""
    canvas = Image.new("RGBA", (sheet.width, sheet.height), (0, 0, 0, 255))
    for index, layer in enumerate(layers):
        lay(canvas, layer, layer.left, layer.top, shadow=style == "papercut" and layer.depth > 0.1)
        if index % 6 == 0:
            report(0.6 + 0.18 * index / len(layers), "laying")
    return canvas.convert("RGB")


def lay(canvas: Image.Image, layer: Layer, left: int, top: int, *, shadow: bool = False) -> None:
    """Put a layer at a position of the canvas, which may lie partly outside."""
    if left >= canvas.width or top >= canvas.height or left + layer.image.width <= 0 or top + layer.image.height <= 0:
        return
    if shadow:
        from imagen.providers.sketch.drawing.styles import drop_shadow

        drop_shadow(canvas, layer.image, left, top)
    canvas.alpha_composite(layer.image, (max(0, left), max(0, top)), (max(0, -left), max(0, -top)))
