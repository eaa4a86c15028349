"""Wire the Settings page: its frame, its sections, its address.

A section is a module with a builder, and one line in `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from imagen.ui import design as d
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.settings.appearance import fill_appearance
from imagen.ui.pages.settings.providers import fill_providers
from imagen.ui.pages.settings.spending import fill_spending
from imagen.ui.pages.settings.tags_part import fill_tags
from imagen.ui.paths import SETTINGS, settings_path
from imagen.ui.whole_page import whole_page


@dataclass(frozen=True)
class Section:
    """A part of the page; `key` is its place in the address, `fill(context)` builds what is below its title."""

    key: str
    title: str
    fill: Callable[[PageContext], Awaitable[None]]


SECTIONS = (
    Section("providers", "Providers", fill_providers),
    Section("spending", "Spending", fill_spending),
    Section("tags", "Tags", fill_tags),
    Section("appearance", "Appearance", fill_appearance),
)

# The browser looks for the part that an address names before there is any.
_GO_TO_PART = """() => requestAnimationFrame(() => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!part) return;
    part.scrollIntoView({block: "start"});
    if (part.matches(".provider-card")) part.querySelector("input")?.focus({preventScroll: true});
})"""


def register(context: PageContext) -> None:
    """Declare the Settings page."""

    @whole_page(SETTINGS)
    async def settings_page() -> None:
        with frame("Settings", "settings", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            with d.node("div", "page settings-page") as whole:
                _contents()
                with d.node("div", "settings-sections"):
                    for section in SECTIONS:
                        await _section(section, context)
            whole.on("vnodeMounted", js_handler=_GO_TO_PART)


def _contents() -> None:
    with d.node("nav", "settings-contents", aria_label="On this page"):
        for section in SECTIONS:
            d.text(section.title, tag="a").props["href"] = settings_path(section.key)


async def _section(section: Section, context: PageContext) -> None:
    with d.node("section", "stack gap-3 settings-section", aria_label=section.title) as made:
        made.props["id"] = section.key
        d.text(section.title, tag="h2")
        await section.fill(context)
