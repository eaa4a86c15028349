"""HunyuanVideo by Tencent: clips in the sizes it was trained on."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory


class HunyuanVideo(ReplicateTextToVideoFactory):
    """HunyuanVideo."""

    claims = ("tencent/hunyuan-video*",)
    family = "Hunyuan"
    sizes = ("864x480", "480x864", "624x624", "1280x720", "720x1280", "960x960")
    arrangement = Arrangement(
        first=("prompt", "size", "video_length", "fps", "seed"),
        labels={"video_length": "Frames", "fps": "Frames a second", "infer_steps": "Steps",
                "embedded_guidance_scale": "Guidance"},
        hints={"video_length": "129 frames at 24 a second play 5 seconds."},
    )  # fmt: skip
