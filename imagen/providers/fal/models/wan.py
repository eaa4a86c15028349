"""Wan by Alibaba: clips counted in frames."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/wan/*", "fal-ai/wan-*", "wan/*")
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_url", "end_image_url", "num_frames", "duration", "resolution", "aspect_ratio", "seed"),
    basic=("negative_prompt", "frames_per_second", "audio_url"),
    advanced=(
        "shift",
        "guidance_scale",
        "guidance_scale_2",
        "interpolator_model",
        "num_interpolated_frames",
        "video_write_mode",
        "adjust_fps_for_interpolation",
        "acceleration",
        "num_inference_steps",
    ),
    labels={
        "image_url": "First image",
        "end_image_url": "Last image",
        "num_frames": "Frames",
        "duration": "Seconds",
        "frames_per_second": "Frames a second",
        "num_inference_steps": "Steps",
        "audio_url": "Sound to follow",
    },
    hints={"num_frames": "Divided by the frames a second it gives the seconds."},
)


class Wan(FalTextToVideoFactory):
    """Wan from words."""

    claims = _CLAIMS
    family = "Wan"
    arrangement = _ARRANGEMENT


class WanFromImages(FalImageToVideoFactory):
    """Wan from images."""

    claims = _CLAIMS
    family = "Wan"
    arrangement = _ARRANGEMENT
