"""Simple edits of a product: what each is, which sizes come out of them, and which cannot be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from imagen.domain.errors import FieldProblem, InvalidInput

LONGEST_SIDE = 16_384
MOST_EDITS = 16


class Axis(StrEnum):
    """What a flip exchanges: left and right, or top and bottom."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True)
class Turn:
    """Turn a picture clockwise, by 90, 180 or 270 degrees."""

    degrees: int


@dataclass(frozen=True)
class Flip:
    axis: Axis


@dataclass(frozen=True)
class Crop:
    """Keep a part of a picture, in pixels from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Scale:
    """Bring a picture to a size in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """Take the frame of a video or of an animation that is shown at a moment; only the first edit can be one."""

    at_ms: int


Edit: TypeAlias = Turn | Flip | Crop | Scale | Frame
_KINDS: Mapping[str, type[Edit]] = {"turn": Turn, "flip": Flip, "crop": Crop, "scale": Scale, "frame": Frame}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def as_json(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Write edits as JSON values."""
    return [{"kind": _NAMES[type(edit)], **asdict(edit)} for edit in edits]


def from_json(values: Sequence[Mapping[str, Any]]) -> tuple[Edit, ...]:
    """Read edits that `as_json` wrote."""
    return tuple(_from_one(value) for value in values)


def _from_one(value: Mapping[str, Any]) -> Edit:
    fields = {name: part for name, part in value.items() if name != "kind"}
    if "axis" in fields:
        fields["axis"] = Axis(fields["axis"])
    return _KINDS[value["kind"]](**fields)


def size_after(edits: Sequence[Edit], size: tuple[int, int]) -> tuple[int, int]:
    """Tell which size a picture of `size` (width, height) has after the edits.

    Raises:
        InvalidInput: when one of them cannot be done; its place is in the problem's field (`edits.1.width`).
    """
    if not edits:
        raise InvalidInput("Nothing is to be edited.", "Crop, turn, flip or scale it.")
    if len(edits) > MOST_EDITS:
        raise InvalidInput(f"These are {len(edits)} edits at once, and {MOST_EDITS} are allowed.", "Save in between.")
    for place, edit in enumerate(edits):
        size = _after_one(edit, size, place)
    return size


def _after_one(edit: Edit, size: tuple[int, int], place: int) -> tuple[int, int]:
    width, height = size
    match edit:
        case Turn(degrees):
            if degrees not in (90, 180, 270):
                raise _refused(
                    place, "degrees", "A picture is turned by 90, 180 or 270 degrees.", "Choose one of them."
                )
            return size if degrees == 180 else (height, width)
        case Crop():
            _check_crop(edit, size, place)
            return edit.width, edit.height
        case Scale():
            for name, side in (("width", edit.width), ("height", edit.height)):
                if not 1 <= side <= LONGEST_SIDE:
                    raise _refused(
                        place, name, f"A side of {side:,} pixels is not possible.", f"Choose 1 to {LONGEST_SIDE:,}."
                    )
            return edit.width, edit.height
        case Frame(at_ms):
            if place:
                raise _refused(place, "kind", "A frame is taken before everything else.", "Put it first.")
            if at_ms < 0:
                raise _refused(place, "at_ms", "There is nothing before the beginning.", "Choose 0 or later.")
    return size


def _check_crop(crop: Crop, size: tuple[int, int], place: int) -> None:
    for name, start, length, whole in (
        ("width", crop.x, crop.width, size[0]),
        ("height", crop.y, crop.height, size[1]),
    ):
        if length < 1:
            raise _refused(place, name, "Nothing is left of the picture.", "Choose at least one pixel.")
        if start < 0 or start + length > whole:
            raise _refused(
                place,
                name,
                f"The part lies outside of the picture, which is {size[0]:,} × {size[1]:,} pixels there.",
                "Choose a part within it.",
            )


def _refused(place: int, name: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput(message, hint, [FieldProblem(f"edits.{place}.{name}", message)])
