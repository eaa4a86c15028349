"""A picture as layers from far to near, each with its own antialiased shape, and the sheet they are made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from imagen.providers.sketch.drawing.chance import Floats, cloth, stream
from imagen.providers.sketch.drawing.light import Light
from imagen.providers.sketch.scene import RGB, Scene

Marks = Callable[[ImageDraw.ImageDraw, float], None]


@dataclass(frozen=True)
class Layer:
    """One piece of a picture; `depth` 0 is the sky and 1 the nearest, `motion` is how it moves in a film."""

    image: Image.Image
    left: int = 0
    top: int = 0
    depth: float = 0.0
    motion: str = ""
    phase: float = 0.0


@dataclass
class Sheet:
    """What the painters of one picture share: size in pixels, seed, detail from 0 to 1, scene and light."""

    width: int
    height: int
    seed: int
    detail: float
    scene: Scene
    light: Light
    sun_x: float
    behind: list[Layer] = field(default_factory=list)
    front: list[Layer] = field(default_factory=list)
    ground: float = 0.86
    waterline: float | None = None
    indoors: bool = False

    @property
    def unit(self) -> float:
        """Give the length that everything is measured in: the shorter edge, in pixels."""
        return float(min(self.width, self.height))

    def chance(self, *name: object) -> np.random.Generator:
        """Give the random numbers of a part of the picture; unknown words of the prompt change them."""
        return stream(self.seed, self.scene.strangeness, *name)

    def columns(self) -> Floats:
        """Give the horizontal position of each pixel column, in units."""
        return np.arange(self.width) / self.unit

    def many(self, low: float, high: float) -> int:
        """Give a number between two by the detail asked for."""
        return round(low + (high - low) * self.detail)


def land(
    sheet: Sheet, heights: Floats, colours: tuple[RGB, RGB], fade: float, depth: float, mottle: float = 0
) -> Layer:
    """Fill everything below a line; heights in pixels, one a column; colours run from the line downwards."""
    top = max(0, min(sheet.height - 1, int(heights.min()) - 1))
    rows = np.arange(top, sheet.height, dtype=np.float32)
    covered = np.clip(rows[:, None] - heights[None, :].astype(np.float32) + 0.5, 0, 1)
    share = np.clip((rows - heights.min()) / max(fade, 1), 0, 1)[:, None]
    ramp = np.asarray(colours[0]) * (1 - share) + np.asarray(colours[1]) * share
    pixels = np.empty((len(rows), sheet.width, 4), np.uint8)
    if mottle:
        noise = cloth(sheet.chance("mottle", depth), (sheet.width, len(rows)), sheet.unit / 14).astype(np.float32)
        change = (noise - 128) * np.float32(mottle / 128)
        for channel in range(3):
            pixels[..., channel] = np.clip(ramp[:, channel, None].astype(np.float32) + change, 0, 255)
    else:
        pixels[..., :3] = ramp[:, None, :]
    pixels[..., 3] = covered * 255
    return Layer(Image.fromarray(pixels), 0, top, depth)


def shape(sheet: Sheet, top: float, bottom: float, colours: tuple[RGB, RGB], marks: Marks, depth: float) -> Layer:
    """Draw marks as one antialiased silhouette between two heights (pixels), coloured from top to bottom.

    `marks` draws with fill 255 on a doubled sheet whose origin is the left end of `top`; it is given the factor.
    """
    above, below = max(0, int(top)), min(sheet.height, int(bottom) + 1)
    size = (sheet.width, max(1, below - above))
    mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    marks(ImageDraw.Draw(mask), 2.0)
    image = ramp_image(size, colours)
    image.putalpha(mask.reduce(2))
    return Layer(image, 0, above, depth)


def ramp_image(size: tuple[int, int], stops: tuple[RGB, ...]) -> Image.Image:
    """Give an image that runs through colours from top to bottom."""
    places = np.linspace(0, len(stops) - 1, size[1])
    channels = [np.interp(places, np.arange(len(stops)), [stop[part] for stop in stops]) for part in range(3)]
    column = np.stack(channels, axis=1).round().astype(np.uint8)[:, None, :]
    return Image.fromarray(column).resize(size, Image.Resampling.NEAREST)


def glow(size: int, colour: RGB, strength: float) -> Image.Image:
    """Give a soft round light, `size` pixels across."""
    small = 96
    axis = (np.arange(small) - (small - 1) / 2) / (small / 2)
    near = np.clip(1 - np.sqrt(axis[None, :] ** 2 + axis[:, None] ** 2), 0, 1)
    alpha = Image.fromarray((near * near * 255 * strength).astype(np.uint8))
    light = Image.new("RGBA", (size, size), (*colour, 0))
    light.putalpha(alpha.resize((size, size), Image.Resampling.BICUBIC))
    return light
