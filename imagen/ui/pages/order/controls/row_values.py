"""What is typed into the rows of a group, as values: read, and checked field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imagen.domain.parameters import ParameterSpec, ParameterType
from imagen.ui.pages.order.state import is_blank

Row = Mapping[str, Any]


def rows_of(group: ParameterSpec, value: Any) -> list[dict[str, Any]]:
    """Give the rows of a value; blank means the rows that stand there by default, and a text is JSON of rows."""
    if value is None:
        value = group.default
    if isinstance(value, str):
        try:
            value = group.convert(value)
        except ValueError:
            return []
    return [dict(row) for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def with_field(row: Row, part: ParameterSpec, typed: Any) -> dict[str, Any]:
    """Give a row with another value in one of its fields; a blank one is left out."""
    made = {name: value for name, value in row.items() if name != part.name}
    if not is_blank(typed):
        made[part.name] = as_value(part, typed)
    return {name: made[name] for name in _in_order(made, row, part)}


def as_value(part: ParameterSpec, typed: Any) -> Any:
    """Turn what was typed into a value; what cannot be understood stays as it was typed, to be mended there."""
    if not isinstance(typed, str) or part.is_media or part.secret:
        return typed
    try:
        return part.convert(typed)
    except ValueError:
        return typed


def field_problem(part: ParameterSpec, row: Row) -> str | None:
    """Say what is wrong with one field of a row."""
    value = row.get(part.name, part.default)
    if isinstance(value, str) and part.type is not ParameterType.TEXT and not part.is_media:
        try:
            value = part.convert(value)
        except ValueError as error:
            return str(error)
    return part.problem(value)


def is_unfilled(part: ParameterSpec, row: Row) -> bool:
    """Tell whether a field is wanted and still blank."""
    return part.required and is_blank(row.get(part.name, part.default))


def only_unfilled(group: ParameterSpec, rows: Sequence[Row]) -> bool:
    """Tell whether rows are wrong in nothing but fields that are wanted and still blank."""
    wrong = [(part, row) for row in rows for part in group.fields if field_problem(part, row)]
    return bool(wrong) and all(is_unfilled(part, row) for part, row in wrong)


def moved(rows: Sequence[Any], at: int, by: int) -> list[Any]:
    """Give a list with one item moved by some places, as far as there is room."""
    to = min(max(at + by, 0), len(rows) - 1)
    left = [row for number, row in enumerate(rows) if number != at]
    return [*left[:to], rows[at], *left[to:]]


def _in_order(made: Row, before: Row, part: ParameterSpec) -> list[str]:
    known = [name for name in before if name in made]
    return known if part.name in known or part.name not in made else [*known, part.name]
