"""Say in words what keeps the database from being read or written."""

from __future__ import annotations

from sqlalchemy.exc import DatabaseError, OperationalError

from imagen.domain.errors import DatabaseUnavailable

_KNOWN = (
    ("locked", "The database is busy: something else holds it.", "Try again in a moment."),
    ("full", "The disk is full: nothing can be stored.", "Free some space, then try again."),
    ("readonly", "The database cannot be written.", "Check that the data folder can be written, then try again."),
)


def in_words(error: BaseException | None) -> DatabaseUnavailable | None:
    """Translate an error of the database itself; None for every other, such as a broken constraint."""
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return None
    said = str(error.orig)
    for sign, message, hint in _KNOWN:
        if sign in said:
            return DatabaseUnavailable(message, hint)
    return DatabaseUnavailable(f"The database cannot be used: {said}.", "Try again; the log says more if it stays so.")
