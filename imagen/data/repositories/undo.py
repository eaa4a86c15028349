"""The acts that can be taken back and done again, of which only so many are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert
from sqlmodel import col, select

from imagen.data.models import UndoEntry, UndoPart
from imagen.data.repositories.records import RecordRepository
from imagen.domain.journal import Change, joined, pack, unpack


class UndoRepository(RecordRepository[UndoEntry]):
    model = UndoEntry
    word = "act"

    def next_undo(self) -> UndoEntry | None:
        """Give the act that was done last and not taken back."""
        query = select(UndoEntry).where(col(UndoEntry.undone_at).is_(None))
        return self.session.exec(query.order_by(col(UndoEntry.id).desc()).limit(1)).first()

    def next_redo(self) -> UndoEntry | None:
        """Give the act that was taken back last."""
        query = select(UndoEntry).where(col(UndoEntry.undone_at).is_not(None))
        return self.session.exec(query.order_by(col(UndoEntry.undone_at).desc(), col(UndoEntry.id)).limit(1)).first()

    def sentence(self, *, redo: bool) -> tuple[UUID, str, str] | None:
        """Give the id, the kind and the sentence of the next act to take back or to do again."""
        undone = col(UndoEntry.undone_at)
        query = select(UndoEntry.id, UndoEntry.act, UndoEntry.sentence)
        if redo:
            query = query.where(undone.is_not(None)).order_by(undone.desc(), col(UndoEntry.id))
        else:
            query = query.where(undone.is_(None)).order_by(col(UndoEntry.id).desc())
        return self.session.exec(query.limit(1)).first()

    def changes(self, entry_id: UUID) -> list[Change]:
        """Give all that an act changed, in the order in which it did."""
        query = select(UndoPart.before, UndoPart.after).where(UndoPart.entry_id == entry_id)
        parts = self.session.exec(query.order_by(col(UndoPart.place)))
        return joined(change for before, after in parts for change in unpack(before, after))

    def add_changes(self, entry_id: UUID, changes: Sequence[Change]) -> None:
        """Keep what an act changed besides what it changed before."""
        before, after = pack(changes)
        query = select(func.count()).select_from(UndoPart).where(UndoPart.entry_id == entry_id)
        values = {"entry_id": entry_id, "place": self.session.exec(query).one(), "before": before, "after": after}
        self.session.connection().execute(insert(UndoPart), values)

    def replace_changes(self, entry_id: UUID, changes: Sequence[Change]) -> None:
        """Keep this alone of what an act changed."""
        self._remove(delete(UndoPart).where(col(UndoPart.entry_id) == entry_id))
        self.add_changes(entry_id, changes)

    def forget_undone(self) -> None:
        """Forget what was taken back, since something else was done then."""
        self._remove(delete(UndoEntry).where(col(UndoEntry.undone_at).is_not(None)))

    def trim(self, most: int, before: datetime) -> None:
        """Forget all but the newest acts, and those from before a time."""
        kept = select(UndoEntry.id).order_by(col(UndoEntry.id).desc()).limit(most)
        self._remove(delete(UndoEntry).where(col(UndoEntry.id).not_in(kept)))
        self._remove(delete(UndoEntry).where(col(UndoEntry.created_at) < before))

    def _remove(self, statement: Any) -> None:
        self.session.connection().execute(statement)
