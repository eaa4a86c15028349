"""Understand the text of A1111, Forge and all that write as they do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imagen.domain.file_parameters import FileParameters, Software
from imagen.media.metadata.lora_tags import loras_in
from imagen.media.metadata.settings_text import SettingsText, read_settings_text
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.values import fields, number, size, whole, words

_NOT_SAID = frozenset({"undefined", "unknown", "none", "null"})
_VERSIONS = (
    (re.compile(r"(?:f|neo|forge)[0-9. v-]", re.IGNORECASE), Software.FORGE),
    (re.compile(r"v?[0-9]"), Software.A1111),
    (re.compile("Imagen"), Software.IMAGEN),
    (re.compile("ComfyUI"), Software.COMFYUI),
    (re.compile("Fooocus"), Software.FOOOCUS),
    (re.compile("InvokeAI", re.IGNORECASE), Software.INVOKEAI),
    (re.compile("SwarmUI"), Software.SWARMUI),
)


def read(texts: Texts) -> FileParameters | None:
    """Read the main text when it has a settings line."""
    taken = read_settings_text(texts.main())
    return parameters_of(taken) if taken.pairs else None


def read_prompt(texts: Texts) -> FileParameters | None:
    """Read a text without settings as the prompt it is, where it stands in A1111's own place."""
    text = texts.get("parameters")
    if not text.strip() or text.lstrip().startswith('{"'):
        return None
    return parameters_of(read_settings_text(text))


def parameters_of(taken: SettingsText) -> FileParameters:
    """Make the record of a text that was taken apart."""
    settings = settings_of(taken)
    width, height = size(settings.get("Size"))
    version = words(settings.get("Version"))
    cfg = number(settings.get("CFG scale"))
    return FileParameters(
        software=software_of(version),
        software_version=version,
        prompt=taken.prompt,
        negative_prompt=taken.negative_prompt,
        seed=whole(settings.get("Seed")),
        steps=whole(settings.get("Steps")),
        sampler=_said(settings.get("Sampler")),
        scheduler=_said(settings.get("Schedule type")),
        cfg=cfg,
        width=width,
        height=height,
        model=words(settings.get("Model")),
        model_hash=words(settings.get("Model hash")),
        loras=loras_in(taken.prompt, _lora_hashes(settings)),
        pairs=taken.pairs,
    )


def settings_of(taken: SettingsText) -> dict[str, Any]:
    """Give the settings by name; of a name that comes twice the last, as in the web UI."""
    return dict(taken.pairs)


def software_of(version: str) -> Software:
    """Tell by the version which program wrote a settings line."""
    return next((software for pattern, software in _VERSIONS if pattern.match(version)), Software.UNKNOWN)


def with_software(read_: FileParameters, software: Software) -> FileParameters:
    """Give the record with the program that is known from elsewhere."""
    return replace(read_, software=software)


def _said(value: Any) -> str:
    text = words(value)
    return "" if text.casefold() in _NOT_SAID else text


def _lora_hashes(settings: Mapping[str, Any]) -> dict[str, str]:
    """Read `name: hash, name: hash` and the newer object of hashes."""
    hashes = {}
    for part in words(settings.get("Lora hashes")).split(","):
        name, _, value = part.rpartition(":")
        hashes[name.strip()] = value.strip()
    for name, value in fields(settings.get("Hashes")).items():
        if name.startswith("lora:"):
            hashes[name.removeprefix("lora:")] = words(value)
    return hashes
