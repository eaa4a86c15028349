"""Lay what a search finds out by two of its choices: models, tokens of prompts, numeric parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from imagen.data.repositories.product_search import Search
from imagen.data.repositories.product_tiles import TileRow
from imagen.data.repositories.search_cells import Edge, SearchCells
from imagen.data.repositories.search_conditions import ALWAYS
from imagen.data.repositories.search_shares import SearchShares
from imagen.domain.product import ProductState
from imagen.domain.search import Problem
from imagen.media.store import thumbnail_url
from imagen.services.axes_of_orders import chosen_axes, fitting
from imagen.services.axes_views import Axis, GridCell, GridItem, GridView, Laid
from imagen.services.choice_axes import MOST_CHOICES
from imagen.services.choice_labels import distinct
from imagen.services.gallery_searching import Opened
from imagen.services.model_names import ModelNames

V = TypeVar("V", str, float)
MODEL = "model"
TOKEN, FIGURE = "token:", "figure:"
_ORDERS_LOOKED_AT = 3
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class LaidEdge:
    """An axis with what it lies along in the database."""

    axis: Axis
    edge: Edge
    values: tuple[str, ...]


def search_edges(opened: Opened, search: Search, names: ModelNames) -> dict[str, LaidEdge]:
    """Give all that varies in what a search finds, by the keys of the axes."""
    edges: dict[str, LaidEdge] = opened.remember(("edges", search), lambda: _edges(opened, search, names))
    return edges


def search_grid(
    opened: Opened, search: Search, laid: Laid, names: ModelNames, problems: tuple[Problem, ...], most: int | None
) -> GridView:
    """Show a grid with up to so many products in each cell."""
    edges = search_edges(opened, search, names)
    found = tuple(edge.axis for edge in edges.values())
    x, y = chosen_axes(found, laid)
    most = most or fitting(found, x, y)
    only = {key: option for key, option in laid.only.items() if _has(edges, key, option) and key not in (x, y)}
    narrowed = [(edges[key].edge, option) for key, option in only.items()]
    rows = (
        SearchCells(opened.repository).cells(search, _edge(edges, y), _edge(edges, x), narrowed, most) if found else []
    )
    tiles = {row.number: row for row in opened.reading.tiles.rows(list({row.number for row in rows}))}
    counts: dict[tuple[int, int], int] = {}
    items: dict[tuple[int, int], list[GridItem]] = {}
    for row in rows:
        place = row.row, row.column
        counts[place] = row.total
        if row.number in tiles:
            items.setdefault(place, []).append(_item(tiles[row.number]))
    cells = tuple(GridCell(*place, counts[place], tuple(held)) for place, held in items.items())
    return GridView(None, None, None, "", laid.q, found, x, y, only, cells, sum(counts.values()), problems=problems)


def _edges(opened: Opened, search: Search, names: ModelNames) -> dict[str, LaidEdge]:
    shares, cells = SearchShares(opened.repository, search, ALWAYS), SearchCells(opened.repository)
    models = {model: counted.count for model, counted in shares.models().items()}
    tokens: dict[str, dict[str, int]] = {}
    for (name, text), counted in shares.choices().items():
        tokens.setdefault(name, {})[text] = counted.count
    made = [_model_edge(opened, models, names)] if len(models) > 1 else []
    if any(len(options) > 1 for options in tokens.values()):
        terms = cells.numbers("choice")
        written = _written_order(cells.newest_factors(search, _ORDERS_LOOKED_AT))
        for name, options in sorted(tokens.items()):
            if len(options) > 1:
                texts = sorted(_most(options), key=partial(_rank, written.get(name, ())))
                edge = Edge("token", [terms[name, text] for text in texts])
                made.append(
                    _laid(TOKEN + name, name, [text or "(nothing)" for text in texts], texts, edge, len(options))
                )
    figures = cells.numbers("figure")
    for name, values in sorted(shares.figures().items()):
        if len(values) > 1:
            shown = sorted(_most({value: counted.count for value, counted in values.items()}))
            texts = [f"{value:g}" if isinstance(value, float) else str(value) for value in shown]
            made.append(_laid(FIGURE + name, name, texts, texts, Edge("figure", shown, figures["", name]), len(values)))
    return {edge.axis.key: edge for edge in made}


def _model_edge(opened: Opened, models: Mapping[str, int], names: ModelNames) -> LaidEdge:
    numbers = {model: number for number, model in opened.repository.words.models.items()}
    shown = sorted(_most(models), key=names.name)
    labels = distinct([names.name(model) for model in shown])
    return _laid(MODEL, "Model", labels, shown, Edge("model", [numbers[model] for model in shown]), len(models))


def _laid(key: str, name: str, labels: Sequence[str], values: Sequence[str], edge: Edge, options: int) -> LaidEdge:
    axis = Axis(key, name.replace("_", " "), tuple(labels), options - len(labels))
    return LaidEdge(axis, edge, tuple(values))


def _most(counts: Mapping[V, int]) -> list[V]:
    """Give the values that occur most often, as many as an axis holds."""
    return [value for value, _ in sorted(counts.items(), key=lambda pair: -pair[1])[:MOST_CHOICES]]


def _written_order(factors: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[str]]:
    """Give the options of tokens in the order in which orders wrote them."""
    found: dict[str, list[str]] = {}
    for factor in factors:
        held = found.setdefault(str(factor.get("name") or factor.get("parameter") or ""), [])
        held += [label for label in map(str, factor.get("labels", ())) if label not in held]
    return found


def _rank(written: Sequence[str], text: str) -> tuple[int, list[tuple[int, int, str]]]:
    return (written.index(text) if text in written else len(written)), _natural(text)


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort numbers within words by what they count."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in _NUMBERS.split(text) if part]


def _has(edges: Mapping[str, LaidEdge], key: str, option: int) -> bool:
    return key in edges and 0 <= option < len(edges[key].axis.choices)


def _edge(edges: Mapping[str, LaidEdge], key: str) -> Edge | None:
    return edges[key].edge if key else None


def _item(row: TileRow) -> GridItem:
    blocked = row.state == ProductState.BLOCKED
    return GridItem(
        UUID(row.id),
        "blocked" if blocked else "product",
        None,
        row.name,
        None if blocked else thumbnail_url(row.sha256, "small"),
        None if blocked else row.placeholder,
        row.type,
        bool(row.liked),
        row.rating,
    )
