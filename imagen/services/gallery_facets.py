"""Counts beside a gallery: what each value is called, what asks for it, and how many there would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from imagen.data.repositories.search_facets import Count, Facet
from imagen.domain.search import Among, Both, Everything, Flag, Key, Measure, Node, Size, When, has_term, parse
from imagen.domain.search.keys import NONE
from imagen.domain.search.writing import render_term, value_text
from imagen.services.gallery_grouping import type_label
from imagen.services.gallery_searching import Opened, Question
from imagen.services.gallery_views import FacetValue
from imagen.services.model_names import ModelNames

_KEYS = {
    Facet.TYPE: Key.TYPE,
    Facet.PROVIDER: Key.PROVIDER,
    Facet.MODEL: Key.MODEL,
    Facet.PROJECT: Key.PROJECT,
    Facet.TAG: Key.TAG,
    Facet.COLLECTION: Key.COLLECTION,
    Facet.ORIGIN: Key.ORIGIN,
    Facet.RATING: Key.RATING,
    Facet.ORIENTATION: Key.SIZE,
    Facet.MONTH: Key.DATE,
}
_CHOICES = frozenset(_KEYS) - {Facet.TAG, Facet.COLLECTION}
"""Facets of which a product has one value; several values asked for are alternatives."""


def facet_values(opened: Opened, asked: Question, names: ModelNames) -> dict[str, tuple[FacetValue, ...]]:
    """Count all facets, each as if nothing were asked for that it lists itself."""
    counted = {**opened.values(asked.search), **opened.marks(asked.search)}
    for facet in _CHOICES:
        wider = _without(asked.search.tree, _KEYS[facet], facet)
        if wider != asked.search.tree:
            counted[facet] = opened.values(replace(asked.search, tree=wider))[facet]
    text = asked.parsed.source
    return {
        facet.value: tuple(_value(facet, count, text, names) for count in counts if _term(facet, count))
        for facet, counts in counted.items()
    }


def _value(facet: Facet, count: Count, text: str, names: ModelNames) -> FacetValue:
    term = _term(facet, count)
    is_asked = bool(text.strip()) and has_term(text, parse(term).placed[0].term)
    return FacetValue(count.value, _label(facet, count, names), count.count, term, is_asked, count.id)


def _label(facet: Facet, count: Count, names: ModelNames) -> str:
    if facet is Facet.MODEL:
        return names.name(count.value)
    if facet is Facet.PROVIDER:
        return names.provider(count.value)
    if facet is Facet.TYPE:
        return type_label(count.value)
    if facet is Facet.PROJECT and count.id is None:
        return "No project"
    return count.value


def _term(facet: Facet, count: Count) -> str:
    """Write what asks for a value; nothing for what cannot be asked for."""
    if facet is Facet.LIKED:
        return render_term(Among(Key.IS, (Flag.LIKED.value,)))
    if facet is Facet.STATE:
        return f"{Key.IS}:{count.value}" if count.value in set(Flag) else ""
    if facet is Facet.RATING and count.value == Flag.UNRATED:
        return f"{Key.IS}:{Flag.UNRATED}"
    if facet is Facet.PROJECT and count.id is not None and count.value.casefold() == NONE:
        return f"{Key.PROJECT}:{count.id}"  # a project of this name is not to be taken for having none
    return f"{_KEYS[facet]}:{value_text(count.value)}"


def _without(tree: Node, key: Key, facet: Facet) -> Node:
    """Leave out what must hold for a key; what is left out of the search or stands beside an OR stays."""
    items: Iterable[Node] = tree.items if isinstance(tree, Both) else (tree,)
    left = tuple(item for item in items if not _is_about(item, key, facet))
    return Both(left) if len(left) > 1 else left[0] if left else Everything()


def _is_about(node: Node, key: Key, facet: Facet) -> bool:
    if isinstance(node, Size):
        return key is Key.SIZE
    if isinstance(node, When):
        return key is Key.DATE
    if isinstance(node, Among) and facet is Facet.RATING:
        return node.key is Key.IS and set(node.values) <= {Flag.RATED.value, Flag.UNRATED.value}
    return isinstance(node, Among | Measure) and node.key is key
