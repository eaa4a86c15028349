"""Edits of products, and where products come from."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Whole
from imagen.api.schemas.product import ProductAnswer
from imagen.domain import edits
from imagen.domain.edits import LONGEST_SIDE, MOST_EDITS, Axis

_Side = Annotated[Whole, Field(ge=1, le=LONGEST_SIDE)]
_Place = Annotated[Whole, Field(ge=0, le=2**31)]
_Length = Annotated[Whole, Field(ge=1, le=2**31)]


class TurnBody(Body):
    """Turn clockwise."""

    kind: Literal["turn"]
    degrees: Literal[90, 180, 270]

    def edit(self) -> edits.Edit:
        return edits.Turn(self.degrees)


class FlipBody(Body):
    """Exchange left and right, or top and bottom."""

    kind: Literal["flip"]
    axis: Axis

    def edit(self) -> edits.Edit:
        return edits.Flip(self.axis)


class CropBody(Body):
    """Keep a part, in pixels from the upper left corner of the upright picture."""

    kind: Literal["crop"]
    x: _Place
    y: _Place
    width: _Length
    height: _Length

    def edit(self) -> edits.Edit:
        return edits.Crop(self.x, self.y, self.width, self.height)


class ScaleBody(Body):
    """Bring to a size in pixels."""

    kind: Literal["scale"]
    width: _Side
    height: _Side

    def edit(self) -> edits.Edit:
        return edits.Scale(self.width, self.height)


class FrameBody(Body):
    """Take the frame of a video or an animation at a moment; it comes first."""

    kind: Literal["frame"]
    at_ms: _Place

    def edit(self) -> edits.Edit:
        return edits.Frame(self.at_ms)


EditBody = Annotated[TurnBody | FlipBody | CropBody | ScaleBody | FrameBody, Field(discriminator="kind")]


class EditsBody(Body):
    """Edits, each carried out on what the one before it made."""

    edits: Annotated[list[EditBody], Field(min_length=1, max_length=MOST_EDITS)]


class InputAnswer(Answer):
    """A product that went into the generation as a parameter."""

    parameter: str
    order_index: int
    product: ProductAnswer


class LineageAnswer(Answer):
    """Where a product comes from and what became of it; `used_in` holds the newest of `used_in_count`."""

    id: UUID
    made_from: ProductAnswer | None
    inputs: list[InputAnswer]
    edited_into: list[ProductAnswer]
    used_in: list[ProductAnswer]
    used_in_count: int
