"""Understand what NovelAI writes: the prompt in one text, the rest as JSON in another."""

from __future__ import annotations

from typing import Any

from imagen.domain.file_parameters import FileParameters, Software
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, number, side, whole, words


def read(texts: Texts) -> FileParameters | None:
    """Read a picture whose software is NovelAI; without its JSON the prompt alone."""
    if not texts.get("Software").startswith("NovelAI"):
        return None
    comment = texts.get("Comment")
    told = read_object(comment) if comment else {}
    return FileParameters(
        software=Software.NOVELAI,
        prompt=texts.get("Description").strip() or words(told.get("prompt")) or _caption(told.get("v4_prompt")),
        negative_prompt=words(told.get("uc")) or _caption(told.get("v4_negative_prompt")),
        seed=whole(told.get("seed")),
        steps=whole(told.get("steps")),
        sampler=words(told.get("sampler")),
        scheduler=words(told.get("noise_schedule")),
        cfg=number(told.get("scale")),
        width=side(told.get("width")),
        height=side(told.get("height")),
        model=texts.get("Source").strip(),
        pairs=tuple(told.items()),
    )


def _caption(told: Any) -> str:
    return words(fields(fields(told).get("caption")).get("base_caption"))
