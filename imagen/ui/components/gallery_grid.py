"""The gallery's grid: one browser component that asks for its own pages and draws what is in sight, however much there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import nicegui
from nicegui import ui
from nicegui.dependencies import esm_modules
from nicegui.events import GenericEventArguments

from imagen.ui.components.shared import SHARED

GALLERY = {"imagen-gallery": str(Path(__file__).parent / "gallery")}
ANSWERED_WITHIN = 10.0


@dataclass(frozen=True)
class Listed:
    """What a grid lists: a search, the order, and what it is divided by (`none` for no headings).

    `seed` chooses one of the shuffled orders.
    """

    q: str = ""
    sort: str = "newest"
    by: str = ""
    seed: int = 0

    def told(self) -> dict[str, str | int]:
        """Give it as the browser takes it."""
        return {"q": self.q, "sort": self.sort, "by": self.by, "seed": self.seed}


@dataclass(frozen=True)
class Selection:
    """What an act is about: some products, or with `all` everything that `q` finds up to `newest` but the `excluded`."""

    ids: tuple[UUID, ...] = ()
    all: bool = False
    excluded: tuple[UUID, ...] = ()
    count: int = 0
    q: str = ""
    newest: int | None = None


@dataclass(frozen=True)
class GridEvents:
    """Who hears of the grid: ids are those of products, `cursor` None where there is none.

    `chosen(count, all, picking, ids)` tells what is selected, by name where it is not much, and whether a press
    selects. `open(id, newest)` tells up to which product the list goes, so that what walks it walks the same one.
    `viewed` tells what the address says is looked at after Back or Forward, `moved` what is to stand before or after
    another product.
    """

    cursor: Callable[[UUID | None, int], Any]
    chosen: Callable[[int, bool, bool, Sequence[UUID]], Any]
    open: Callable[[UUID, int | None], Any]
    answer: Callable[[int], Any]
    went: Callable[[Listed], Any]
    size: Callable[[int], Any]
    viewed: Callable[[UUID | None], Any]
    moved: Callable[[Sequence[UUID], UUID | None, UUID | None], Any]


class GalleryGrid(ui.element, component="imagen_gallery_grid.js", esm=GALLERY):
    """Thousands of products as cells; the selection, the cursor and the place in the list live in the browser."""

    def __init__(self, listed: Listed, events: GridEvents, *, size: int, fitted: bool = False) -> None:
        """`size` is the edge of a cell that is aimed at, in CSS pixels; `fitted` shows pictures whole."""
        super().__init__()
        self.props.update({"label": "Products", "asked": listed.told(), "size": size, "fitted": fitted})
        self.on("cursor", lambda e: events.cursor(_id(e.args.get("id")), int(e.args["index"])), ["id", "index"])
        self.on("chosen", lambda e: _chosen(e, events), ["count", "all", "picking", "ids"])
        self.on("open", lambda e: _opened(e, events), ["id", "newest"])
        self.on("answer", lambda e: events.answer(int(e.args["total"])), ["total"])
        self.on("went", lambda e: events.went(_listed(e.args)), ["q", "sort", "by", "seed"])
        self.on("viewed", lambda e: events.viewed(_id(e.args.get("id"))), ["id"])
        self.on("moved", lambda e: _moved(e, events), ["ids", "before", "after"])
        self.on("size", lambda e: events.size(int(e.args["edge"])), ["edge"])

    def ask(self, listed: Listed, how: Literal["push", "replace", "went"]) -> None:
        """Show another list, as a new step of the browser's history, in place of this one, or where Back has led."""
        self.run_method("ask", listed.told(), how)

    def set_by_hand(self, possible: bool) -> None:
        """Let what is listed be ordered by hand, or not."""
        self.props["by-hand"] = possible

    def note_viewed(self, product_id: UUID | None) -> None:
        """Note in the address what is looked at, or that nothing is any more."""
        self.run_method("noteViewed", str(product_id) if product_id else None)

    def set_size(self, edge: int) -> None:
        """Show cells of about this edge, in CSS pixels."""
        self.run_method("setSize", edge, "outside")

    def set_fitted(self, fitted: bool) -> None:
        """Show pictures whole, or cut to squares."""
        self.run_method("setWhole", fitted)

    async def selection(self) -> Selection:
        """Ask the browser what is selected, or else what the cursor stands on."""
        told = await self.run_method("selection", timeout=ANSWERED_WITHIN) or {}
        return Selection(
            tuple(filter(None, map(_id, told.get("ids", ())))),
            bool(told.get("all")),
            tuple(filter(None, map(_id, told.get("except", ())))),
            int(told.get("count", 0)),
            str(told.get("q", "")),
            _number(told.get("newest")),
        )

    def changed(self, product_ids: Iterable[UUID]) -> None:
        """Show anew what is in sight where one of these is."""
        self.run_method("changed", [str(one) for one in product_ids])

    def gone(self, product_ids: Iterable[UUID]) -> None:
        """Take products out of the list and the selection."""
        self.run_method("gone", [str(one) for one in product_ids])

    def back(self) -> None:
        """Show what came back."""
        self.run_method("back")

    def happened(self) -> None:
        """Look for what is new: it flows in at the top, else it is offered."""
        self.run_method("happened")

    def select_all(self) -> None:
        """Select all that match, without naming them."""
        self.run_method("selectAll")

    def begin_choosing(self) -> None:
        """Let a press select from now on, until nothing is to be selected any more."""
        self.run_method("beginChoosing")

    def select_none(self) -> None:
        """Select nothing."""
        self.run_method("selectNone")

    def focus(self) -> None:
        """Put the focus where the cursor is."""
        self.run_method("focus")

    def show(self, product_id: UUID) -> None:
        """Put the cursor on a product of the list, wherever it stands."""
        self.run_method("show", str(product_id))

    def step(self, by: int) -> None:
        """Walk by so many products."""
        self.run_method("step", by)


def preloads(prefix: str = "") -> str:
    """Give head lines that fetch the modules of the page's components beside everything else, not one after the other."""
    root = f"{prefix}/_nicegui/{nicegui.__version__}/esm"
    return "".join(
        f'<link rel="modulepreload" href="{root}/{key}/{path.name}">'
        for key, module in esm_modules.items()
        if module.name in (*GALLERY, *SHARED)
        for path in sorted(module.path.glob("*.js"))
    )


def _opened(event: GenericEventArguments, events: GridEvents) -> Any:
    found = _id(event.args.get("id"))
    return events.open(found, _number(event.args.get("newest"))) if found else None


def _chosen(event: GenericEventArguments, events: GridEvents) -> Any:
    told = event.args
    ids = tuple(filter(None, map(_id, told.get("ids") or ())))
    return events.chosen(int(told["count"]), bool(told["all"]), bool(told.get("picking")), ids)


def _moved(event: GenericEventArguments, events: GridEvents) -> Any:
    ids = tuple(filter(None, map(_id, event.args.get("ids") or ())))
    return events.moved(ids, _id(event.args.get("before")), _id(event.args.get("after")))


def _listed(told: Any) -> Listed:
    seed = told.get("seed")
    return Listed(
        str(told.get("q") or ""),
        str(told.get("sort") or "newest"),
        str(told.get("by") or ""),
        seed if isinstance(seed, int) else 0,
    )


def _number(told: Any) -> int | None:
    """Read a number that may be too large for the browser, which then holds it as text."""
    return int(told) if told is not None else None


def _id(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
