"""How large a picture, an animation or a clip may be before it is refused, and the words for it."""

from __future__ import annotations

from imagen.domain.errors import TooLarge

MAX_PIXELS = 120_000_000
MAX_FRAMES = 2_000
MAX_ANIMATION_PIXELS = 2_000_000_000
"""All frames of an animation together: what a full check of it may cost."""


def check_picture_size(width: int, height: int) -> None:
    """Refuse a picture with too many pixels before any of them is decoded.

    Raises:
        TooLarge: above `MAX_PIXELS`.
    """
    if width * height > MAX_PIXELS:
        raise TooLarge(
            f"The picture is {width} × {height} pixels, more than the {MAX_PIXELS // 1_000_000} megapixels allowed.",
            "Make it smaller and try again.",
        )


def check_animation_size(width: int, height: int, frames: int) -> None:
    """Refuse an animation that is too long to be checked whole.

    Raises:
        TooLarge: above `MAX_FRAMES` or `MAX_ANIMATION_PIXELS`.
    """
    if frames > MAX_FRAMES or width * height * frames > MAX_ANIMATION_PIXELS:
        raise TooLarge(
            f"The animation has {frames} frames of {width} × {height} pixels, more than Imagen can check.",
            "Shorten it, make it smaller, or turn it into a video.",
        )
