"""Make a product of a file that came from elsewhere: what it says of itself, in the places where products keep that."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from imagen.data.models import Product
from imagen.domain.file_parameters import FileParameters, Software
from imagen.domain.parameter_meanings import plain_name
from imagen.media.metadata import ReadMetadata
from imagen.media.metadata.own_record import KEY, own_fields, read_own

SIDECAR = "sidecar"
"""Where a product's details hold what a file of notes beside it said; what stands in the file itself is read from it."""

_LONGEST_VALUE = 2000
_LARGEST_RECORD = 256 * 1024
_MOST_VALUES = 200
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_NO_LETTERS = re.compile(r"\W+")
# Told by columns, or by the values that go before; in the words of all the programs.
_TOLD = re.compile(
    "(positive|negative)?prompt|uc|seed|steps|sampler(name)?|schedule(r|type)|cfg|(cfg|guidance)?scale|size|width|height"
    "|model(hash)?|version|loras|(lora|ti)?hashes|(civitai)?resources|civitaimetadata"
)


def columns_of(notes: ReadMetadata) -> dict[str, Any]:
    """Give what was read as a product's columns; empty where the file does not say how it was made."""
    read = notes.parameters
    if read is None:
        return {}
    return {
        "prompt": read.prompt,
        "negative_prompt": read.negative_prompt or None,
        "model_used": read.model_key or read.model or None,
        "parameters": _values(read) or None,
    }


def details_of(
    notes: ReadMetadata, *, from_sidecar: bool = False, folder: str = "", modified_at: float | None = None
) -> dict[str, Any] | None:
    """Give what else is known, for people and for later reading; `modified_at` in seconds since 1970."""
    told: dict[str, Any] = {}
    if notes.parameters is not None and notes.parameters.software is not Software.UNKNOWN:
        told["software"] = str(notes.parameters.software)
    if notes.source_type:
        told["source_type"] = notes.source_type[:_LONGEST_VALUE]
    if from_sidecar and notes.parameters is not None:
        record = own_fields(notes.parameters)
        told[SIDECAR] = record if len(json.dumps(record)) <= _LARGEST_RECORD else {**record, "pairs": []}
    if folder:
        told["folder"] = folder[:_LONGEST_VALUE]
    if modified_at is not None and math.isfinite(modified_at) and 0 < modified_at < 2**33:
        told["modified_at"] = datetime.fromtimestamp(modified_at, UTC).isoformat(timespec="seconds")
    return told or None


def sidecar_record(product: Product) -> FileParameters | None:
    """Give what a file of notes said, where there was one."""
    record = (product.details or {}).get(SIDECAR)
    if not isinstance(record, Mapping):
        return None
    try:
        return read_own(json.dumps({KEY: record}))
    except ValueError:
        return None


def _values(read: FileParameters) -> dict[str, Any]:
    """Give the values by names that a search finds, whatever the program called them."""
    told = {
        "seed": read.seed,
        "steps": read.steps,
        "sampler": read.sampler,
        "scheduler": read.scheduler,
        "cfg": read.cfg,
        "model_hash": read.model_hash,
    }
    values = {name: value for name, value in told.items() if value not in (None, "")}
    if read.software is Software.IMAGEN:
        texts = {read.prompt, read.negative_prompt}
        own = {name: value for name, value in read.pairs if not (isinstance(value, str) and value in texts)}
        return {**values, **own} if len(json.dumps(own)) <= _LARGEST_RECORD else values
    for name, value in read.pairs:
        if len(values) >= _MOST_VALUES:
            break
        called = _called(name)
        if called and (kept := _kept(value)) is not None:
            values.setdefault(called, kept)
    return values


@lru_cache(maxsize=1000)
def _called(name: str) -> str:
    """Give the name under which a value is kept, none for what is told elsewhere."""
    return "" if _TOLD.fullmatch(plain_name(name)) else _NO_LETTERS.sub("_", name).strip("_").lower()[:80]


def _kept(value: Any) -> Any:
    """Give a value that is one, a number where a text is nothing but a number; None for all else."""
    if isinstance(value, str):
        if _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        return value if 0 < len(value) <= _LONGEST_VALUE else None
    return value if isinstance(value, bool | int | float) else None
