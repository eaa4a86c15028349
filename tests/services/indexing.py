"""Index new products at once, on this thread."""

from __future__ import annotations

from imagen.data.derived_tables import index_pending
from imagen.data.unit_of_work import UnitOfWorkFactory


def index_now(units: UnitOfWorkFactory) -> None:
    """Let searches find everything that is in the database."""
    with units() as unit:
        index_pending(unit.session.connection(), 1_000_000)
        unit.commit()
