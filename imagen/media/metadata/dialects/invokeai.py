"""Understand what InvokeAI writes: its JSON record, the older one, and the oldest line of a command."""

from __future__ import annotations

import re
from typing import Any

from imagen.domain.file_parameters import FileLora, FileParameters, Software
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, first, items, number, side, whole, words

_OPTION = re.compile(r"(?:^| )-([a-zA-Z])[ ]?([^ \-][^ ]*+|-[0-9.]++)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_NEGATIVE = re.compile(r"\[([^\[\]]*+)\]")
_MOST_LORAS = 100


def read(texts: Texts) -> FileParameters | None:
    """Read the newest of InvokeAI's records that the file has."""
    if text := texts.get("invokeai_metadata"):
        return _of_record(read_object(text))
    if text := texts.get("sd-metadata"):
        return _of_old_record(read_object(text))
    if text := texts.get("Dream"):
        return _of_command(text)
    return None


def _of_record(told: dict[str, Any]) -> FileParameters:
    model = fields(told.get("model"))
    loras = [fields(each) for each in items(told.get("loras"))[:_MOST_LORAS]]
    return FileParameters(
        software=Software.INVOKEAI,
        software_version=words(told.get("app_version")),
        prompt=words(told.get("positive_prompt")),
        negative_prompt=words(told.get("negative_prompt")),
        seed=whole(told.get("seed")),
        steps=whole(told.get("steps")),
        scheduler=words(told.get("scheduler")),
        cfg=number(first(told, "cfg_scale", "guidance")),
        width=side(told.get("width")),
        height=side(told.get("height")),
        model=words(first(model, "name", "model_name")) or words(told.get("model")),
        model_hash=words(model.get("hash")),
        loras=tuple(_lora(each) for each in loras),
        pairs=tuple(told.items()),
    )


def _lora(told: dict[str, Any]) -> FileLora:
    model = fields(first(told, "model", "lora"))
    return FileLora(words(first(model, "name", "model_name")), number(told.get("weight")), words(model.get("hash")))


def _of_old_record(told: dict[str, Any]) -> FileParameters:
    image = fields(told.get("image"))
    said = image.get("prompt")
    if isinstance(said, list):
        said = ", ".join(words(fields(each).get("prompt")) for each in said)
    prompt, negative = _without_negative(words(said))
    return FileParameters(
        software=Software.INVOKEAI,
        software_version=words(told.get("app_version")),
        prompt=prompt,
        negative_prompt=negative,
        seed=whole(image.get("seed")),
        steps=whole(image.get("steps")),
        sampler=words(image.get("sampler")),
        cfg=number(image.get("cfg_scale")),
        width=side(image.get("width")),
        height=side(image.get("height")),
        model=words(told.get("model_weights")),
        model_hash=words(told.get("model_hash")),
        pairs=tuple(image.items()),
    )


def _of_command(text: str) -> FileParameters | None:
    """Read `"a prompt [and its negative]" -s 20 -S 42 -W 512 -H 512 -C 7.5 -A k_lms`."""
    start = text.find('"')
    quoted = _QUOTED.match(text, start) if start >= 0 else None
    if quoted is None:
        return None
    prompt, negative = _without_negative(quoted[1])
    options = {found[1]: found[2] for found in _OPTION.finditer(text, quoted.end())}
    return FileParameters(
        software=Software.INVOKEAI,
        prompt=prompt,
        negative_prompt=negative,
        seed=whole(options.get("S")),
        steps=whole(options.get("s")),
        sampler=options.get("A", ""),
        cfg=number(options.get("C")),
        width=side(options.get("W")),
        height=side(options.get("H")),
        pairs=tuple(options.items()),
    )


def _without_negative(prompt: str) -> tuple[str, str]:
    """Take apart the old way of writing both prompts, in which the negative one stands in brackets."""
    negative = ", ".join(found.strip() for found in _NEGATIVE.findall(prompt))
    return _NEGATIVE.sub("", prompt).strip(), negative
