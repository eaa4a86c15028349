"""Lookups, found by their folded name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, text
from sqlmodel import col, select

from imagen.data.models import Lookup
from imagen.data.repositories.records import RecordRepository


class LookupRepository(RecordRepository[Lookup]):
    model = Lookup
    word = "lookup"

    def list(self) -> Sequence[Lookup]:
        return self.session.exec(select(Lookup).where(col(Lookup.deleted_at).is_(None)).order_by(Lookup.name_key)).all()

    def by_key(self, name_key: str) -> Lookup | None:
        return self.session.exec(
            select(Lookup).where(Lookup.name_key == name_key, col(Lookup.deleted_at).is_(None))
        ).first()

    def stamp(self) -> tuple[int, str]:
        """Tell whether any lookup changed since: the number of lookups and the time of the last change."""
        count, latest = self.session.exec(select(func.count(), func.max(Lookup.updated_at))).one()
        deleted = self.session.exec(select(func.max(Lookup.deleted_at))).one()
        return count, f"{latest}/{deleted}"

    def order_counts(self) -> dict[str, int]:
        """Count the orders that used each lookup, by its name as it was then."""
        rows = self.session.connection().execute(
            text(
                'SELECT used.key, count(*) FROM "order", json_each("order".lookups_used) AS used '
                'WHERE "order".deleted_at IS NULL GROUP BY used.key'
            )
        )
        return {str(name): int(count) for name, count in rows}
