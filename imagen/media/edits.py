"""Carry out simple edits on a file and write the result beside it; the file itself stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageSequence
from PIL.JpegImagePlugin import JpegImageFile, get_sampling
from PIL.PngImagePlugin import PngInfo

from imagen.domain.edits import Axis, Crop, Edit, Flip, Frame, Scale, Turn, size_after
from imagen.domain.errors import ImagenError, InvalidInput, StorageError, TooLarge, UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media import formats
from imagen.media.examination import read_format, sentence_for
from imagen.media.formats import Format
from imagen.media.limits import check_animation_size, check_picture_size
from imagen.media.pictures import DECODERS, orientation_of
from imagen.media.thumbnails import TURNS

_EXIF_ORIENTATION = 0x0112
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_FLIPS = {Axis.HORIZONTAL: Image.Transpose.FLIP_LEFT_RIGHT, Axis.VERTICAL: Image.Transpose.FLIP_TOP_BOTTOM}
_KEPT = (formats.PNG, formats.JPEG, formats.WEBP)
_MOST_NOTES = 256 * 1024
_MOST_PROFILE = 2 << 20
_QUALITY = 95


def edit_file(path: Path, edits: Sequence[Edit], into: Path) -> None:
    """Write what the edits make of a file: PNG, JPEG and WebP stay what they are, all else becomes a PNG.

    Raises:
        InvalidInput: when an edit cannot be done on it.
        UnsupportedFormat: when it is damaged, or nothing that has a picture.
        TooLarge: when it, or what would come of it, has too many pixels.
        StorageError: when the result cannot be written.
    """
    known = read_format(path)
    try:
        picture, source = _opened(path, known, edits)
        rest = [edit for edit in edits if not isinstance(edit, Frame)]
        check_picture_size(*size_after(edits, picture.size))
        content = _encoded(_edited(picture, rest), source, known)
    except ImagenError:
        raise
    except MemoryError as error:
        raise TooLarge("The picture needs more memory than Imagen allows.", "Make it smaller and try again.") from error
    except Exception as error:  # whatever Pillow and PyAV raise for a damaged file
        raise sentence_for(error, known) from error
    try:
        into.write_bytes(content)
    except OSError as error:
        raise StorageError(
            f"The edited picture could not be stored: {error.strerror or error}.", "Free some space, then try again."
        ) from error


def _opened(path: Path, known: Format, edits: Sequence[Edit]) -> tuple[Image.Image, Image.Image | None]:
    """Give the upright picture that is edited, and the file that its notes are taken from, if they go on being true."""
    moment = next((edit.at_ms for edit in edits if isinstance(edit, Frame)), None)
    if known.type is ProductType.VIDEO:
        if moment is None:
            raise InvalidInput("A video cannot be edited as a picture.", "Take one of its frames first.")
        from imagen.media.clips import frame_at

        return frame_at(path, known, moment), None
    if known.type is not ProductType.IMAGE:
        raise UnsupportedFormat("A sound has no picture to edit.", "Choose a picture or a video.")
    opened = Image.open(path, formats=(DECODERS[known],))
    check_picture_size(*opened.size)
    frames = getattr(opened, "n_frames", 1) if known is not formats.JPEG else 1
    if frames > 1:
        if moment is None:
            raise InvalidInput("An animation cannot be edited as a picture.", "Take one of its frames first.")
        check_animation_size(*opened.size, frames)
        return _animation_frame(opened, moment), None
    opened.load()
    turn = TURNS.get(orientation_of(opened))
    return (opened if turn is None else opened.transpose(turn)), opened


def _animation_frame(opened: Image.Image, at_ms: int) -> Image.Image:
    passed = 0.0
    shown = opened
    for shown in ImageSequence.Iterator(opened):
        shown.load()
        passed += float(shown.info.get("duration", 0) or 0)
        if passed > at_ms:
            break
    return shown.convert("RGBA" if shown.has_transparency_data else "RGB")


def _edited(picture: Image.Image, edits: Sequence[Edit]) -> Image.Image:
    for edit in edits:
        match edit:
            case Turn(degrees):
                picture = picture.transpose(_TURNS[degrees])
            case Flip(axis):
                picture = picture.transpose(_FLIPS[axis])
            case Crop(x, y, width, height):
                picture = picture.crop((x, y, x + width, y + height))
            case Scale(width, height):
                picture = _smooth(picture).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def _smooth(picture: Image.Image) -> Image.Image:
    """Give a picture in colours that can be mixed, which numbers of a palette cannot."""
    if picture.mode in {"P", "1"} or (picture.mode not in {"RGBA", "LA"} and picture.has_transparency_data):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.mode.startswith("I") and picture.mode != "I":
        return picture.convert("I")
    return picture


def _encoded(picture: Image.Image, source: Image.Image | None, known: Format) -> bytes:
    form = known if known in _KEPT and source is not None else formats.PNG
    options: dict[str, Any] = {}
    profile = source.info.get("icc_profile") if source is not None else None
    if profile and len(profile) <= _MOST_PROFILE:
        options["icc_profile"] = profile
    exif = _exif(source)
    if exif:
        options["exif"] = exif
    if form is formats.JPEG:
        options |= _jpeg_options(cast(JpegImageFile, source))
    elif form is formats.WEBP:
        options |= {
            "lossless": _is_lossless(cast(Image.Image, source)),
            "quality": _QUALITY,
            "method": 4,
            "exact": True,
        }
    else:
        options["pnginfo"] = _png_notes(source)
    written = BytesIO()
    picture.save(written, DECODERS[form], **options)
    return written.getvalue()


def _jpeg_options(source: JpegImageFile) -> dict[str, Any]:
    """Compress as the source was compressed, so that it neither loses more than it must nor grows."""
    sampling = get_sampling(source)
    options: dict[str, Any] = {"qtables": source.quantization, "optimize": True}
    return options | ({"subsampling": sampling} if sampling >= 0 else {})


def _is_lossless(source: Image.Image) -> bool:
    """Tell whether a WebP file was stored without loss, by the name of its picture's chunk."""
    file = cast(Any, source).filename
    with Path(file).open("rb") as stored:
        return b"VP8L" in stored.read(4096)


def _exif(source: Image.Image | None) -> bytes:
    """Give what cameras noted, but for how the picture is turned, since it is upright now."""
    if source is None:
        return b""
    try:
        notes = source.getexif()
        notes.pop(_EXIF_ORIENTATION, None)
        written = notes.tobytes() if len(notes) else b""
    except Exception:  # broken notes raise whatever they like, and are no reason to refuse a sound picture
        return b""
    return written if len(written) < 60_000 else b""


def _png_notes(source: Image.Image | None) -> PngInfo:
    """Give the texts of a PNG, in which programs keep what it was made from."""
    notes, left = PngInfo(), _MOST_NOTES
    texts = getattr(source, "text", {}) if source is not None else {}
    for key, value in texts.items():
        left -= len(value.encode("utf-8", "replace"))
        if left < 0:
            break
        notes.add_itxt(key, value)
    return notes
