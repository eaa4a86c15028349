"""Imagen's own JSON of how a file was made: written whole, read back exactly."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from imagen.domain.file_parameters import FileLora, FileParameters, FileResource, Software
from imagen.media.metadata.caps import MAX_PAIRS
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, items, number, side, whole

KEY = "imagen"
VERSION = 1


def own_fields(parameters: FileParameters) -> dict[str, Any]:
    """Give the record as a JSON object with its version, without what is not known."""
    known = {name: value for name, value in asdict(parameters).items() if value not in ("", None, ())}
    return {"version": VERSION, **known}


def write_own(parameters: FileParameters) -> str:
    """Write the record as JSON in ASCII."""
    return json.dumps({KEY: own_fields(parameters)}, separators=(",", ":"))


def read_own(text: str) -> FileParameters:
    """Read what `write_own` wrote, and newer versions as far as they are known. Raises ValueError with a sentence."""
    told = read_object(text).get(KEY)
    if not isinstance(told, dict) or whole(told.get("version")) is None:
        raise ValueError("The JSON is none of Imagen's.")
    return FileParameters(
        software=_software(told.get("software")),
        software_version=_text(told, "software_version"),
        prompt=_text(told, "prompt"),
        negative_prompt=_text(told, "negative_prompt"),
        seed=whole(told.get("seed")),
        steps=whole(told.get("steps")),
        sampler=_text(told, "sampler"),
        scheduler=_text(told, "scheduler"),
        cfg=number(told.get("cfg")),
        width=side(told.get("width")),
        height=side(told.get("height")),
        model=_text(told, "model"),
        model_hash=_text(told, "model_hash"),
        model_key=_text(told, "model_key"),
        loras=tuple(_lora(fields(each)) for each in items(told.get("loras"))),
        resources=tuple(_resource(fields(each)) for each in items(told.get("resources"))),
        pairs=_pairs(told.get("pairs")),
    )


def _software(value: Any) -> Software:
    try:
        return Software(value)
    except ValueError:
        return Software.UNKNOWN


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _lora(told: dict[str, Any]) -> FileLora:
    return FileLora(_text(told, "name"), number(told.get("weight")), _text(told, "hash"))


def _resource(told: dict[str, Any]) -> FileResource:
    return FileResource(
        kind=_text(told, "kind"),
        name=_text(told, "name"),
        version=_text(told, "version"),
        version_id=whole(told.get("version_id")),
        weight=number(told.get("weight")),
        air=_text(told, "air"),
    )


def _pairs(told: Any) -> tuple[tuple[str, Any], ...]:
    pairs = (each for each in items(told)[:MAX_PAIRS] if isinstance(each, list) and len(each) == 2)
    return tuple((name, value) for name, value in pairs if isinstance(name, str))
