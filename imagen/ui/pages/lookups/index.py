"""The list of all lookups: found by name or value, with how many values each has and where it is used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from nicegui import ui

from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.components.reconciling import reconcile
from imagen.ui.pages.lookups.study import first_lines
from imagen.ui.paths import lookup_path

_SHOWN = 200
_SHOWN_VALUES = 5
_OPEN_HERE = """(event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  emit();
}"""
_WALK = """(event) => {
  const rows = [...event.currentTarget.querySelectorAll('.lookup-row')], at = rows.indexOf(document.activeElement);
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (at < 0 || !step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, at + step))].focus();
}"""
_REVEAL = "setTimeout(() => document.querySelector('.lookup-row[aria-current]')?.scrollIntoView({block: 'nearest'}))"

Open = Callable[[str], Awaitable[None]]


class LookupIndex(ui.element):
    """Rows that stay in step; only what has changed is shown anew."""

    def __init__(self, on_open: Open) -> None:
        super().__init__("div")
        self.classes("lookup-index")
        self._on_open = on_open
        self._lookups: Sequence[LookupView] = ()
        self._rows: dict[UUID, _Row] = {}
        self._most = _SHOWN
        self._current: UUID | None = None
        self._sought = ""
        with self:
            self._search = d.text_input(
                label="Search lookups",
                placeholder="Search names and values",
                on_change=lambda event: self._seek(event.value),
            )
            self._search.props["type"] = "search"
            self._search.props["clearable"] = True
            with self._search.add_slot("prepend"):
                d.icon("search")
            self._list = d.node("nav", "lookup-rows", aria_label="Lookups")
            self._list.on("keydown", js_handler=_WALK)
            self._none = d.text("", "muted small lookup-none", tag="p")
            self._more = d.button("", self._show_all, kind="link")
        self._more.set_visibility(False)

    def show(self, lookups: Sequence[LookupView]) -> None:
        """Show these lookups."""
        self._lookups = lookups
        self._refill()

    def show_open(self, lookup_id: UUID | None) -> None:
        """Show which lookup is open."""
        self._current = lookup_id
        if lookup_id is not None and lookup_id not in self._rows:
            self._refill()
        for row in self._rows.values():
            row.show_as_open(row.lookup.id == lookup_id)
        if lookup_id is not None:
            ui.run_javascript(_REVEAL)

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self._search.run_method("focus")

    def focus_first(self) -> None:
        """Put the focus on the open lookup, or the first."""
        ui.run_javascript(
            "(document.querySelector('.lookup-row[aria-current]') || document.querySelector('.lookup-row'))?.focus()"
        )

    def _seek(self, text: str | None) -> None:
        self._sought = (text or "").casefold().strip()
        self._refill()

    def _show_all(self) -> None:
        self._most = len(self._lookups)
        self._refill()

    def _refill(self) -> None:
        found = [lookup for lookup in self._lookups if _matches(lookup, self._sought)]
        shown = [lookup for place, lookup in enumerate(found) if place < self._most or lookup.id == self._current]
        reconcile(self._list, self._rows, {lookup.id: lookup for lookup in shown}, self._row, _Row.show)
        self._none.set_text("" if found else f"No lookup has “{self._sought}” in its name or values.")
        self._none.set_visibility(not found and bool(self._lookups))
        self._more.set_text(f"Show all {len(found):,}")
        self._more.set_visibility(len(found) > len(shown))

    def _row(self, lookup: LookupView) -> _Row:
        row = _Row(lookup, self._on_open)
        row.show_as_open(lookup.id == self._current)
        return row


class _Row(d.Text):
    """One lookup in the list."""

    def __init__(self, lookup: LookupView, on_open: Open) -> None:
        super().__init__("", "a", "lookup-row")
        self.lookup = lookup
        self.on("click", lambda: on_open(self.lookup.name), [], js_handler=_OPEN_HERE)
        with self:
            with d.node("span", "spread"):
                self._name = d.text("", "lookup-row-name mono ellipsis")
                self._count = d.badge("", "num")
            self._values = d.text("", "ellipsis small faint")
        self._fill()

    def show(self, lookup: LookupView) -> None:
        """Show what is the case now."""
        if lookup != self.lookup:
            self.lookup = lookup
            self._fill()

    def show_as_open(self, is_open: bool) -> None:
        """Show whether it is the one that is open."""
        if is_open:
            self.props["aria-current"] = "true"
        else:
            self.props.pop("aria-current", None)

    def _fill(self) -> None:
        lookup = self.lookup
        self.props["href"] = lookup_path(lookup.name)
        self._name.set_text(lookup.name)
        self._count.set_text(f"{lookup.size:,}")
        self._count.props["title"] = "1 value" if lookup.size == 1 else f"{lookup.size:,} values"
        values = ", ".join(value[:60] for value in first_lines(lookup.values, _SHOWN_VALUES))
        self._values.set_text(" · ".join(part for part in (_uses(lookup), values) if part) or "No values yet")


def _uses(lookup: LookupView) -> str:
    uses = len(lookup.used_in_lookups) + lookup.used_in_orders
    return f"used {uses:,}×" if uses else ""


def _matches(lookup: LookupView, sought: str) -> bool:
    return not sought or any(sought in text.casefold() for text in (lookup.name, lookup.description, lookup.values))
