"""Lookups: the vocabulary of the expansion language, checked as it is written."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from imagen.data.models import Lookup
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import DuplicateName, FieldProblem, InvalidInput
from imagen.domain.events import LookupChanged
from imagen.domain.expansion import Lookups, Problem, peek, plan
from imagen.domain.expansion.lookup_values import read_values
from imagen.domain.expansion.names import is_name, name_key
from imagen.domain.expansion.wildcards import convert_wildcards, plain_wildcards
from imagen.domain.journal import Change
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from imagen.services.acts import Acts
from imagen.services.keeping_views import Done
from imagen.services.views import LookupView

_LONGEST_VALUES = 5_000_000
_LONGEST_DESCRIPTION = 5000
_TRIAL_NAME = "new_lookup"
_TRIAL = ParameterSetSpec((ParameterSpec("lookup", ParameterType.TEXT, interpolation=Interpolation.TEXT),))


class LookupService:
    """Everything a person does with lookups."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts
        self._lock = threading.Lock()
        self._stamp: tuple[int, str] | None = None
        self._compiled = Lookups.of({})

    def compiled(self) -> Lookups:
        """Give all lookups, parsed; the same object until one changes."""
        with self._units.reading() as reading:
            stamp = reading.lookups.stamp()
            with self._lock:
                if stamp != self._stamp:
                    self._compiled = Lookups.of({row.name: row.values for row in reading.lookups.list()})
                    self._stamp = stamp
                return self._compiled

    def list(self) -> list[LookupView]:
        """List lookups by name, with where each is used."""
        with self._units.reading() as reading:
            rows = reading.lookups.list()
            orders = _folded(reading.lookups.order_counts())
        contained = {row.name_key: _names_within(row.values) for row in rows}
        return [
            _view(row, tuple(r.name for r in rows if row.name_key in contained[r.name_key]), orders) for row in rows
        ]

    def get(self, lookup_id: UUID) -> LookupView:
        """Give one lookup. Raises NotFound."""
        with self._units.reading() as reading:
            return self._full_view(reading, reading.lookups.get(lookup_id))

    def by_name(self, name: str) -> LookupView | None:
        """Find a lookup however its name is spelled."""
        with self._units.reading() as reading:
            row = reading.lookups.by_key(name_key(name))
            return self._full_view(reading, row) if row else None

    def create(self, name: str, values: str, description: str = "") -> LookupView:
        """Make a lookup. Raises InvalidInput and DuplicateName."""
        shown, key = _checked_name(name)
        row = Lookup(name=shown, name_key=key, values=_checked_values(values), description=_described(description))
        with self._units() as unit:
            _refuse_taken(unit, key, None)
            unit.lookups.add(row)
            unit.record(LookupChanged(row.id, row.name))
            unit.commit()
        return self.get(row.id)

    def update(
        self, lookup_id: UUID, name: str | None = None, values: str | None = None, description: str | None = None
    ) -> LookupView:
        """Change a lookup; orders that were placed keep the values they were placed with."""
        with self._units() as unit:
            row = unit.lookups.get(lookup_id)
            if name is not None:
                row.name, row.name_key = _checked_name(name)
                with unit.session.no_autoflush:
                    _refuse_taken(unit, row.name_key, row.id)
            if values is not None:
                row.values = _checked_values(values)
            if description is not None:
                row.description = _described(description)
            unit.record(LookupChanged(row.id, row.name))
            unit.commit()
        return self.get(lookup_id)

    def delete(self, lookup_id: UUID) -> Done:
        """Put a lookup into the Bin. Raises NotFound."""
        with self._units.reading() as reading:
            name = reading.lookups.get(lookup_id).name

        def step(unit: UnitOfWork) -> Sequence[Change]:
            return [unit.journal.change(Lookup, [unit.lookups.get(lookup_id).id], deleted_at=now())]

        return self._acts.once("lookup-delete", step, f"Deleted the lookup {name}.")

    def restore(self, lookup_id: UUID) -> LookupView:
        """Take a lookup out of the Bin. Raises DuplicateName when its name was given away meanwhile."""
        with self._units() as unit:
            row = unit.lookups.get(lookup_id, deleted=True)
            with unit.session.no_autoflush:
                _refuse_taken(unit, row.name_key, row.id)
            unit.lookups.restore(row)
            unit.record(LookupChanged(row.id, row.name))
            unit.commit()
        return self.get(lookup_id)

    def check(self, values: str, name: str = "") -> Sequence[Problem]:
        """Find what is wrong in a lookup's values; each problem's path leads to its line."""
        return self._trial(values, name)[0]

    def preview(self, values: str, name: str = "", limit: int = 20) -> Sequence[str]:
        """Show the first texts that values expand to, nothing while they have problems."""
        problems, lookups, tried = self._trial(values, name)
        return [] if problems else peek(lookups, tried, limit)

    def peek(self, name: str, limit: int = 20) -> Sequence[str]:
        """Show the first texts that a stored lookup expands to."""
        return peek(self.compiled(), name, limit)

    def count(self, values: str, name: str = "") -> int:
        """Count the texts that values expand to, 0 while they have problems."""
        _, lookups, tried = self._trial(values, name)
        return plan(_TRIAL, {"lookup": f"[{tried}]"}, lookups, seed=0).count

    def import_text(self, name: str, text: str, *, convert: bool) -> LookupView:
        """Make a lookup from a wildcard file, its marks either printed as they are or turned into this language."""
        return self.create(name, convert_wildcards(text) if convert else plain_wildcards(text))

    def _trial(self, values: str, name: str) -> tuple[tuple[Problem, ...], Lookups, str]:
        tried = name if is_name(name) else _TRIAL_NAME
        with self._units.reading() as reading:
            known = {row.name: row.values for row in reading.lookups.list() if row.name_key != name_key(tried)}
        lookups = Lookups.of({**known, tried: values})
        expansion = plan(_TRIAL, {"lookup": f"[{tried}]"}, lookups, seed=0)
        return tuple(replace(p, parameter="values") for p in expansion.problems), lookups, tried

    def _full_view(self, reading: Repositories, row: Lookup) -> LookupView:
        users = tuple(r.name for r in reading.lookups.list() if row.name_key in _names_within(r.values))
        return _view(row, users, _folded(reading.lookups.order_counts()))


