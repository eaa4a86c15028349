"""Saved searches: a name for what somebody looks for often, with how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imagen.data.models import SavedSearch
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.ids import new_id
from imagen.domain.journal import Change
from imagen.domain.search import parse
from imagen.services.acts import Acts
from imagen.services.keeping_views import Done, SavedSearchView
from imagen.services.naming import checked_name
from imagen.services.unset import UNSET, Unset

_NARROW = 1e-6
_LONGEST_WORD = 40


@dataclass(frozen=True)
class SearchWording:
    """What is kept of a search; None leaves a part as it is."""

    name: str | None = None
    query: str | None = None
    sort: str | None = None
    grouping: str | None = None


_AS_IT_IS = SearchWording()


class SavedSearchService:
    """Everything a person does with saved searches."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def list(self) -> list[SavedSearchView]:
        """List saved searches in their order."""
        with self._units.reading() as reading:
            return [_view(row) for row in reading.saved_searches.all()]

    def get(self, search_id: UUID) -> SavedSearchView:
        """Give one saved search. Raises NotFound."""
        with self._units.reading() as reading:
            return _view(reading.saved_searches.get(search_id))

    def create(self, wording: SearchWording, project_id: UUID | None = None) -> SavedSearchView:
        """Keep a search behind the others. Raises InvalidInput, and NotFound where there is no such project."""
        whole = SearchWording(wording.name or "", wording.query or "", wording.sort or "", wording.grouping or "")
        values = _checked(whole)
        search_id = new_id()

        def step(unit: UnitOfWork) -> Sequence[Change]:
            if project_id is not None:
                unit.projects.get(project_id)
            rank = max((row.rank for row in unit.saved_searches.all()), default=0.0) + 1
            return [
                unit.journal.add(SavedSearch, [{"id": search_id, "project_id": project_id, "rank": rank, **values}])
            ]

        self._acts.once("search-new", step, f"Saved the search {values['name']}.")
        return self.get(search_id)

    def update(
        self,
        search_id: UUID,
        wording: SearchWording = _AS_IT_IS,
        project_id: UUID | Unset | None = UNSET,
        before: UUID | Unset | None = UNSET,
    ) -> SavedSearchView:
        """Change a saved search, its project, or its place: before another one, or behind all for None.

        Raises NotFound and InvalidInput.
        """
        values, old = _checked(wording), self.get(search_id)
        if not isinstance(project_id, Unset):
            values["project_id"] = project_id

        def step(unit: UnitOfWork) -> Sequence[Change]:
            own = unit.saved_searches.get(search_id).id
            if values.get("project_id") is not None:
                unit.projects.get(values["project_id"])
            changes = [] if isinstance(before, Unset) else [_moved(unit, own, before)]
            return [*changes, unit.journal.change(SavedSearch, [own], **values)] if values else changes

        self._acts.once("search-change", step, f"Changed the saved search {values.get('name', old.name)}.")
        return self.get(search_id)

    def delete(self, search_id: UUID) -> Done:
        """Put a saved search into the Bin. Raises NotFound."""
        name = self.get(search_id).name
        at = now()

        def step(unit: UnitOfWork) -> Sequence[Change]:
            return [unit.journal.change(SavedSearch, [unit.saved_searches.get(search_id).id], deleted_at=at)]

        return self._acts.once("search-delete", step, f"Deleted the saved search {name}.")


def _moved(unit: UnitOfWork, search_id: UUID, before: UUID | None) -> Change:
    if before is not None:
        unit.saved_searches.get(before)
    others = [row for row in unit.saved_searches.all() if row.id != search_id]
    at = next((place for place, row in enumerate(others) if row.id == before), len(others))
    return unit.journal.change_each(SavedSearch, _ranks(others, search_id, at))


def _ranks(others: Sequence[SavedSearch], search_id: UUID, at: int) -> Mapping[UUID, Mapping[str, float]]:
    """Give the new ranks: one between two neighbours, or new ones for all where there is no room."""
    lower = others[at - 1].rank if at else (others[0].rank - 2 if others else 0.0)
    upper = others[at].rank if at < len(others) else lower + 2
    if upper - lower > _NARROW:
        return {search_id: {"rank": (lower + upper) / 2}}
    ids = [row.id for row in others]
    ids.insert(at, search_id)
    return {one: {"rank": float(number)} for number, one in enumerate(ids, 1)}


def _checked(wording: SearchWording) -> dict[str, Any]:
    """Give the columns that are written. Raises InvalidInput."""
    values: dict[str, Any] = {}
    if wording.name is not None:
        values["name"] = checked_name(wording.name, "saved search")[0]
    if wording.query is not None:
        wrong = [problem for problem in parse(wording.query).problems if not problem.kind.is_warning]
        if wrong:
            problems = [FieldProblem("query", p.message, str(p.kind), p.start, p.end, p.suggestion) for p in wrong]
            raise InvalidInput(f"This search cannot be read. {wrong[0].message}", problems=problems)
        values["query"] = wording.query.strip()
    for field, word in (("sort", wording.sort), ("grouping", wording.grouping)):
        if word is not None:
            if len(word) > _LONGEST_WORD:
                message = f"This may have {_LONGEST_WORD} characters."
                raise InvalidInput(message, problems=[FieldProblem(field, message)])
            values[field] = word
    return values


def _view(row: SavedSearch) -> SavedSearchView:
    return SavedSearchView(
        row.id, row.name, row.query, row.sort, row.grouping, row.project_id, row.rank, row.created_at
    )
