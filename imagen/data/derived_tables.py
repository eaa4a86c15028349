"""The tables that follow from others: kept in step by triggers, made anew from views, and no part of the models."""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)

_DERIVED = ("product_search", "product_term", "product_figure", "search_term", "search_pending", "search_renumbered")
_TERM = "INSERT OR IGNORE INTO search_term (kind, name, value) SELECT"
_FULL_TEXT = ("generation_text", "order_text", "product_text")  # with the tables that SQLite keeps beside each


def is_derived(name: str | None) -> bool:
    """Tell whether a table follows from others."""
    return (name or "") in _DERIVED or (name or "").startswith(_FULL_TEXT)


def has_pending(connection: Connection) -> bool:
    """Tell whether products wait to be indexed; those that cannot be are not waited for."""
    return bool(
        connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM search_pending WHERE trouble IS NULL)").scalar_one()
    )


def index_pending(connection: Connection, most: int) -> int:
    """Let products that wait be found, the oldest first and at most so many; give how many they were.

    What cannot be indexed is noted with its reason and left out, so that it holds up nothing else.
    """
    first = "SELECT product_id FROM search_pending WHERE trouble IS NULL ORDER BY product_id LIMIT ?"
    waiting = [str(row[0]) for row in connection.exec_driver_sql(first, (most,))]
    if waiting and not _indexed(connection, waiting[0], waiting[-1]):
        for product_id in waiting:
            _indexed(connection, product_id, product_id)
    return len(waiting)


def retry_refused(connection: Connection) -> None:
    """Let products wait again that could not be indexed before."""
    connection.exec_driver_sql("UPDATE search_pending SET trouble = NULL WHERE trouble IS NOT NULL")


def _indexed(connection: Connection, first: str, last: str) -> bool:
    """Index what waits between two ids, or nothing of it; note why when it is one that cannot be."""
    try:
        with connection.begin_nested():
            for statement in _PENDING:
                connection.exec_driver_sql(statement, (first, last))
    except DBAPIError as error:
        if not _is_of_a_row(error):
            raise
        if first == last:
            logger.warning("The product %s cannot be found by searches: %s", first, error.orig)
            note = "UPDATE search_pending SET trouble = ? WHERE product_id = ?"
            connection.exec_driver_sql(note, (str(error.orig), first))
        return False
    return True


def _is_of_a_row(error: DBAPIError) -> bool:
    """Tell whether a row is at fault, and not the database or its disk."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _OF_A_ROW


def rebuild_search(connection: Connection) -> None:
    """Make all that products are found by anew from what they are; the numbers of names stay."""
    for table in ("search_pending", "product_search", "product_text", "product_term", "product_figure"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    for statement in _filled_from("product_id IS NOT NULL"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO product_term (number, term) "
        "SELECT number, term FROM product_number JOIN product_mark_source USING (product_id)"
    )


def _filled_from(whose: str) -> tuple[str, ...]:
    """Give the statements that read products whole; their numbers are worked out once for each, hence the LIMIT."""
    numbered = f"(SELECT product_id, number FROM product_number WHERE {whose} LIMIT -1) n"  # noqa: S608
    return (
        f"{_TERM} 'model', '', model FROM product_names WHERE model IS NOT NULL AND {whose}",
        f"{_TERM} 'project', '', project FROM product_names WHERE project IS NOT NULL AND {whose}",
        f"{_TERM} 'figure', '', name FROM product_figures WHERE {whose}",
        f"{_TERM} 'token', '', name FROM product_choices WHERE {whose}",
        f"{_TERM} 'choice', name, text FROM product_choices WHERE {whose}",
        f"INSERT OR IGNORE INTO product_search SELECT * FROM product_search_source WHERE {whose}",  # noqa: S608
        "INSERT OR IGNORE INTO product_text (rowid, prompt, name, notes) "  # noqa: S608
        f"SELECT number, prompt, name, notes FROM product_text_source WHERE {whose}",
        "INSERT OR IGNORE INTO product_term (number, term) "  # noqa: S608
        f"SELECT n.number, c.term FROM {numbered} CROSS JOIN product_choice_source c ON c.product_id = n.product_id",
        "INSERT OR IGNORE INTO product_figure (number, name, value) "  # noqa: S608
        f"SELECT n.number, f.name, f.value FROM {numbered} "
        "CROSS JOIN product_figure_source f ON f.product_id = n.product_id",
    )


_BETWEEN = "trouble IS NULL AND product_id BETWEEN ? AND ?"
_PENDING = (
    *_filled_from(f"product_id IN (SELECT product_id FROM search_pending WHERE {_BETWEEN})"),  # noqa: S608
    f"DELETE FROM search_pending WHERE {_BETWEEN}",  # noqa: S608
)
_OF_A_ROW = frozenset(
    (
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_RANGE,
    )
)
