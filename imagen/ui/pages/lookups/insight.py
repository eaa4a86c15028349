"""The side of the lookup editor: what the values make, what they draw on, and where the lookup is used."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from imagen.domain.expansion import name_key
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.pages.lookups.study import Study, first_lines
from imagen.ui.paths import lookup_path


class Insight(ui.element):
    """Shows the study of the values as they stand."""

    def __init__(self) -> None:
        super().__init__("aside")
        self.classes("lookup-insight stack gap-4").props["aria-label"] = "What this lookup makes"
        with self:
            with d.panel("Makes", padded=False) as self._makes_panel:
                self._makes = d.node("div", "lookup-makes")
            self._links = d.node("div", "stack gap-4")

    def show(self, study: Study, lookup: LookupView, known: Mapping[str, LookupView]) -> None:
        """Show what is the case now; `known` holds all lookups by their key."""
        self._makes.clear()
        with self._makes:
            _makes(study)
        self._links.clear()
        with self._links:
            _draws_on(study.draws_on, known)
            _used_in(lookup)


def _makes(study: Study) -> None:
    if study.problems:
        text = "Nothing by itself" if study.needs else "Nothing until the problems are solved"
        d.text(text, "muted lookup-count", tag="p")
        return
    if not study.count:
        d.text("Nothing yet: write a value on a line.", "muted lookup-count", tag="p")
        return
    with d.node("p", "lookup-count"):
        d.text(f"{study.count:,}", "large num")
        d.text(" text" if study.count == 1 else " texts", "muted")
    with d.node("ol", "lookup-first"):
        for text in study.first:
            d.text(text or "(nothing)", "" if text else "faint", tag="li")
    if study.count > len(study.first):
        d.text(f"and {study.count - len(study.first):,} more", "faint small lookup-rest", tag="p")


def _draws_on(names: tuple[str, ...], known: Mapping[str, LookupView]) -> None:
    if not names:
        return
    with d.panel("Draws on"), d.node("div", "cluster"):
        for name in names:
            found = known.get(name_key(name))
            made = d.pill(
                found.name if found else name,
                strong=f"{found.size:,}" if found else "",
                href=lookup_path(found.name if found else name),
                classes="" if found else "failed",
            )
            made.props["title"] = ", ".join(first_lines(found.values)) if found else "There is no such lookup yet."


def _used_in(lookup: LookupView) -> None:
    with d.panel("Used in"), d.node("div", "cluster"):
        for name in lookup.used_in_lookups:
            d.pill(name, href=lookup_path(name), icon="lookups")
        if lookup.used_in_orders:
            d.pill("order" if lookup.used_in_orders == 1 else "orders", lead=f"{lookup.used_in_orders:,}")
        if not lookup.used_in_lookups and not lookup.used_in_orders:
            d.text(f"Nowhere yet. Write [{lookup.name}] in a prompt.", "muted small")