def _view(row: Lookup, users: tuple[str, ...], orders: Mapping[str, int]) -> LookupView:
    lines = (line.strip() for line in row.values.splitlines())
    return LookupView(
        id=row.id,
        name=row.name,
        values=row.values,
        description=row.description,
        size=sum(1 for line in lines if line and not line.startswith("#")),
        updated_at=row.updated_at,
        used_in_lookups=users,
        used_in_orders=orders.get(row.name_key, 0),
    )


def _names_within(values: str) -> frozenset[str]:
    if "[" not in values:
        return frozenset()
    return frozenset(use.token.lookup.key for use in read_values(values).uses)


def _folded(counts: Mapping[str, int]) -> dict[str, int]:
    folded: dict[str, int] = {}
    for name, count in counts.items():
        folded[name_key(name)] = folded.get(name_key(name), 0) + count
    return folded


def _checked_name(name: str) -> tuple[str, str]:
    trimmed = " ".join(name.split())
    if not is_name(trimmed):
        message = (
            "A name begins with a letter or _ and goes on with letters, digits, spaces, _ - and /."
            if trimmed
            else "A lookup needs a name."
        )
        raise InvalidInput(message, problems=[FieldProblem("name", message)])
    return trimmed, name_key(trimmed)


def _checked_values(values: str) -> str:
    if len(values) > _LONGEST_VALUES:
        message = f"A lookup may have {_LONGEST_VALUES:,} characters, and this has {len(values):,}."
        raise InvalidInput(message, problems=[FieldProblem("values", message)])
    return values.replace("\r\n", "\n").replace("\r", "\n")


def _described(description: str) -> str:
    if len(description) > _LONGEST_DESCRIPTION:
        message = f"A description may have {_LONGEST_DESCRIPTION:,} characters."
        raise InvalidInput(message, problems=[FieldProblem("description", message)])
    return description.strip()


def _refuse_taken(reading: Repositories, key: str, own_id: UUID | None) -> None:
    taken = reading.lookups.by_key(key)
    if taken is not None and taken.id != own_id:
        message = f"There is a lookup named {taken.name} already."
        raise DuplicateName(message, "Choose another name.", [FieldProblem("name", message)])
