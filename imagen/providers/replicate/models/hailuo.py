"""Hailuo by MiniMax."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.image_to_video import ReplicateImageToVideoFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory

_ARRANGEMENT = Arrangement(
    first=("prompt", "first_frame_image", "last_frame_image", "duration", "resolution"),
    advanced=("prompt_optimizer", "subject_reference"),
    labels={
        "first_frame_image": "First image",
        "last_frame_image": "Last image",
        "duration": "Seconds",
        "prompt_optimizer": "Improve the prompt",
    },
    hints={"first_frame_image": "Its shape becomes that of the clip."},
)


class Hailuo(ReplicateTextToVideoFactory):
    """Hailuo 02, 2.3 and the older Video-01."""

    claims = ("minimax/hailuo-*", "minimax/video-01", "minimax/video-01-director")
    family = "Hailuo"
    arrangement = _ARRANGEMENT


class HailuoLive(ReplicateImageToVideoFactory):
    """Video-01 Live: drawings that move."""

    claims = ("minimax/video-01-live",)
    family = "Hailuo"
    arrangement = _ARRANGEMENT
