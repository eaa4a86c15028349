"""Saved searches in the order that people gave them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from imagen.data.models import SavedSearch
from imagen.data.repositories.records import RecordRepository


class SavedSearchRepository(RecordRepository[SavedSearch]):
    model = SavedSearch
    word = "saved search"

    def all(self) -> Sequence[SavedSearch]:
        query = select(SavedSearch).where(col(SavedSearch.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(SavedSearch.rank), col(SavedSearch.id))).all()
