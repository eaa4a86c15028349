"""Facets with counts, drawn by the browser: values of what was found, each asked for or left out by a click."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypedDict
from uuid import UUID

from nicegui import ui

Picked = Literal["on", "out", "back"]


class FacetRow(TypedDict):
    """One value; `term` asks for it, `on` when the search does so, `out` when it leaves it out.

    `id` is that of a tag or a collection, onto which products can be dragged.
    """

    value: str
    label: str
    count: int
    term: str
    on: bool
    out: bool
    rating: int | None
    id: str
    color: str


class FacetPart(TypedDict):
    """One facet with its values."""

    name: str
    label: str
    rows: list[FacetRow]


class Facets(ui.element, component="imagen_facets.js"):
    """The list of facets."""

    def __init__(
        self,
        on_picked: Callable[[str, str, Picked], Any],
        on_dropped: Callable[[str, UUID, str, UUID | None], Any],
    ) -> None:
        """`on_picked(facet, term, how)` gets `on` to ask for what a term says, `out` to leave it out, `back` to do neither.

        `on_dropped(facet, id, name, only)` gets the tag or collection that products were dragged onto: what is selected,
        or `only` one that is not.
        """
        super().__init__()
        self.on(
            "dropped",
            lambda e: on_dropped(
                str(e.args["facet"]),
                UUID(str(e.args["id"])),
                str(e.args["name"]),
                UUID(str(e.args["only"])) if e.args.get("only") else None,
            ),
            ["facet", "id", "name", "only"],
        )
        self.on(
            "picked",
            lambda e: on_picked(str(e.args["facet"]), str(e.args["term"]), e.args["how"]),
            ["facet", "term", "how"],
        )

    def show(self, parts: Iterable[FacetPart]) -> None:
        """Show other counts."""
        self.run_method("set", list(parts))

    def wait(self) -> None:
        """Show that the counts are of an earlier search."""
        self.run_method("wait")
