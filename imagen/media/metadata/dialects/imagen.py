"""Understand what Imagen writes: its own JSON, which stands beside the text that other programs read."""

from __future__ import annotations

from imagen.domain.file_parameters import FileParameters
from imagen.media.metadata.own_record import read_own
from imagen.media.metadata.texts import COMMENT, PNG_RECORD, XMP_RECORD, Texts

_BEGINS = '{"imagen":'


def read(texts: Texts) -> FileParameters | None:
    """Read Imagen's own record wherever the container keeps it."""
    text = texts.get(PNG_RECORD, XMP_RECORD)
    if text:
        return read_own(text)
    comments = (each.text for each in texts.found if each.name == COMMENT)
    text = next((each for each in comments if each.startswith(_BEGINS)), "")
    return read_own(text) if text else None
