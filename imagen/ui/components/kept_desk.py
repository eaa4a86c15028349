"""The body of a page that lists what people keep: found, sorted, shown bit by bit, kept in step with what happens."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from nicegui import ui

from imagen.domain.events import DomainEvent
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.card_walk import card_walk
from imagen.ui.components.kept_toolbar import KeptToolbar
from imagen.ui.context import PageContext
from imagen.ui.live import Live

ThingT = TypeVar("ThingT")
_PAUSE = 0.4


@dataclass(frozen=True)
class KeptKind:
    """What is listed: its name, how it can be sorted, how many are shown at first, and what changes the list.

    `entry` and `opener` are selectors: of one of them in the list, and of what in it takes the focus.
    """

    noun: str
    sorts: Mapping[str, str]
    sort: str
    shown: int
    entry: str
    opener: str
    changing: tuple[type[DomainEvent], ...]


class KeptDesk(ui.element, Generic[ThingT]):
    """Subclasses say what is read, which of it is found, and how it is drawn."""

    def __init__(self, context: PageContext, kind: KeptKind, classes: str = "") -> None:
        super().__init__("div")
        self.classes(f"page {classes}")
        self._services = context.services
        self._kind = kind
        self._all: Sequence[ThingT] | None = None
        self._most = kind.shown
        with self:
            self.toolbar = KeptToolbar(f"Search {kind.noun}s", kind.sorts, kind.sort, self._listed_anew)
            self._add_tools()
            self._empty = d.node("div", "kept-empty")
            self._list = self._make_list()
            self._list.on("keydown", js_handler=card_walk(kind.entry, kind.opener))
            self._more = d.button("", self._show_all, kind="link")
        self._more.set_visibility(False)
        Live(context.bridge, self.refresh, lambda event: isinstance(event, kind.changing), pause=_PAUSE, begin=False)

    async def refresh(self) -> None:
        """Show what is the case now."""
        take = await call(self._read)
        if not self.is_deleted:
            self._all = take
            self._show()

    def focus_first(self) -> None:
        """Put the focus on the first one."""
        ui.run_javascript(f"document.querySelector({self._kind.opener!r})?.focus()")

    # ---- what a subclass says ----

    @abstractmethod
    def _read(self) -> Sequence[ThingT]:
        """Read all there is; called on a thread."""

    @abstractmethod
    def _found(self, everything: Sequence[ThingT]) -> Sequence[ThingT]:
        """Give what is sought, sorted."""

    @abstractmethod
    def _draw(self, found: Sequence[ThingT]) -> None:
        """Show these in the list; those that are there already stay as they are."""

    @abstractmethod
    def _teach(self) -> None:
        """Say what this is for, where there is none yet."""

    @abstractmethod
    def _make_list(self) -> ui.element:
        """Make what holds the list."""

    def _add_tools(self) -> None:
        """Add acts and filters to the toolbar."""

    def _seek_nothing(self) -> None:
        self.toolbar.seek_nothing()

    # ---- showing ----

    def _listed_anew(self) -> None:
        self._most = self._kind.shown
        self._show()

    def _show_all(self) -> None:
        self._most = len(self._all or ())
        self._show()

    def _show(self) -> None:
        if self._all is None:
            return
        found, total = self._found(self._all), counted(len(self._all), self._kind.noun)
        self._draw(found[: self._most])
        self._list.set_visibility(bool(found))
        self.toolbar.show(bool(self._all), total if len(found) == len(self._all) else f"{len(found):,} of {total}")
        self._more.set_text(f"Show all {len(found):,}")
        self._more.set_visibility(len(found) > self._most)
        self._empty.clear()
        with self._empty:
            if not self._all:
                self._teach()
            elif not found:
                with d.empty_state(f"No {self._kind.noun} says “{self.toolbar.sought}”", icon="search"):
                    d.button("Show all", self._seek_nothing)
