"""What all bodies and answers share: strict reading, and how times and numbers travel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StrictBool, WithJsonSchema

from imagen.api.numbers import exact

__all__ = ["Answer", "Body", "ExactInt", "Items", "Listing", "MicroDollars", "Moment", "StrictBool", "Whole"]

T = TypeVar("T")


class Body(BaseModel):
    """A JSON body: unknown names are refused, so that a misspelled one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Answer(BaseModel):
    """A JSON answer, read from the services' records of the same names."""

    model_config = ConfigDict(from_attributes=True)


def _whole(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("This is true or false, and a whole number is wanted.")  # noqa: TRY004 - pydantic's own way
    return value


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number, as a number or, when a browser could not hold it, as a decimal string."""

MicroDollars = Annotated[Whole, Field(ge=0, le=10**12)]
"""An amount of money in millionths of a dollar."""

Ceiling = Annotated[Whole, Field(gt=0, le=10**12)]
"""What one generation may cost at most where nobody knows the price, in millionths of a dollar: never nothing."""

ExactInt = Annotated[
    int,
    PlainSerializer(exact, return_type=int | str),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+$"}]}, mode="serialization"),
]
"""A whole number of any size: a decimal string above 2^53 − 1."""

Moment = Annotated[
    datetime,
    PlainSerializer(_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A time, RFC 3339 in UTC."""


class Listing(Answer, Generic[T]):
    """A page of a list: `total` counts all pages' items, `page` from 1."""

    items: list[T]
    total: int
    page: int
    limit: int


class Items(Answer, Generic[T]):
    """A short list that is always given whole."""

    items: list[T]
