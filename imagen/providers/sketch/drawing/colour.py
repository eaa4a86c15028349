"""Arithmetic with colours, as RGB triples of 0 to 255."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from imagen.providers.sketch.scene import RGB

WHITE: RGB = (255, 255, 255)
INK: RGB = (34, 30, 44)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """Blend two colours; share 0 gives the first, 1 the second."""
    share = max(0.0, min(1.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def shift(colour: RGB, *, hue: float = 0.0, saturation: float = 1.0, lightness: float = 1.0) -> RGB:
    """Turn a colour's hue by a part of a circle and scale its saturation and lightness."""
    h, light, sat = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    red, green, blue = colorsys.hls_to_rgb((h + hue) % 1.0, min(1.0, light * lightness), min(1.0, sat * saturation))
    return (round(red * 255), round(green * 255), round(blue * 255))


def lightness(colour: RGB) -> float:
    """Give the perceived lightness from 0 to 1."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def distance(one: RGB, other: RGB) -> float:
    """Give the distance of two colours, 0 for equal ones and 441 for black and white."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


@dataclass(frozen=True)
class Coat:
    """The colours one thing is drawn in, all derived from one base and one accent."""

    base: RGB
    accent: RGB
    ink: RGB
    pale: RGB
    light: RGB
    dark: RGB
    deep: RGB
    accent_dark: RGB
    window: RGB
    skin: RGB


def coat(base: RGB, accent: RGB, window: RGB, skin: RGB = (236, 184, 146)) -> Coat:
    """Derive a coat: shades lean towards violet and lights towards warm white, as in daylight."""
    bright = lightness(base)
    return Coat(
        base=base,
        accent=accent,
        ink=INK if bright > 0.18 else (12, 10, 18),
        pale=mix(base, (255, 248, 232), 0.78 if bright < 0.8 else 0.9),
        light=mix(base, (255, 240, 214), 0.26),
        dark=mix(base, (44, 24, 78), 0.26),
        deep=mix(base, (36, 18, 66), 0.5),
        accent_dark=mix(accent, (40, 22, 70), 0.3),
        window=window,
        skin=skin,
    )
