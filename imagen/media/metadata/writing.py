"""Write how a file was made into a copy of it, or beside it, and strip copies of all such notes."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.file_parameters import DigitalSourceType, FileParameters
from imagen.media.formats import HEAD_BYTES, Format, format_of
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.containers import CONTAINERS, Container
from imagen.media.metadata.own_record import KEY, own_fields, read_own, write_own
from imagen.media.metadata.payload import Part, Payload, Written
from imagen.media.metadata.reading import ReadMetadata
from imagen.media.metadata.settings_writing import write_settings_text

Source = Path | BinaryIO
"""A file by its path, or open and able to seek."""

_NO_CONTAINER = Container()


def can_embed(known: Format) -> bool:
    """Tell whether notes can be written into files of a format; beside others goes a sidecar."""
    return CONTAINERS.get(known, _NO_CONTAINER).embed is not None


def can_strip(known: Format) -> bool:
    """Tell whether files of a format can be stripped of notes."""
    return CONTAINERS.get(known, _NO_CONTAINER).strip is not None


def embed(
    source: Source,
    target: BinaryIO,
    parameters: FileParameters,
    source_type: DigitalSourceType | None = DigitalSourceType.TRAINED,
) -> Written:
    """Copy a file with notes of how it was made, its pixels byte for byte the same; the source is only read.

    What the container has no room for is told in the answer, and belongs into a sidecar.

    Raises:
        UnsupportedFormat: when the format takes no notes (see `can_embed`), or the file is broken.
    """
    record = write_own(parameters)
    fits = len(record) <= MAX_TEXT_BYTES
    text = write_settings_text(parameters)
    payload = Payload(text, record if fits else "", source_type, f"Imagen {parameters.software_version}".strip())
    with _opened(source) as file:
        known = _format(file)
        container = CONTAINERS.get(known, _NO_CONTAINER)
        if container.embed is None:
            raise UnsupportedFormat(
                f"{known.name} files take no notes of how they were made.", "Export them with a file of notes beside."
            )
        written = container.embed(file, target, payload)
    return written if fits else Written(written.left_out | {Part.RECORD}, written.signature_dropped)


def strip(source: Source, target: BinaryIO) -> None:
    """Copy a file without any notes; its pixels, its colour profile and how it is turned stay; the source is only read.

    Raises:
        UnsupportedFormat: when files of the format cannot be stripped (see `can_strip`), or the file is broken.
    """
    with _opened(source) as file:
        known = _format(file)
        container = CONTAINERS.get(known, _NO_CONTAINER)
        if container.strip is None:
            raise UnsupportedFormat(
                f"{known.name} files cannot be stripped of their notes.", "Export them as they are."
            )
        container.strip(file, target)


def write_sidecar(
    parameters: FileParameters, source_type: DigitalSourceType | None = DigitalSourceType.TRAINED
) -> bytes:
    """Write a JSON file to lie beside one that takes no notes."""
    told = {KEY: own_fields(parameters), "parameters": write_settings_text(parameters)}
    if source_type:
        told["digital_source_type"] = source_type.uri
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8")


def read_sidecar(data: bytes) -> ReadMetadata:
    """Read what `write_sidecar` wrote; anything else gives none and the reason."""
    if len(data) > 2 * MAX_TEXT_BYTES:
        return ReadMetadata(reason="The file of notes is too long.")
    try:
        text = data.decode("utf-8-sig")
        parameters = read_own(text)
        source_type = json.loads(text).get("digital_source_type", "")
    except ValueError as error:
        return ReadMetadata(reason=f"The file of notes could not be read: {error}")
    return ReadMetadata(parameters, source_type=source_type if isinstance(source_type, str) else "")


def _opened(source: Source) -> AbstractContextManager[BinaryIO]:
    return source.open("rb") if isinstance(source, Path) else nullcontext(source)


def _format(file: BinaryIO) -> Format:
    file.seek(0)
    return format_of(file.read(HEAD_BYTES))
