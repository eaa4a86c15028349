"""Brings input files within a model's limits before they are uploaded: pictures are scaled down, what cannot be is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from imagen.domain.errors import ImagenError, Rejected
from imagen.media.scaling import PictureBounds, ScaledPicture, scaled, size_of
from imagen.providers.base import InputFile
from imagen.providers.schema import FileLimits

Limits = Callable[[str], FileLimits | None]
_HINT = "Nothing was bought. Choose another file."
_KEPT = 8  # an order of hundreds takes the same few pictures


@dataclass(frozen=True)
class FittedInput:
    """An input as it is sent: as it is, or as a smaller copy."""

    file: InputFile
    size: tuple[int, int] | None = None
    smaller: ScaledPicture | None = None

    def note(self) -> dict[str, Any] | None:
        """Say what was done to the file, or None when nothing was."""
        if self.smaller is None or self.size is None:
            return None
        note: dict[str, Any] = {"parameter": self.file.parameter, "product": self.file.product_id}
        note["from"] = {"width": self.size[0], "height": self.size[1], "mime_type": self.file.mime_type}
        note["to"] = {"width": self.smaller.width, "height": self.smaller.height, "mime_type": self.smaller.mime_type}
        note["to"]["bytes"] = len(self.smaller.content)
        return {**note, "first_frame_only": True} if self.smaller.was_animated else note


def fitted_inputs(inputs: Iterable[InputFile], limits: Limits, most_bytes: int) -> dict[str, FittedInput]:
    """Give each product's file as it is sent, by the product's id; originals are untouched.

    `limits` are those of a parameter; `most_bytes` is what the service takes at all. A product that stands in several
    places keeps within the limits of all of them. A mask and its picture keep the same size.
    Raises Rejected with a sentence for a file that cannot be brought within its limits.
    """
    files: dict[str, list[InputFile]] = {}
    for file in inputs:
        files.setdefault(file.product_id, []).append(file)
    bounds = {
        product: _together([found.bounds for file in same if (found := limits(_place(file.parameter)))], most_bytes)
        for product, same in files.items()
    }
    fitted = {product: _fitted(same[0], bounds[product]) for product, same in files.items()}
    return _agreeing(fitted, bounds)


def _place(parameter: str) -> str:
    """Name a parameter without the number of its row."""
    return ".".join(part for part in parameter.split(".") if not part.isdigit())


def _together(all_bounds: Sequence[PictureBounds], most_bytes: int) -> PictureBounds:
    def least(name: str) -> Any:
        return min((told for each in all_bounds if (told := getattr(each, name)) is not None), default=None)

    def most(name: str) -> Any:
        return max((told for each in all_bounds if (told := getattr(each, name)) is not None), default=None)

    return PictureBounds(
        min(most_bytes, least("max_bytes") or most_bytes),
        most("min_width"),
        most("min_height"),
        least("max_width"),
        least("max_height"),
        most("min_ratio"),
        least("max_ratio"),
    )


def _fitted(file: InputFile, bounds: PictureBounds) -> FittedInput:
    try:
        size_in_bytes = file.path.stat().st_size
    except OSError as error:
        raise Rejected("The file of an input is missing.", "Choose another and order again.") from error
    too_many = bounds.max_bytes is not None and size_in_bytes > bounds.max_bytes
    if not file.mime_type.startswith("image/"):
        if too_many:
            raise _refusal(file, _too_many(size_in_bytes, bounds))
        return FittedInput(file)
    if not too_many and bounds == PictureBounds(bounds.max_bytes):
        return FittedInput(file)
    try:
        width, height = _size(file)
    except Rejected as error:
        if too_many:
            raise _refusal(file, _too_many(size_in_bytes, bounds)) from error
        raise
    if not too_many and bounds.scale(width, height) >= 1:
        problem = bounds.problem(width, height)
        if problem:
            raise _refusal(file, problem)
        return FittedInput(file, (width, height))
    return FittedInput(file, (width, height), _smaller(file, bounds))


def _agreeing(fitted: Mapping[str, FittedInput], bounds: Mapping[str, PictureBounds]) -> dict[str, FittedInput]:
    """Bring a mask and the picture that it lies on to the same size again, where one of them was scaled."""
    made = dict(fitted)
    if not any(each.smaller for each in fitted.values()):
        return made
    pictures = {product: _size(each.file) for product, each in fitted.items() if _is_picture(each.file)}
    for product in (product for product in pictures if _is_mask(made[product].file)):
        pair = [other for other in pictures if pictures[other] == pictures[product]]
        sizes = {copy.size if (copy := made[other].smaller) else pictures[other] for other in pair}
        if len(sizes) > 1:
            smallest = min(sizes)
            for other in pair:
                copy = _smaller(made[other].file, bounds[other], smallest)
                made[other] = replace(made[other], size=pictures[other], smaller=copy)
    return made


def _smaller(file: InputFile, bounds: PictureBounds, exactly: tuple[int, int] | None = None) -> ScaledPicture:
    try:
        stamp = file.path.stat().st_mtime_ns
        return _copy(file.path, stamp, bounds, exactly, _is_mask(file))
    except ImagenError as error:
        raise _refusal(file, error.message) from error
    except OSError as error:
        raise _refusal(file, "cannot be read") from error


@lru_cache(maxsize=_KEPT)
def _copy(
    path: Path, stamp: int, bounds: PictureBounds, exactly: tuple[int, int] | None, lossless: bool
) -> ScaledPicture:
    return scaled(path, bounds, exactly=exactly, lossless=lossless)


def _size(file: InputFile) -> tuple[int, int]:
    if file.width and file.height:
        return file.width, file.height
    try:
        return size_of(file.path)
    except ImagenError as error:
        raise _refusal(file, error.message) from error
    except OSError as error:
        raise _refusal(file, "cannot be read") from error


def _is_picture(file: InputFile) -> bool:
    return file.mime_type.startswith("image/")


def _is_mask(file: InputFile) -> bool:
    return "mask" in file.parameter.casefold()


def _refusal(file: InputFile, what: str) -> Rejected:
    place = _place(file.parameter).rsplit(".", 1)[-1].replace("_", " ")
    return Rejected(f"The file for {place} {what.rstrip('.')}.", _HINT)


def _too_many(size_in_bytes: int, bounds: PictureBounds) -> str:
    return f"has {_megabytes(size_in_bytes)} MB, and {_megabytes(bounds.max_bytes)} MB are taken at most"


def _megabytes(size: int | None) -> str:
    return f"{(size or 0) / 2**20:,.3g}"
