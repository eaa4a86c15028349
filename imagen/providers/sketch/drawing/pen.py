"""Draws one thing, antialiased: smooth shapes in units of a hundredth of the thing's height."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from imagen.providers.sketch.scene import RGB

Point = tuple[float, float]
MARGIN = 16.0


class Pen:
    """A transparent sheet `width` by 100 units with a margin around; y grows downwards and things stand at y = 100."""

    def __init__(self, width: float, pixels: float, oversampling: int) -> None:
        self.width = width
        self._scale = pixels / 100 * oversampling
        self._oversampling = oversampling
        across = self._sheet_size(width + 2 * MARGIN)
        down = self._sheet_size(100 + 2 * MARGIN)
        self._image = Image.new("RGBA", (across, down), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """Give the sheet in its final size."""
        return self._image.reduce(self._oversampling) if self._oversampling > 1 else self._image

    def blob(self, points: Sequence[Point], colour: RGB) -> None:
        """Fill a closed smooth shape through the points."""
        self._draw.polygon(self._all(smooth(points, closed=True)), fill=(*colour, 255))

    def poly(self, points: Sequence[Point], colour: RGB) -> None:
        """Fill a shape with corners."""
        self._draw.polygon(self._all(points), fill=(*colour, 255))

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: RGB, angle: float = 0.0) -> None:
        """Fill an ellipse; the angle is in degrees, clockwise."""
        if angle:
            self._draw.polygon(self._all(_ring(x, y, rx, ry, angle)), fill=(*colour, 255))
        else:
            (left, top), (right, bottom) = self._at((x - rx, y - ry)), self._at((x + rx, y + ry))
            self._draw.ellipse((left, top, right, bottom), fill=(*colour, 255))

    def disc(self, x: float, y: float, radius: float, colour: RGB) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: RGB, radius: float = 0.0) -> None:
        (left, top), (right, bottom) = self._at((x0, y0)), self._at((x1, y1))
        self._draw.rounded_rectangle((left, top, right, bottom), radius * self._scale, fill=(*colour, 255))

    def limb(self, points: Sequence[Point], start: float, end: float, colour: RGB) -> None:
        """Draw a smooth line with round ends whose width changes from start to end."""
        path = smooth(points, closed=False)
        last = max(1, len(path) - 1)
        left, right = [], []
        for index, (x, y) in enumerate(path):
            before, after = path[max(0, index - 1)], path[min(last, index + 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy) or 1.0
            half = (start + (end - start) * index / last) / 2
            left.append((x - dy / length * half, y + dx / length * half))
            right.append((x + dy / length * half, y - dx / length * half))
        self._draw.polygon(self._all(left + right[::-1]), fill=(*colour, 255))
        self.disc(*path[0], start / 2, colour)
        self.disc(*path[-1], end / 2, colour)

    def line(self, points: Sequence[Point], width: float, colour: RGB) -> None:
        """Draw a smooth line of one width."""
        self.limb(points, width, width, colour)

    def hole(self, x: float, y: float, rx: float, ry: float) -> None:
        """Cut an ellipse out of what is there."""
        (left, top), (right, bottom) = self._at((x - rx, y - ry)), self._at((x + rx, y + ry))
        self._draw.ellipse((left, top, right, bottom), fill=(0, 0, 0, 0))

    def ring(self, x: float, y: float, radius: float, width: float, colour: RGB) -> None:
        """Draw a circle's outline."""
        outer = radius + width / 2
        (left, top), (right, bottom) = self._at((x - outer, y - outer)), self._at((x + outer, y + outer))
        self._draw.ellipse((left, top, right, bottom), outline=(*colour, 255), width=max(1, round(width * self._scale)))

    def eye(self, x: float, y: float, radius: float, colour: RGB = (28, 24, 36)) -> None:
        """Draw an eye with its gleam."""
        self.disc(x, y, radius, colour)
        self.disc(x + radius * 0.3, y - radius * 0.35, radius * 0.32, (255, 255, 255))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Keep what is drawn in this block within what is there already."""
        below = self._image
        self._image = Image.new("RGBA", below.size, (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)
        yield
        marks = self._image
        marks.putalpha(ImageChops.multiply(marks.getchannel("A"), below.getchannel("A")))
        self._image = Image.alpha_composite(below, marks)
        self._draw = ImageDraw.Draw(self._image)

    def _sheet_size(self, units: float) -> int:
        whole = max(2, math.ceil(units * self._scale / self._oversampling))
        return whole * self._oversampling

    def _at(self, point: Point) -> Point:
        return ((point[0] + MARGIN) * self._scale, (point[1] + MARGIN) * self._scale)

    def _all(self, points: Sequence[Point]) -> list[Any]:
        return [self._at(point) for point in points]


Drawing = Callable[[Pen, Any], None]


def smooth(points: Sequence[Point], *, closed: bool, parts: int = 7) -> list[Point]:
    """Lay a Catmull-Rom curve through points."""
    count = len(points)
    if count < 3:
        return list(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        a, b, c, d = (_point(points, index + offset, closed=closed) for offset in (-1, 0, 1, 2))
        for part in range(parts):
            t = part / parts
            curve.append((_catmull(a[0], b[0], c[0], d[0], t), _catmull(a[1], b[1], c[1], d[1], t)))
    return curve if closed else [*curve, points[-1]]


def _point(points: Sequence[Point], index: int, *, closed: bool) -> Point:
    return points[index % len(points)] if closed else points[max(0, min(len(points) - 1, index))]


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def _ring(x: float, y: float, rx: float, ry: float, angle: float) -> list[Point]:
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    ring = []
    for index in range(48):
        phase = index * math.tau / 48
        px, py = rx * math.cos(phase), ry * math.sin(phase)
        ring.append((x + px * cos - py * sin, y + px * sin + py * cos))
    return ring
