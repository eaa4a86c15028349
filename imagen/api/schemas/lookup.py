"""Lookups: the vocabulary of the expansion language."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, ExactInt, Moment, StrictBool, Whole
from imagen.api.schemas.expansion import ExpansionProblem

_Name = Annotated[str, Field(max_length=1000)]
_Values = Annotated[str, Field(max_length=6_000_000)]
_Description = Annotated[str, Field(max_length=20_000)]


class LookupBody(Body):
    """A new lookup: `values` is one text, a value a line."""

    name: _Name
    values: _Values = ""
    description: _Description = ""


class LookupChange(Body):
    """What changes; what is left out stays."""

    name: _Name | None = None
    values: _Values | None = None
    description: _Description | None = None


class LookupTrial(Body):
    """Values to be looked at before they are kept."""

    values: _Values
    name: _Name = ""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 20


class LookupImport(Body):
    """A wildcard file: `convert` turns its marks into this language, otherwise they are printed."""

    name: _Name
    text: _Values
    convert: StrictBool = False


class LookupAnswer(Answer):
    """A lookup; `size` counts its values, `used_in_orders` the orders that used it."""

    id: UUID
    name: str
    values: str
    description: str
    size: int
    used_in_lookups: list[str]
    used_in_orders: int
    updated_at: Moment


class LookupTrialAnswer(Answer):
    """What is wrong with the values, or how many texts they expand to and the first of these."""

    errors: list[ExpansionProblem]
    count: ExactInt
    preview: list[str]
