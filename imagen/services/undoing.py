"""Take back what was done to the library, step by step, and do it again."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from uuid import UUID

from imagen.data.models import Order, Tag, UndoEntry
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.journal import Change, joined
from imagen.services.acts import HELD, Acts, tell_undo
from imagen.services.announcing import announce
from imagen.services.keeping_views import Undone, UndoState
from imagen.services.pace import Pace

_PART = 500


class UndoService:
    """Everything a person does with Ctrl+Z and Ctrl+Shift+Z; it outlives windows and restarts."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def newest(self) -> UndoState:
        """Tell what would be taken back next, and what would be done again."""
        with self._units.reading() as reading:
            undo, redo = reading.undo.sentence(redo=False), reading.undo.sentence(redo=True)
        return UndoState(undo[2] if undo else "", redo[2] if redo else "")

    def undo(self, undo_id: UUID | None = None) -> Undone | None:
        """Take back what was done last, or one act whatever was done since; None where there is nothing.

        What was removed for good or changed since stays as it is, and the answer says so.
        """
        return self._go(back=True, entry_id=undo_id)

    def redo(self) -> Undone | None:
        """Do again what was taken back last; None where there is nothing."""
        return self._go(back=False)

    def _go(self, *, back: bool, entry_id: UUID | None = None) -> Undone | None:
        with self._acts.turn:
            with self._units.reading() as reading:
                if entry_id is not None:
                    entry = reading.undo.find(entry_id)
                else:
                    entry = reading.undo.next_undo() if back else reading.undo.next_redo()
                if entry is None or (back and entry.undone_at is not None):
                    return None
                changes = reading.undo.changes(entry.id)
            due = [change.reversed() for change in reversed(changes)] if back else changes
            done = self._carry_out(due, entry, back=back)
        count, wanted = sum(map(len, done)), sum(map(len, due))
        return Undone(entry.id, _sentence(entry, count, wanted - count, back=back), entry.act, count, wanted - count)

    def _carry_out(self, due: Sequence[Change], entry: UndoEntry, *, back: bool) -> list[Change]:
        """Carry out changes some at a time; going on after a crash finds what is done done."""
        parts = deque(part for change in due for part in change.parts(min(_PART, HELD)))
        done: list[Change] = []
        pace = Pace(HELD)
        while parts:
            bundle = _bundle(parts, pace.size)
            # a durable transaction brings what came before it to the disk too
            with pace.part(sum(map(len, bundle))), self._units(durable=not parts) as unit:
                for part in bundle:
                    applied = unit.journal.apply(_but_needed(unit, part, back=back))
                    done.append(applied)
                    announce(unit, [applied] if applied.ids else [])
                if not parts:
                    _note(unit, entry, done, complete=sum(map(len, done)) == sum(map(len, due)), back=back)
                    tell_undo(unit)
                unit.commit()
        return done


def _but_needed(unit: UnitOfWork, part: Change, *, back: bool) -> Change:
    """Leave what would go and is needed: tags that others use since they were made, orders that are made since.

    Of orders that were removed for good what they cost is left, and that does not come back as an order.
    """
    if part.columns != ("deleted_at",):
        return part
    going = [UUID(row_id) for row_id, after in zip(part.ids, part.after, strict=True) if after[0] is not None]
    needed: set[UUID] = set()
    if part.table == Tag.__tablename__ and back:
        needed = unit.tags.used(going)
    elif part.table == Order.__tablename__:
        needed = {one for one in going if unit.orders.is_being_made(one)} | unit.orders.removed(
            [UUID(one) for one in part.ids]
        )
    return part.only(set(part.ids) - {one.hex for one in needed}) if needed else part


def _note(unit: UnitOfWork, entry: UndoEntry, done: Sequence[Change], *, complete: bool, back: bool) -> None:
    """Keep of an act what could be carried out, to be turned round; forget one of which nothing could be."""
    kept = unit.undo.get(entry.id)
    changed = joined(done)
    if not changed:
        unit.session.delete(kept)
        return
    if not complete:
        forward = [change.reversed() for change in reversed(changed)] if back else changed
        unit.undo.replace_changes(kept.id, forward)
    kept.undone_at = now() if back else None
    unit.session.add(kept)


def _bundle(parts: deque[Change], room: int) -> list[Change]:
    """Take the first part, and those behind it that fit into one transaction with it."""
    taken = [parts.popleft()]
    room -= len(taken[0])
    while parts and len(parts[0]) <= room:
        taken.append(parts.popleft())
        room -= len(taken[-1])
    return taken


def _sentence(entry: UndoEntry, count: int, left: int, *, back: bool) -> str:
    what = entry.sentence.rstrip(".")
    if not count:
        verb = "taken back" if back else "done again"
        return f"“{what}” cannot be {verb}: it was changed since, or removed for good."
    told = f"Taken back: {what}." if back else f"Done again: {what}."
    if not left:
        return told
    return f"{told} {left:,} {'thing was' if left == 1 else 'things were'} changed since, or removed for good, and left alone."
