"""The picture that stands for a sound: its loudness over time."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

BARS = 128
_WIDTH, _HEIGHT = 1280, 480
_COLOUR = (143, 125, 255, 255)
_QUIET_COLOUR = (143, 125, 255, 110)


def draw_waveform(peaks: Sequence[float]) -> Image.Image:
    """Draw one bar for each peak (0 to 1) on a transparent ground, so that it suits light and dark pages."""
    picture = Image.new("RGBA", (_WIDTH, _HEIGHT), (*_COLOUR[:3], 0))
    draw = ImageDraw.Draw(picture)
    step = _WIDTH / max(1, len(peaks))
    loudest = max(max(peaks, default=0.0), 1e-4)
    for index, peak in enumerate(peaks):
        height = max(4.0, min(1.0, peak / loudest) * (_HEIGHT - 40))
        left, top = index * step + step * 0.2, (_HEIGHT - height) / 2
        colour = _COLOUR if peak > loudest * 0.02 else _QUIET_COLOUR
        draw.rounded_rectangle((left, top, left + step * 0.6, top + height), radius=step * 0.25, fill=colour)
    return picture
