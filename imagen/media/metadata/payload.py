"""What is written into a copy of a file, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from imagen.domain.file_parameters import DigitalSourceType
from imagen.media.metadata.exif import SOFTWARE, ExifNotes, read_exif

_LABELS = (b"prompt:", b"workflow:")
_KEPT_TAGS = frozenset({0x010F, 0x0110, 0x0132, 0x013B, 0x8298})


class Part(StrEnum):
    """The parts of what is written."""

    TEXT = "text"
    RECORD = "record"
    SOURCE_TYPE = "source_type"


@dataclass(frozen=True)
class Payload:
    """The text that other programs read, Imagen's own JSON, and how the picture came about."""

    text: str
    record: str
    source_type: DigitalSourceType | None
    software: str


@dataclass(frozen=True)
class Written:
    """What a container could not take in (`left_out`), and whether a signed provenance had to go."""

    left_out: frozenset[Part] = frozenset()
    signature_dropped: bool = False


def notes_beside(existing: bytes, payload: Payload) -> ExifNotes:
    """Give the EXIF notes that stay when Imagen writes its own: how it is turned, the camera, the author."""
    notes = notes_of(existing)
    kept = {
        tag: value
        for tag, value in notes.texts.items()
        if tag in _KEPT_TAGS and not value[:9].lower().startswith(_LABELS)
    }
    return replace(notes, texts={**kept, SOFTWARE: payload.software.encode()}, user_comment=b"")


def orientation_only(existing: bytes) -> ExifNotes:
    """Give the EXIF notes without which a picture would lie on its side."""
    return ExifNotes(orientation=notes_of(existing).orientation)


def notes_of(existing: bytes) -> ExifNotes:
    """Read EXIF notes, none where they are broken."""
    try:
        return read_exif(existing)
    except ValueError:
        return ExifNotes()
