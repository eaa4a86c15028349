"""Veo by Google: clips with sound; without sound they cost half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imagen.providers.arrangement import Arrangement
from imagen.providers.price import Price
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory


class Veo(ReplicateTextToVideoFactory):
    """Veo 2, 3 and 3.1."""

    claims = ("google/veo-*",)
    family = "Veo"
    arrangement = Arrangement(
        first=("prompt", "image", "last_frame", "duration", "resolution", "aspect_ratio", "generate_audio", "seed"),
        basic=("negative_prompt", "reference_images"),
        labels={
            "image": "First image",
            "last_frame": "Last image",
            "duration": "Seconds",
            "generate_audio": "With sound",
            "reference_images": "Images of what should appear",
        },
    )

    def price(self, values: Mapping[str, Any]) -> Price | None:
        full = super().price(values)
        if full is None or values.get("generate_audio") is not False:
            return full
        return replace(full, amount=full.amount // 2)
