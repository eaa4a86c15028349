"""Make texts and values that strangers gave such that a database, a JSON reader and a page can all hold them."""

from __future__ import annotations

import math
import re
from typing import Any

from sqlalchemy import event, inspect
from sqlmodel import Session

_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")
_IN_ITS_PLACE = "\ufffd"
_DEEPEST = 64
LARGEST_WHOLE = 2**63 - 1


def storable_text(text: str) -> str:
    """Put the replacement character in the place of NUL and of halves of surrogate pairs."""
    return _UNHOLDABLE.sub(_IN_ITS_PLACE, text) if _UNHOLDABLE.search(text) else text


def storable(value: Any, depth: int = 0) -> Any:
    """Clean a JSON value all through: its texts, numbers that are none (null instead), and bottomless nesting."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if not isinstance(value, dict | list | tuple):
        return value
    if depth >= _DEEPEST:
        return None
    if isinstance(value, dict):
        return {_name(key): storable(inner, depth + 1) for key, inner in value.items()}
    return [storable(inner, depth + 1) for inner in value]


def _name(key: Any) -> Any:
    return storable_text(key) if isinstance(key, str) else key


class WritingSession(Session):
    """A session whose rows are cleaned on their way out, so that no answer of a provider can keep one from being stored."""


@event.listens_for(WritingSession, "before_flush")
def _clean_rows(session: WritingSession, *_: object) -> None:
    for row in [*session.new, *session.dirty]:
        state = inspect(row)
        columns = state.mapper.column_attrs
        for name in list(state.dict) if row in session.new else list(state.committed_state):
            if name not in columns:
                continue
            value = state.dict.get(name)
            if type(value) is str:
                cleaned: Any = storable_text(value)
            elif isinstance(value, dict | list):
                cleaned = storable(value)
            else:
                continue
            if cleaned != value:
                setattr(row, name, cleaned)
