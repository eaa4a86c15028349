"""What a conversion has to say about single fields: why one is JSON, and what was contradictory in its description."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why something is written as JSON; each ends the sentence “Written as JSON, because …”."""

    NO_SCHEMA = "the provider publishes no description of this model's inputs"
    DANGLING = "the description refers to a part that is missing"
    CYCLIC = "the description refers to itself"
    TOO_DEEP = "it has parts that have parts of their own"
    LIST_IN_ROW = "it is a list within a row"
    TOO_MANY_PARTS = "it has very many parts"
    TOO_MANY_FORMS = "it can take very many forms"
    SEVERAL_FORMS = "it can take quite different forms"
    OPEN_OBJECT = "its parts are not described"
    UNTYPED = "its kind is not described"
    LISTS_IN_LISTS = "it is a list of lists"
    ODD_CHOICES = "its choices are more than texts and numbers"
    ODD_NAME = "the names of these inputs cannot be shown"
    TOO_MANY_FIELDS = "the model has more inputs than a form can show"


class NoteKind(StrEnum):
    """What happened to a field."""

    JSON = "json"
    LIMIT_WIDENED = "limit widened"
    LIMIT_DROPPED = "limit dropped"
    DEFAULT_DROPPED = "default dropped"
    CHOICES_OPENED = "choices opened"
    OUTDATED = "outdated"
    PRESET = "preset"


@dataclass(frozen=True)
class FieldNote:
    """Something a person or a maintainer may want to know about a field; `why` tells it for JSON fields."""

    field: str
    kind: NoteKind
    text: str
    why: Why | None = None
