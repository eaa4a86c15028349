"""Read how a file was made, whatever wrote it, without ever decoding a pixel."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.file_parameters import DigitalSourceType, FileParameters
from imagen.media.formats import HEAD_BYTES, Format, format_of
from imagen.media.metadata.containers import CONTAINERS
from imagen.media.metadata.dialects import DIALECTS
from imagen.media.metadata.texts import XMP_SOURCE_TYPE, EmbeddedText, Texts

_log = logging.getLogger(__name__)
_NOTHING = "The file does not say how it was made."


@dataclass(frozen=True)
class ReadMetadata:
    """What was read from a file: its parameters, or none and why; all texts as found; what went wrong beside."""

    parameters: FileParameters | None = None
    reason: str = ""
    texts: tuple[EmbeddedText, ...] = ()
    troubles: tuple[str, ...] = ()
    source_type: str = ""

    @property
    def digital_source_type(self) -> DigitalSourceType | None:
        """Give how the picture came about in IPTC's words, where it is one of those Imagen writes."""
        return next((each for each in DigitalSourceType if self.source_type.endswith(f"/{each.value}")), None)


def read_metadata(path: Path) -> ReadMetadata:
    """Read how a file was made; a broken or unreadable file gives none and the reason, never an error."""
    try:
        with path.open("rb") as file:
            return read_stream(file)
    except OSError as error:
        return ReadMetadata(reason=f"The file could not be read: {error.strerror or error}.")


def read_stream(file: BinaryIO, known: Format | None = None) -> ReadMetadata:
    """Read how an open file that can seek was made; raises only what the file itself raises."""
    if known is None:
        file.seek(0)
        try:
            known = format_of(file.read(HEAD_BYTES))
        except UnsupportedFormat as error:
            return ReadMetadata(reason=error.message)
    texts = Texts()
    container = CONTAINERS.get(known)
    if container is None or container.read is None:
        return ReadMetadata(reason=f"{known.name} files do not say how they were made.")
    try:
        container.read(file, texts)
    except OSError:
        raise
    except Exception:
        _log.exception("The notes of a %s file could not be read", known.name)
        texts.trouble("The notes in the file are broken.")
    return read_texts(texts)


def read_texts(texts: Texts) -> ReadMetadata:
    """Understand the texts of a file by the first dialect that knows them."""
    parameters, reason = _understood(texts)
    if parameters is None and not reason:
        reason = texts.troubles[0] if texts.troubles else _NOTHING
    return ReadMetadata(
        parameters, reason, tuple(texts.found), tuple(texts.troubles), texts.get(XMP_SOURCE_TYPE).strip()
    )


def _understood(texts: Texts) -> tuple[FileParameters | None, str]:
    if not texts.found:
        return None, ""
    reason = ""
    for name, read in DIALECTS:
        try:
            parameters = read(texts)
        except ValueError as error:
            reason = reason or f"{name}'s notes could not be read: {error}"
            texts.trouble(reason)
            continue
        except Exception:  # whatever a stranger's text brings about must not stop an import of thousands of files
            _log.exception("The notes of %s could not be read", name)
            reason = reason or f"{name}'s notes could not be read."
            continue
        if parameters is not None:
            return parameters, ""
    return None, reason
