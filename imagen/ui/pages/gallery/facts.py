"""What is told of a product at the side of the gallery, each with the search that finds all that was made with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from imagen.domain.product import ProductOrigin, ProductState
from imagen.domain.search import Among, Key, render_term
from imagen.services.gallery_views import Tile
from imagen.services.naming import counted
from imagen.services.viewing import ViewedProduct
from imagen.services.views import GenerationDetail
from imagen.ui.components.rating import WORDS as RATING_WORDS
from imagen.ui.components.wording import ago, duration, file_size, format_name, money

Terms = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Writes for each value what finds it; values that nothing finds are left out."""

T = TypeVar("T")
_CAME = {ProductOrigin.IMPORTED: "Imported", ProductOrigin.EDITED: "Edited"}
_KINDS = {"image": "picture", "audio": "sound", "other": "file"}
_MOST_VALUES = 40
_MOST_CHOICES = 6
_LONGEST_CHOICE = 60


class Fact(NamedTuple):
    """A name and what stands behind it; `term` searches for all of which it is true, if anything does."""

    name: str
    text: str
    term: str = ""


def facts_of(
    view: ViewedProduct, detail: GenerationDetail | None, name: Callable[[str], str], terms: Terms
) -> Sequence[Fact]:
    """Tell what matters of a product; `name(key)` gives what a model is called."""
    if detail is None:
        return _told_by_file(view, name)
    order, summary = detail.order, detail.summary
    returned = detail.return_parameters or {}
    seed = returned.get("seed", _sent(view, detail).get("seed"))
    took = duration(summary.inference_time_ms / 1000) if summary.inference_time_ms is not None else ""
    cost = money(summary.cost) if summary.cost is not None else ""
    return [
        _model(order.model_key, name),
        *_choices(summary.choices, terms),
        *_seed(seed, returned.get("seed") is not None, terms),
        *_file(view),
        *([Fact("Took", " · ".join(filter(None, (took, cost))))] if took or cost else []),
        Fact(
            "Order",
            f"{order.number}, {summary.position + 1} of {order.progress.planned:,}",
            render_term(Among(Key.ORDER, (str(order.number),))),
        ),
        *_project(view),
    ]


def shared_facts(tiles: Sequence[Tile], tag_names: Mapping[UUID, str]) -> Sequence[Fact]:
    """Tell what is true of all of several products: of what kind they are, what they are rated and tagged with."""
    if not tiles:
        return []
    types = Counter(tile.type for tile in tiles)
    tags = set(tiles[0].tags).intersection(*(tile.tags for tile in tiles))
    named = sorted((tag_names[one] for one in tags if one in tag_names), key=str.casefold)
    rating, order = _one_of(tile.rating for tile in tiles), _one_of(tile.order_number for tile in tiles)
    liked = sum(tile.liked for tile in tiles)
    return [
        Fact("Kind", ", ".join(counted(count, _KINDS.get(kind, kind)) for kind, count in types.most_common())),
        *([Fact("Liked", "all" if liked == len(tiles) else f"{liked:,} of them")] if liked else []),
        *([Fact("Rating", RATING_WORDS[rating])] if rating is not None else []),
        *([Fact("Tags of all", ", ".join(named))] if named else []),
        *([Fact("Order", str(order), render_term(Among(Key.ORDER, (str(order),))))] if order is not None else []),
    ]


def _one_of(values: Iterable[T]) -> T | None:
    """Give the value that all have, None where they differ."""
    found = set(values)
    return next(iter(found)) if len(found) == 1 else None


def values_of(view: ViewedProduct, detail: GenerationDetail | None, terms: Terms) -> Sequence[Fact]:
    """Tell all values that a product was made with."""
    values = dict(list(_sent(view, detail).items())[:_MOST_VALUES])
    found = terms(values)
    return [Fact(name, _shown(value), found.get(name, "")) for name, value in values.items()]


def _told_by_file(view: ViewedProduct, name: Callable[[str], str]) -> Sequence[Fact]:
    product = view.product
    return [
        Fact("Origin", product.origin.value.capitalize(), render_term(Among(Key.ORIGIN, (product.origin.value,)))),
        *([Fact("File", product.name)] if product.name else []),
        *([_model(view.model, name)] if view.model else []),
        *_file(view),
        *_project(view),
    ]


def _sent(view: ViewedProduct, detail: GenerationDetail | None) -> Mapping[str, Any]:
    return (detail.actual_parameters or detail.generation_parameters) if detail is not None else view.parameters


def _model(key: str, name: Callable[[str], str]) -> Fact:
    return Fact("Model", name(key), render_term(Among(Key.MODEL, (key,))))


def _choices(choices: Sequence[Mapping[str, Any]], terms: Terms) -> Sequence[Fact]:
    """Tell what was chosen for this product among others of its order, by the names that a search knows.

    Choices without a name within one text all have the name of that text: each is told, and leads to its own search.
    """
    told: dict[tuple[str, str], Fact] = {}
    for one in choices:
        parameter, text = str(one.get("parameter") or ""), str(one.get("text") or "")
        name = str(one.get("name") or parameter)
        if name and text and len(text) <= _LONGEST_CHOICE:
            is_part = not one.get("name") and one.get("key") != parameter
            shown = "Choice" if is_part else name[:1].upper() + name[1:]
            told.setdefault((name, text), Fact(shown, text, terms({name: text}).get(name, "")))
    return list(told.values())[:_MOST_CHOICES]


def _seed(seed: Any, is_returned: bool, terms: Terms) -> Sequence[Fact]:
    if seed is None:
        return []
    return [Fact("Seed", f"{seed}{' returned' if is_returned else ''}", terms({"seed": seed}).get("seed", ""))]


def _file(view: ViewedProduct) -> Sequence[Fact]:
    product = view.product
    is_blocked = product.state is ProductState.BLOCKED
    size = (
        f"{product.width}×{product.height}" if product.width and not is_blocked else "",
        duration(product.duration_ms / 1000) if product.duration_ms else "",
        f"{format_name(product.mime_type)} {file_size(product.file_size)}",
    )
    return [
        Fact("Size", " · ".join(filter(None, size))),
        Fact(_CAME.get(product.origin, "Made"), ago(product.created_at)),
    ]


def _project(view: ViewedProduct) -> Sequence[Fact]:
    if view.project is None:
        return []
    return [Fact("Project", view.project.name, render_term(Among(Key.PROJECT, (view.project.name,))))]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if not isinstance(value, bool) else "yes" if value else "no"
