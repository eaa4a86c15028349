"""Times of day: what the sky looks like and how it lights everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from imagen.providers.sketch.drawing.colour import mix, shift
from imagen.providers.sketch.scene import RGB, Scene


@dataclass(frozen=True)
class Light:
    """A sky from top to horizon, what shines in it, and the colours it gives to land and things."""

    sky: tuple[RGB, ...]
    sun: RGB
    sun_height: float
    haze: RGB
    ambient: RGB
    window: RGB
    cloud: RGB
    cloud_shade: RGB
    stars: float = 0.0
    moon: bool = False

    def on(self, colour: RGB, depth: float = 1.0) -> RGB:
        """Give a land colour as seen in this light; depth 0 is lost in haze, 1 is close."""
        red, green, blue = (round(part * tint / 255) for part, tint in zip(colour, self.ambient, strict=True))
        return mix((red, green, blue), self.haze, (1 - depth) * 0.82)


def _rgb(code: str) -> RGB:
    return (int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def _light(
    sky: str,
    sun: str,
    height: float,
    haze: str,
    ambient: str,
    window: str,
    clouds: str,
    stars: float = 0,
    moon: bool = False,
) -> Light:
    lit, shade = (_rgb(code) for code in clouds.split())
    stops = tuple(_rgb(code) for code in sky.split())
    return Light(stops, _rgb(sun), height, _rgb(haze), _rgb(ambient), _rgb(window), lit, shade, stars, moon)


LIGHTS: dict[str, Light] = {
    "dawn": _light("7d9fd0 b9b4d8 f3c1c2 fbd7b4 ffedc4", "fff3cf", 0.5, "f6d3c4", "ffe9e2", "ffe9b8", "fff3ea e9b9bf"),
    "morning": _light("5aa9e2 93cbee c9e6f2 f6f1da", "fff6d8", 0.3, "dcebee", "fffaf0", "bfe2f0", "ffffff d4e2ee"),
    "noon": _light("2f8fdc 66b5ea a6d8f3 dcf1f6", "fff8d0", 0.14, "cfe7f2", "ffffff", "b4def2", "ffffff cfdfee"),
    "afternoon": _light("4b9fd8 8cc6e4 cfe3dc f8e7bd", "fff0b8", 0.32, "ece3cc", "fff4dd", "cfe6ea", "fffaf0 e2d6ce"),
    "golden_hour": _light("6f9fc2 d8c29a f7c977 fddc92", "fff1b0", 0.46, "f6d596", "ffe2ac", "ffefb0", "fff0cc e2a86e"),
    "dusk": _light("2b2358 5d3480 b24a80 ee6f5c fba24f", "ffd27a", 0.56, "d9707a", "e6a9a8", "ffd277", "f58f7a 8a4a86"),
    "evening": _light(
        "1c2450 344280 6e64a0 c78fa0", "ffe6b0", 0.6, "8a7aa8", "a9a3d2", "ffd67c", "8d86b8 565a92", 0.35
    ),
    "night": _light(
        "080d28 101a44 1d2f66 36508a", "f6f0d2", 0.2, "31487e", "8390c8", "ffd878", "5a6ca0 33457c", 1.0, True
    ),
}

EVERYDAY = ("morning", "noon", "afternoon")


def light_of(scene: Scene, chance: np.random.Generator) -> Light:
    """Choose the light of a scene: its time of day, changed by weather, mood and unknown words."""
    pick = int(chance.integers(len(EVERYDAY)))
    light = LIGHTS[_time_of(scene) or EVERYDAY[pick]]
    if scene.strangeness:
        light = _turned(light, (int(scene.strangeness[:4], 16) / 65535 - 0.5) * 0.14)
    if scene.tint:
        light = _tinted(light, scene.tint, 0.4)
    return _mooded(_weathered(light, scene), scene)


def _time_of(scene: Scene) -> str:
    """Give the time named, or the one that what was named needs: space is dark, fireflies come out in the evening."""
    if scene.place == "space":
        return "night"
    if scene.time:
        return scene.time
    if "aurora" in scene.weather:
        return "night"
    return "evening" if "fireflies" in scene.weather or scene.moods & {"magic", "scary"} else ""


def _every(light: Light, change: object) -> Light:
    assert callable(change)
    return replace(
        light,
        sky=tuple(change(colour) for colour in light.sky),
        haze=change(light.haze),
        cloud=change(light.cloud),
        cloud_shade=change(light.cloud_shade),
        ambient=mix(light.ambient, change(light.ambient), 0.6),
    )


def _turned(light: Light, hue: float) -> Light:
    return _every(light, lambda colour: shift(colour, hue=hue))


def _tinted(light: Light, tint: RGB, share: float) -> Light:
    return _every(light, lambda colour: mix(colour, tint, share))


def _weathered(light: Light, scene: Scene) -> Light:
    dim = 0.34 if light.moon else 1.0
    for weather, grey, share in (
        ("storm", (66, 70, 88), 0.74),
        ("rain", (122, 136, 152), 0.52),
        ("snow", (214, 222, 234), 0.42),
        ("fog", (216, 218, 220), 0.56),
        ("clouds", (178, 188, 200), 0.3),
    ):
        if weather in scene.weather:
            tone = mix((12, 18, 44), grey, dim)
            light = _tinted(light, (tone[0], tone[1], tone[2]), share)
            break
    if "clear" in scene.weather:
        light = _every(light, lambda colour: shift(colour, saturation=1.3))
    return light


def _mooded(light: Light, scene: Scene) -> Light:
    tints: dict[str, tuple[RGB, float]] = {
        "sad": ((96, 112, 140), 0.34),
        "scary": ((58, 70, 62), 0.42),
        "dreamy": ((244, 196, 232), 0.34),
        "warm": ((252, 196, 130), 0.26),
        "cold": ((150, 196, 232), 0.3),
        "old": ((206, 176, 128), 0.42),
        "magic": ((168, 120, 232), 0.28),
    }
    for mood in sorted(scene.moods & tints.keys()):
        light = _tinted(light, *tints[mood])
    if scene.moods & {"happy", "bright", "wild"}:
        light = _every(light, lambda colour: shift(colour, saturation=1.35))
    if "calm" in scene.moods:
        light = _every(light, lambda colour: shift(colour, saturation=0.75, lightness=1.04))
    return light
