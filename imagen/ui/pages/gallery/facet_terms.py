"""The facets as the gallery shows them, and how a click on one of their values changes the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from imagen.domain.search import Rating, has_term, parse, with_only, with_term, without_term
from imagen.domain.search.nodes import Term
from imagen.services.gallery_views import FacetsView, FacetValue
from imagen.ui.components.facets import FacetPart, FacetRow, Picked

FACETS = {
    "type": "Type",
    "rating": "Rating",
    "liked": "Liked",
    "project": "Project",
    "collection": "Collection",
    "tag": "Tag",
    "model": "Model",
    "provider": "Provider",
    "origin": "Origin",
    "orientation": "Shape",
    "state": "State",
    "month": "Month",
}
_LABELS = {"missing": "File missing", "unrated": "Unrated"}
_NAMES = frozenset({"project", "collection", "tag", "model", "month", "provider", "type"})
_SINGLE = frozenset({"rating", "month", "orientation"})
_DROPPED_ON = frozenset({"tag", "collection"})
_DULL = frozenset({"type", "provider", "origin", "orientation", "rating", "month"})
"""Facets that say nothing while there is one value only."""


def picked(text: str, facet: str, written: str, how: Picked) -> str:
    """Give the search after a click on the value that `written` asks for: asked for, left out, or neither."""
    term = _term(written)
    if term is None:
        return text
    if how == "back":
        return without_term(without_term(text, term), term, negated=True)
    if how == "out":
        return with_term(without_term(text, term), term, negated=True)
    cleared = without_term(text, term, negated=True)
    return with_only(cleared, term) if facet in _SINGLE else with_term(cleared, term)


def parts(text: str, counted: FacetsView, colors: Mapping[UUID, str] | None = None) -> list[FacetPart]:
    """Give the facets that tell something; `colors` are those of tags."""
    found = []
    for facet, label in FACETS.items():
        rows = [_row(text, facet, value, colors or {}) for value in counted.facets.get(facet, ())]
        if rows and (len(rows) > 1 or facet not in _DULL or _is_asked(rows)):
            found.append(FacetPart(name=facet, label=label, rows=rows))
    return found


def _is_asked(rows: Sequence[FacetRow]) -> bool:
    return any(row["on"] or row["out"] for row in rows)


def _row(text: str, facet: str, value: FacetValue, colors: Mapping[UUID, str]) -> FacetRow:
    term = _term(value.term)
    is_rating = facet == "rating" and value.value.upper() in Rating.__members__
    return FacetRow(
        value=value.value,
        label=_LABELS.get(value.value) or (value.label if facet in _NAMES else value.label.capitalize()),
        count=value.count,
        term=value.term,
        on=value.is_asked,
        out=term is not None and has_term(text, term, negated=True),
        rating=int(Rating[value.value.upper()]) if is_rating else None,
        id=str(value.id) if value.id and facet in _DROPPED_ON else "",
        color=colors.get(value.id, "") if value.id else "",
    )


def _term(written: str) -> Term | None:
    placed = parse(written).placed
    return placed[0].term if len(placed) == 1 else None
