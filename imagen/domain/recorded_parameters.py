"""Put on record how something was made here, for the file that leaves: never secrets, and no inputs of others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from imagen.domain.file_parameters import FileParameters, Software
from imagen.domain.parameter_meanings import Meaning, with_meaning
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role, read_size


def recorded(
    spec: ParameterSetSpec,
    values: Mapping[str, Any],
    *,
    model_key: str,
    model: str,
    version: str,
    seed: int | None = None,
    size: tuple[int, int] | None = None,
) -> FileParameters:
    """Make the record of a generation's values.

    Secrets, media and values that the spec does not know stay out. `seed` and `size` are what came back, in pixels; without
    them the values say.
    """
    kept = {
        parameter.name: _kept(parameter, values[parameter.name])
        for parameter in spec.parameters
        if values.get(parameter.name) is not None and not parameter.secret and not parameter.is_media
    }
    width, height = size or _size(spec, kept)
    return FileParameters(
        software=Software.IMAGEN,
        software_version=version,
        prompt=_words(kept, spec.with_role(Role.PROMPT)),
        negative_prompt=_words(kept, spec.with_role(Role.NEGATIVE_PROMPT)),
        seed=seed if seed is not None else _whole(kept, spec.with_role(Role.SEED)),
        steps=_whole(kept, with_meaning(spec, Meaning.STEPS)),
        sampler=_words(kept, with_meaning(spec, Meaning.SAMPLER)),
        scheduler=_words(kept, with_meaning(spec, Meaning.SCHEDULER)),
        cfg=_number(kept, with_meaning(spec, Meaning.CFG)),
        width=width,
        height=height,
        model=model,
        model_key=model_key,
        pairs=tuple(kept.items()),
    )


def kept_rows(group: ParameterSpec, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Give the rows of a group without secrets and media, which neither leave with a file nor come with one."""
    open_ = {part.name for part in group.fields if not part.secret and not part.is_media}
    return [{name: row[name] for name in row if name in open_} for row in rows if isinstance(row, Mapping)]


def _kept(parameter: ParameterSpec, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    return kept_rows(parameter, value) if parameter.type is ParameterType.GROUP else list(value)


def _size(spec: ParameterSetSpec, values: Mapping[str, Any]) -> tuple[int | None, int | None]:
    width = _whole(values, with_meaning(spec, Meaning.WIDTH))
    height = _whole(values, with_meaning(spec, Meaning.HEIGHT))
    if width and height:
        return width, height
    return read_size(_words(values, with_meaning(spec, Meaning.SIZE))) or (None, None)


def _words(values: Mapping[str, Any], parameter: ParameterSpec | None) -> str:
    value = values.get(parameter.name) if parameter else None
    return value if isinstance(value, str) else ""


def _whole(values: Mapping[str, Any], parameter: ParameterSpec | None) -> int | None:
    value = values.get(parameter.name) if parameter else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(values: Mapping[str, Any], parameter: ParameterSpec | None) -> float | None:
    value = values.get(parameter.name) if parameter else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
