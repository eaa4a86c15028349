"""Understand what Fooocus and RuinedFooocus write: one flat JSON object."""

from __future__ import annotations

from typing import Any

from imagen.domain.file_parameters import FileLora, FileParameters, Software
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import first, items, number, side, size, whole, words

_MARKS = ('"metadata_scheme"', '"RuinedFooocus"')
_MOST_LORAS = 100


def read(texts: Texts) -> FileParameters | None:
    """Read the main text when it is one of theirs; text in A1111's form is left to that dialect."""
    text = texts.main()
    if not text.lstrip().startswith("{"):
        return None
    if not any(mark in text for mark in _MARKS) and not texts.get("fooocus_scheme"):
        return None
    told = read_object(text)
    ruined = told.get("software") == "RuinedFooocus"
    if not ruined and "metadata_scheme" not in told and not texts.get("fooocus_scheme"):
        return None
    width, height = size(told.get("resolution"))
    return FileParameters(
        software=Software.RUINED_FOOOCUS if ruined else Software.FOOOCUS,
        software_version=words(told.get("version")),
        prompt=_text(first(told, "prompt", "Prompt")),
        negative_prompt=_text(first(told, "negative_prompt", "Negative", "negative")),
        seed=whole(told.get("seed")),
        steps=whole(told.get("steps")),
        sampler=words(first(told, "sampler", "sampler_name")),
        scheduler=words(told.get("scheduler")),
        cfg=number(first(told, "guidance_scale", "cfg")),
        width=width or side(told.get("width")),
        height=height or side(told.get("height")),
        model=words(first(told, "base_model", "base_model_name")),
        model_hash=words(told.get("base_model_hash")),
        loras=tuple(_lora(each) for each in items(told.get("loras"))[:_MOST_LORAS]),
        pairs=tuple(told.items()),
    )


def _text(value: Any) -> str:
    return "\n".join(words(each) for each in value) if isinstance(value, list) else words(value)


def _lora(told: Any) -> FileLora:
    """Read `[name, weight, hash]`, `[hash, "weight - name"]` or an object."""
    if isinstance(told, dict):
        return FileLora(words(first(told, "name", "lora_name")), number(told.get("weight")), words(told.get("hash")))
    parts = items(told)
    if len(parts) == 2 and isinstance(parts[1], str) and " - " in parts[1]:
        weight, _, name = parts[1].partition(" - ")
        return FileLora(name.strip(), number(weight), words(parts[0]))
    name, weight, hash_ = (*parts[:3], None, None, None)[:3]
    return FileLora(words(name), number(weight), words(hash_))
