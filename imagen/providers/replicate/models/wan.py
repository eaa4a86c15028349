"""Wan by Alibaba: clips of words or of an image; how long they play follows from frames and rate."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.image_to_video import ReplicateImageToVideoFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory

_ARRANGEMENT = Arrangement(
    first=("prompt", "image", "last_image", "negative_prompt", "resolution", "size", "aspect_ratio", "duration",
           "num_frames", "seed"),
    advanced=("go_fast", "sample_shift", "frames_per_second", "interpolate_output", "optimize_prompt",
              "lora_weights_transformer", "lora_scale_transformer", "lora_weights_transformer_2",
              "lora_scale_transformer_2"),
    labels={
        "image": "First image",
        "last_image": "Last image",
        "num_frames": "Frames",
        "frames_per_second": "Frames a second",
        "interpolate_output": "Smooth to 30 frames a second",
        "optimize_prompt": "Improve the prompt",
        "go_fast": "Fast mode",
    },
    hints={"num_frames": "81 frames at 16 a second play 5 seconds."},
)  # fmt: skip


class Wan(ReplicateTextToVideoFactory):
    """Wan models that need no image."""

    claims = ("wan-video/*", "wavespeedai/wan-*")
    family = "Wan"
    arrangement = _ARRANGEMENT


class WanFromImages(ReplicateImageToVideoFactory):
    """Wan models that begin with an image."""

    claims = ("wan-video/*i2v*", "wavespeedai/wan-*i2v*")
    family = "Wan"
    arrangement = _ARRANGEMENT
