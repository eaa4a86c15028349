"""Understand the pictures that civitai's own generator makes: A1111's text with resources, and an older graph form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from imagen.domain.file_parameters import FileLora, FileParameters, FileResource, Software
from imagen.media.metadata.dialects import a1111
from imagen.media.metadata.settings_text import read_settings_text
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, first, items, number, side, whole, words

_RESOURCES = "Civitai resources"
_MADE_ON_SITE = "ai"  # what EXIF calls the artist of a picture made at civitai
_MODEL_KINDS = frozenset({"checkpoint", "model", "unet"})
_LORA_KINDS = frozenset({"lora", "locon", "lycoris", "dora"})


def read(texts: Texts) -> FileParameters | None:
    """Read a picture that says it comes from civitai."""
    text = texts.main()
    if text.lstrip().startswith("{"):
        return _of_graph(text) if '"extraMetadata"' in text else None
    if f"{_RESOURCES}:" not in text and texts.get("Artist") != _MADE_ON_SITE:
        return None
    taken = read_settings_text(text)
    if not taken.pairs:
        return None
    resources = tuple(_resource(each) for each in items(a1111.settings_of(taken).get(_RESOURCES)))
    read_ = a1111.with_software(a1111.parameters_of(taken), Software.CIVITAI)
    return _with_resources(read_, resources)


def _of_graph(text: str) -> FileParameters | None:
    """Read the summary that stands beside the graph, which says more surely what was ordered."""
    whole_text = read_object(text)
    said = whole_text.get("extraMetadata")
    summary = read_object(said) if isinstance(said, str) else fields(said)
    if not summary:
        return None
    airs = items(fields(whole_text.get("extra")).get("airs"))
    told = [fields(each) for each in items(summary.get("resources"))]
    resources = [_resource({**each, "weight": first(each, "weight", "strength")}) for each in told]
    resources += [FileResource(kind=_kind_of_air(air), air=air) for air in airs if isinstance(air, str)]
    read_ = FileParameters(
        software=Software.CIVITAI,
        prompt=words(summary.get("prompt")),
        negative_prompt=words(summary.get("negativePrompt")),
        seed=whole(summary.get("seed")),
        steps=whole(summary.get("steps")),
        sampler=words(summary.get("sampler")),
        cfg=number(summary.get("cfgScale")),
        width=side(summary.get("width")),
        height=side(summary.get("height")),
        pairs=tuple(summary.items()),
    )
    return _with_resources(read_, _without_doubles(resources))


def _resource(value: Any) -> FileResource:
    told = fields(value)
    air = words(told.get("air"))
    return FileResource(
        kind=(words(told.get("type")) or _kind_of_air(air)).casefold(),
        name=words(told.get("modelName")),
        version=words(told.get("modelVersionName")),
        version_id=whole(told.get("modelVersionId")) or _version_of_air(air),
        weight=number(told.get("weight")),
        air=air,
    )


def _with_resources(read_: FileParameters, resources: tuple[FileResource, ...]) -> FileParameters:
    """Name the model and the LoRAs by the resources where nothing else names them."""
    model = next((each for each in resources if each.kind in _MODEL_KINDS), None)
    loras = tuple(
        FileLora(_name(each), each.weight if each.weight is not None else 1.0)
        for each in resources
        if each.kind in _LORA_KINDS
    )
    return replace(
        read_,
        model=read_.model or (_name(model) if model else ""),
        loras=read_.loras or loras,
        resources=resources,
    )


def _name(resource: FileResource) -> str:
    return " ".join(part for part in (resource.name, resource.version) if part) or resource.air


def _kind_of_air(air: str) -> str:
    parts = air.split(":", 6)  # urn:air:sdxl:checkpoint:civitai:101055@128078
    return parts[3] if len(parts) > 5 and parts[:2] == ["urn", "air"] else ""


def _version_of_air(air: str) -> int | None:
    return whole(air.rpartition("@")[2]) if ":civitai:" in air else None


def _without_doubles(resources: list[FileResource]) -> tuple[FileResource, ...]:
    """Leave out what only an address names when the same version is told with more."""
    told = {each.version_id for each in resources if each.version_id is not None and not each.air}
    return tuple(each for each in resources if not each.air or _version_of_air(each.air) not in told)
