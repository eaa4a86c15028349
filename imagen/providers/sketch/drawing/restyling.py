"""Changes a given picture: light and colour by words, things and weather on top, and a style."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from imagen.providers.sketch.drawing.arrangement import place_things
from imagen.providers.sketch.drawing.chance import stream
from imagen.providers.sketch.drawing.colour import shift
from imagen.providers.sketch.drawing.layers import Sheet, ramp_image
from imagen.providers.sketch.drawing.light import light_of
from imagen.providers.sketch.drawing.picture import MOST_STEPS, Frame, lay
from imagen.providers.sketch.drawing.styles import finish
from imagen.providers.sketch.drawing.weather import weather_layers
from imagen.providers.sketch.jobs import Report
from imagen.providers.sketch.scene import Scene


def restyle(image: Image.Image, scene: Scene, frame: Frame, style: str, strength: float, report: Report) -> Image.Image:
    """Give the changed picture in RGB, in the frame's size. Raises Stopped through `report`."""
    chance = stream(frame.seed, scene.strangeness, "light")
    light = light_of(scene, chance)
    sheet = Sheet(frame.width, frame.height, frame.seed, frame.steps / MOST_STEPS, scene, light, 0.3)
    canvas = _graded(image, sheet).convert("RGBA")
    report(0.4, "things")
    behind, front = place_things(sheet)
    for layer in (*behind, *front, *weather_layers(sheet)):
        lay(canvas, layer, layer.left, layer.top, shadow=style == "papercut")
    report(0.7, "finishing")
    done = finish(canvas.convert("RGB"), style, frame.guidance, sheet.detail, stream(frame.seed, scene.text, "finish"))
    return Image.blend(image, done, strength)


def _graded(image: Image.Image, sheet: Sheet) -> Image.Image:
    """Give the picture the light that the words ask for; without such words it keeps its own."""
    scene = sheet.scene
    if scene.tint or scene.strangeness:
        image = Image.blend(image, _duotone(image, sheet), 0.25)
    if not (scene.time or scene.weather or scene.moods or scene.tint):
        return image
    sky = ramp_image(image.size, (*sheet.light.sky, sheet.light.haze))
    ambient = Image.new("RGB", image.size, sheet.light.ambient)
    return Image.blend(ImageChops.multiply(image, ambient), ImageChops.soft_light(image, sky), 0.55)


def _duotone(image: Image.Image, sheet: Sheet) -> Image.Image:
    """Map the picture's lightness to a ramp of the colour named, or of one that comes from the unknown words."""
    turn = int(sheet.scene.strangeness[:4] or "0", 16) / 65535
    middle = sheet.scene.tint or shift((200, 110, 90), hue=turn)
    stops = np.array([(24, 18, 48), middle, (255, 248, 232)])
    tables = [np.interp(np.arange(256), [0, 128, 255], stops[:, part]).round().astype(int) for part in range(3)]
    grey = image.convert("L")
    return Image.merge("RGB", [grey.point([int(value) for value in table]) for table in tables])
