"""What stands above the cards: which projects, in which order, and with which words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.services.project_overview import ProjectSort
from imagen.ui import design as d
from imagen.ui.paths import PROJECTS

_TABS = {ProjectStatus.ACTIVE.value: "Active", ProjectStatus.ARCHIVED.value: "Archived"}
_SORTS = {
    ProjectSort.ACTIVE_AT.value: "Last used",
    ProjectSort.NAME.value: "Name",
    ProjectSort.PRODUCTS.value: "Most products",
    ProjectSort.COST.value: "Highest cost",
    ProjectSort.CREATED_AT.value: "Newest",
}
_TYPING_PAUSE = 120  # milliseconds
_LONGEST = 200
_INTO_SEARCH = "(event) => event.currentTarget.closest('.project-search').querySelector('input').select()"


@dataclass(frozen=True)
class Asked:
    """What the page shows."""

    status: ProjectStatus = ProjectStatus.ACTIVE
    words: str = ""
    sort: ProjectSort = ProjectSort.ACTIVE_AT

    @property
    def path(self) -> str:
        """Give the address that shows the same."""
        said = {"q": self.words, "sort": self.sort.value, "status": self.status.value}
        usual = {"q": "", "sort": ProjectSort.ACTIVE_AT.value, "status": ProjectStatus.ACTIVE.value}
        query = urlencode({name: value for name, value in said.items() if value != usual[name]})
        return f"{PROJECTS}?{query}" if query else PROJECTS


def read_asked(q: str, sort: str, status: str) -> Asked:
    """Read what an address asks for; what it cannot ask for counts as nothing asked."""
    return Asked(
        ProjectStatus(status) if status in set(ProjectStatus) else ProjectStatus.ACTIVE,
        q[:_LONGEST],
        ProjectSort(sort) if sort in set(ProjectSort) else ProjectSort.ACTIVE_AT,
    )


class ProjectToolbar:
    """Tells `on_change` what is asked for, and keeps the address in step."""

    def __init__(self, asked: Asked, on_change: Callable[[Asked], Any], on_new: Callable[[], None]) -> None:
        self.asked = asked
        self._on_change = on_change
        with d.node("div", "project-toolbar"):
            d.segmented(_TABS, asked.status.value, label="Which projects", on_change=lambda key: self._ask(status=key))
            with d.node("div", "project-search"):
                self._search = d.text_input(asked.words, placeholder="Search projects", label="Search projects")
                self._search.props(f"debounce={_TYPING_PAUSE} maxlength={_LONGEST} clearable type=search")
                with self._search.add_slot("prepend"):
                    d.icon("search")
                with self._search.add_slot("append"):
                    _search_key()
                self._search.on_value_change(lambda event: self._ask(words=event.value or ""))
            d.select(
                _SORTS, asked.sort.value, label="Sort by", on_change=lambda event: self._ask(sort=event.value)
            ).classes("project-sort")
            d.button("New project", on_new, kind="primary", icon="plus", key="N").opens_field()

    @property
    def search(self) -> ui.input:
        return self._search

    def clear(self) -> None:
        """Search for nothing."""
        self._search.set_value("")

    async def _ask(self, **changes: Any) -> None:
        status, words, sort = (changes.get(name) for name in ("status", "words", "sort"))
        asked = replace(
            self.asked,
            status=ProjectStatus(status) if status else self.asked.status,
            words=self.asked.words if words is None else words.strip(),
            sort=ProjectSort(sort) if sort else self.asked.sort,
        )
        if asked == self.asked:
            return
        self.asked = asked
        # the address is kept in step, so that a reload shows the same
        ui.run_javascript(
            f"history.replaceState(history.state, '', (window.path_prefix || '') + {json.dumps(asked.path)})"
        )
        await self._on_change(asked)


def _search_key() -> None:
    """Show the key of the search; it is pressed in the browser, so that what is typed at once is not lost."""
    made = d.node("button", "project-search-key", type="button", tabindex=-1, aria_label="Search the projects")
    made.props.update({"data-key": "/", "data-key-label": "Search the projects", "aria-keyshortcuts": "/"})
    made.on("click", js_handler=_INTO_SEARCH)
    with made:
        d.kbd("/")
