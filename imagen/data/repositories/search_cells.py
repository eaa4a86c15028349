"""Lay what a search finds out by two of its choices: how many lie in each cell, and the first of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from imagen.data.repositories.product_search import ProductSearchRepository, Search


@dataclass(frozen=True)
class Edge:
    """What lies along an edge: models, the options of a token, or the values of a figure, in order.

    `kind` is "model", "token" or "figure"; `options` are the numbers of models or terms, or the values; `name` is the
    number of the figure.
    """

    kind: str
    options: Sequence[float]
    name: int = 0


class LaidProduct(NamedTuple):
    """A product in a cell; `total` is how many lie there."""

    row: int
    column: int
    total: int
    number: int


class SearchCells:
    """Answers from the tables of the search alone; what has several options of a choice lies in several cells."""

    def __init__(self, repository: ProductSearchRepository) -> None:
        self._repository = repository

    def cells(
        self, search: Search, down: Edge | None, across: Edge | None, only: Sequence[tuple[Edge, int]], most: int
    ) -> list[LaidProduct]:
        """Give up to so many products of each cell, the newest first."""
        row, row_join = _column(down, "y")
        column, column_join = _column(across, "x")
        narrowed = [
            _column(Edge(edge.kind, [edge.options[option]], edge.name), f"o{n}")
            for n, (edge, option) in enumerate(only)
        ]
        found = self._repository.where(self._repository.route(search))
        joins = " ".join([row_join, column_join, *(join for _, join in narrowed)])
        checks = " AND ".join(f"{each} IS NOT NULL" for each in (row, column, *(each for each, _ in narrowed)))
        laid = (
            f"SELECT {row} AS down, {column} AS across, s.number AS number FROM product_search s {joins} "  # noqa: S608
            f"WHERE {found.text} AND {checks}"
        )
        query = (
            "SELECT down, across, count, number FROM (SELECT down, across, number, "  # noqa: S608
            "count(*) OVER (PARTITION BY down, across) AS count, "
            "row_number() OVER (PARTITION BY down, across ORDER BY number DESC) AS place "
            f"FROM ({laid})) WHERE place <= {most:d} ORDER BY down, across, place"
        )
        return [LaidProduct._make(row) for row in self._repository.rows(query, found.values)]

    def numbers(self, kind: str) -> dict[tuple[str, str], int]:
        """Give the numbers of terms of a kind by their names and values."""
        rows = self._repository.rows("SELECT name, value, id FROM search_term WHERE kind = ?", (kind,))
        return {(name, value): number for name, value, number in rows}

    def newest_factors(self, search: Search, most: int) -> list[Mapping[str, Any]]:
        """Give the choices of the newest orders of which something is found, as they were written."""
        found = self._repository.where(self._repository.route(search))
        query = f"SELECT max(s.ordered) FROM product_search s WHERE {found.text} AND s.ordered < ?"  # noqa: S608
        factors: list[Mapping[str, Any]] = []
        number = 2**62
        for _ in range(most):
            number = self._repository.rows(query, (*found.values, number))[0][0] or 0
            if not number:
                break
            for (text,) in self._repository.rows('SELECT factors FROM "order" WHERE number = ?', (number,)):
                factors += json.loads(text)
        return factors


def _column(edge: Edge | None, alias: str) -> tuple[str, str]:
    """Give the place along an edge, and what has to be joined for it; options are numbers, so nothing is quoted."""
    if edge is None:
        return "0", ""
    values = {"model": "s.model", "token": f"{alias}.term", "figure": f"{alias}.value"}
    cases = " ".join(f"WHEN {_number(option)} THEN {place}" for place, option in enumerate(edge.options))
    place = f"CASE {values[edge.kind]} {cases} END"
    if edge.kind == "token":
        listed = ",".join(map(_number, edge.options))
        return place, f"CROSS JOIN product_term {alias} ON {alias}.number = s.number AND +{alias}.term IN ({listed})"
    if edge.kind == "figure":
        return place, f"CROSS JOIN product_figure {alias} ON {alias}.number = s.number AND {alias}.name = {edge.name:d}"
    return place, ""


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else repr(float(value))
