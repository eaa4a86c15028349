"""Acts on the library: each is carried out in short transactions, told in events, and kept so that it can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from imagen.data.models import UndoEntry
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.events import UndoChanged
from imagen.domain.journal import Change, joined
from imagen.services.announcing import announce
from imagen.services.keeping_views import Done
from imagen.services.pace import Pace

T = TypeVar("T")

HELD = 4000
"""So many things at most are changed before others who want to write get their turn."""

MOST_ENTRIES = 200
LONGEST_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """What a transaction changed, and to how many of the things that were asked for."""

    changes: Sequence[Change]
    count: int

    @staticmethod
    def of(*changes: Change) -> Step:
        """Make a step whose first change is one row for each thing."""
        return Step(changes, len(changes[0]))


class Acts:
    """Carries out acts one after another; `turn` is held by whoever acts or takes back."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self.turn = threading.RLock()

    def carry_out(
        self,
        act: str,
        things: Sequence[T],
        step: Callable[[UnitOfWork, Sequence[T]], Step],
        sentence: Callable[[int], str],
    ) -> Done:
        """Do something with many things, some at a time, as one act; what changes nothing leaves no trace."""
        count, first, entry_id = 0, 0, None
        pace = Pace(HELD)
        with self.turn:
            while first < len(things):
                some = things[first : first + pace.size]
                first += len(some)
                is_last = first == len(things)
                # a durable transaction brings what came before it to the disk too
                with pace.part(len(some)), self._units(durable=is_last) as unit:
                    done = step(unit, some)
                    count += done.count
                    changes = joined(done.changes)
                    if changes:
                        entry_id = _keep(unit, entry_id, act, sentence(count), changes)
                        announce(unit, changes)
                        tell_undo(unit)
                    unit.commit()
        return Done(count, sentence(count), entry_id)

    def once(self, act: str, step: Callable[[UnitOfWork], Sequence[Change]], sentence: str) -> Done:
        """Do one thing as one act, in one transaction."""

        def only(unit: UnitOfWork, _: Sequence[None]) -> Step:
            return Step(step(unit), 1)

        return self.carry_out(act, [None], only, lambda _: sentence)


def tell_undo(unit: UnitOfWork) -> None:
    """Tell what can be taken back and done again now."""

    def tell() -> None:
        undo, redo = unit.undo.sentence(redo=False), unit.undo.sentence(redo=True)
        unit.record(UndoChanged(undo[2] if undo else "", redo[2] if redo else ""))

    unit.before_commit("undo", tell)


def _keep(unit: UnitOfWork, entry_id: UUID | None, act: str, sentence: str, changes: Sequence[Change]) -> UUID:
    """Keep what an act changed, added to what it changed before."""
    if entry_id is not None:
        unit.undo.get(entry_id).sentence = sentence
        unit.undo.add_changes(entry_id, changes)
        return entry_id
    unit.undo.forget_undone()
    made = unit.undo.add(UndoEntry(act=act, sentence=sentence))
    unit.session.flush()
    unit.undo.add_changes(made.id, changes)
    unit.undo.trim(MOST_ENTRIES, now() - LONGEST_KEPT)
    return made.id
