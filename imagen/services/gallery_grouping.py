"""Divide a gallery into parts under headings, which are then one list after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from imagen.data.repositories.product_search import Hit, ProductSearchRepository, Search
from imagen.data.repositories.search_facets import Facet, Group, SearchFacets
from imagen.data.repositories.search_sorting import Sort
from imagen.services.gallery_views import Grouping, GroupView
from imagen.services.model_names import ModelNames

_FACETS = {
    Grouping.TYPE: Facet.TYPE,
    Grouping.MODEL: Facet.MODEL,
    Grouping.PROJECT: Facet.PROJECT,
    Grouping.COLLECTION: Facet.COLLECTION,
}
_BY_TIME = (Grouping.DAY, Grouping.MONTH)
_TYPES = {"image": "Images", "video": "Videos", "audio": "Sound", "other": "Other files"}
_WITHOUT = {
    Grouping.PROJECT: "No project",
    Grouping.ORDER: "No order",
    Grouping.MODEL: "No model known",
    Grouping.COLLECTION: "In no collection",
}


def groups_of(repository: ProductSearchRepository, search: Search, by: Grouping) -> list[Group]:
    """Give the groups in the order in which they are shown: what has the newest first, or last where the oldest come first."""
    facets = SearchFacets(repository)
    if by is Grouping.DAY:
        groups = facets.days(search)
    elif by is Grouping.MONTH:
        groups = facets.months(search)
    else:
        groups = facets.groups(search, _FACETS.get(by))
    return groups[::-1] if search.ordering.sort is Sort.OLDEST else groups


def keeps_order(search: Search, by: Grouping | None) -> bool:
    """Tell whether the list is the same with headings as without."""
    return by is None or (by in _BY_TIME and search.ordering.sort in (Sort.NEWEST, Sort.OLDEST))


def page_of(
    repository: ProductSearchRepository, search: Search, groups: Sequence[Group], offset: int, limit: int
) -> list[Hit]:
    """List products group by group."""
    hits: list[Hit] = []
    start = 0
    for group in groups:
        if len(hits) >= limit:
            break
        if offset < start + group.count:
            own = replace(search, within=group.part)
            hits += repository.page(own, limit=limit - len(hits), offset=max(0, offset - start))
        start += group.count
    return hits


def position_of(
    repository: ProductSearchRepository, search: Search, groups: Sequence[Group], product_id: UUID
) -> int | None:
    """Count what stands before a product that is shown under headings; in the first of its groups."""
    start = 0
    for group in groups:
        check = group.part.check
        query = f"SELECT 1 FROM product_search s WHERE s.product_id = ? AND {check.text}"  # noqa: S608
        if repository.rows(query, (product_id.hex, *check.values)):
            place = repository.position(replace(search, within=group.part), product_id)
            return None if place is None else start + place
        start += group.count
    return None


def group_views(groups: Sequence[Group], by: Grouping, names: ModelNames) -> list[GroupView]:
    """Show groups with their headings and places."""
    views: list[GroupView] = []
    position = 0
    for group in groups:
        value = str(group.id) if group.id else group.value[:7] if by is Grouping.MONTH else group.value
        views.append(GroupView(value, _label(group, by, names), group.count, position))
        position += group.count
    return views


def _label(group: Group, by: Grouping, names: ModelNames) -> str:
    if not group.value:
        return _WITHOUT.get(by, "")
    if by is Grouping.TYPE:
        return type_label(group.value)
    if by is Grouping.ORDER:
        return f"Order {group.value}"
    if by is Grouping.MODEL:
        return names.name(group.value)
    if group.day is None:
        return group.value
    return f"{group.day:%B %Y}" if by is Grouping.MONTH else f"{group.day.day} {group.day:%B %Y}"


def type_label(kind: str) -> str:
    """Name products of a type."""
    return _TYPES.get(kind, kind)
