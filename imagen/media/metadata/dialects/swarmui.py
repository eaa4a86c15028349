"""Understand what SwarmUI writes: one JSON object with the parameters of the picture in it."""

from __future__ import annotations

from typing import Any

from imagen.domain.file_parameters import FileLora, FileParameters, Software
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, first, items, number, side, whole, words

_MARK = "sui_image_params"


def read(texts: Texts) -> FileParameters | None:
    """Read the main text when it is SwarmUI's."""
    text = texts.main()
    if _MARK not in text or not text.lstrip().startswith("{"):
        return None
    told = read_object(text)
    given = fields(told.get(_MARK))
    models = {words(fields(each).get("param")): fields(each) for each in items(told.get("sui_models"))}
    return FileParameters(
        software=Software.SWARMUI,
        software_version=words(given.get("swarm_version")),
        prompt=words(given.get("prompt")),
        negative_prompt=words(given.get("negativeprompt")),
        seed=whole(given.get("seed")),
        steps=whole(given.get("steps")),
        sampler=words(given.get("sampler")),
        scheduler=words(given.get("scheduler")),
        cfg=number(first(given, "cfgscale", "fluxguidancescale")),
        width=side(given.get("width")),
        height=side(given.get("height")),
        model=words(given.get("model")),
        model_hash=words(models.get("model", {}).get("hash")),
        loras=_loras(given),
        pairs=(*given.items(), *fields(told.get("sui_extra_data")).items()),
    )


def _loras(given: dict[str, Any]) -> tuple[FileLora, ...]:
    names, weights = _listed(given.get("loras")), _listed(given.get("loraweights"))
    padded = [*weights, *([None] * len(names))]
    return tuple(FileLora(str(name), number(weight)) for name, weight in zip(names, padded, strict=False))


def _listed(value: Any) -> list[Any]:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else items(value)
