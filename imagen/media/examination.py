"""Find out all that is stored about a file, from its bytes alone, and make its thumbnails on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from imagen.domain.edits import Edit
from imagen.domain.errors import ImagenError, StorageError, TooLarge, UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media.formats import HEAD_BYTES, Format, format_of, with_mime_type
from imagen.media.thumbnails import ThumbnailFiles


@dataclass(frozen=True)
class Examination:
    """What a whole and sound file turned out to be; sizes in pixels, as it is shown."""

    mime_type: str
    width: int | None
    height: int | None
    duration_ms: int | None
    placeholder: str | None

    @property
    def format(self) -> Format:
        return with_mime_type(self.mime_type)


class Examiner(Protocol):
    """Examines and edits files somewhere, be it in this process or in one that may die of it."""

    def examine(self, path: Path, thumbnails: ThumbnailFiles) -> Examination:
        """Examine a file and write the wanted thumbnails; raises as `examine` does."""

    def edit(self, path: Path, edits: Sequence[Edit], into: Path) -> None:
        """Write to `into` what the edits make of a file; raises as `edits.edit_file` does."""

    def close(self) -> None:
        """Give up what is held; a later examination raises StorageError."""


def read_format(path: Path) -> Format:
    """Tell a file's format from its first bytes.

    Raises:
        UnsupportedFormat: when it is empty or none that Imagen keeps.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise UnsupportedFormat("The file is empty.", "Get it again from where it came from.")
    return format_of(head)


def examine(path: Path, thumbnails: ThumbnailFiles) -> Examination:
    """Decode a file in this process and write the wanted thumbnails to the given paths; not those it serves itself for.

    Raises:
        UnsupportedFormat: when it is no accepted format, damaged or cut off.
        TooLarge: when it has too many pixels or frames.
        StorageError: when it cannot be read, or a thumbnail cannot be written.
    """
    known = read_format(path)
    try:
        return (
            _examine_picture(path, known, thumbnails)
            if known.type is ProductType.IMAGE
            else _examine_clip(path, known, thumbnails)
        )
    except ImagenError:
        raise
    except MemoryError as error:
        raise TooLarge(
            f"The {known.name} file needs more memory than Imagen allows.", "Make it smaller and try again."
        ) from error
    except Exception as error:
        raise sentence_for(error, known) from error


def damaged(known: Format) -> UnsupportedFormat:
    """Say that a file of a good format cannot be decoded whole."""
    return UnsupportedFormat(
        f"The {known.name} file is damaged or incomplete.", "Get it again from where it came from, or make it again."
    )


def sentence_for(error: Exception, known: Format) -> ImagenError:
    """Make a sentence of whatever a decoder raised over a file of a good format."""
    if type(error).__name__ == "DecompressionBombError":  # Pillow's own, and Pillow is not imported here
        return TooLarge("The picture has far more pixels than Imagen allows.", "Make it smaller and try again.")
    # decoders raise OSError without a number for damaged data; a number comes from the operating system
    if isinstance(error, OSError) and error.errno is not None and not _is_decoder_error(error):
        return StorageError(
            f"The file could not be read or its thumbnails not written: {error.strerror or error}.",
            "Check that the disk has room and can be written, then try again.",
        )
    return damaged(known)


def _is_decoder_error(error: OSError) -> bool:
    return type(error).__module__.startswith("av.")


def _examine_picture(path: Path, known: Format, thumbnails: ThumbnailFiles) -> Examination:
    from imagen.media.pictures import read_picture
    from imagen.media.thumbnails import placeholder_of, serves_itself, write_thumbnails

    picture = read_picture(path, known)
    shape = picture.width, picture.height, picture.duration_ms
    if serves_itself(known.mime_type, *shape, path.stat().st_size):
        thumbnails = {size: file for size, file in thumbnails.items() if size != "large"}
    placeholder = placeholder_of(write_thumbnails(picture.largest, thumbnails))
    return Examination(known.mime_type, *shape, placeholder)


def _examine_clip(path: Path, known: Format, thumbnails: ThumbnailFiles) -> Examination:
    from imagen.media.clips import read_clip
    from imagen.media.thumbnails import placeholder_of, write_thumbnails

    clip = read_clip(path, known)
    placeholder = placeholder_of(write_thumbnails(clip.picture, thumbnails))
    return Examination(clip.format.mime_type, clip.width, clip.height, clip.duration_ms, placeholder)
