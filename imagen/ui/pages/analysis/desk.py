"""One open analysis: the search, what counts as good, and for each kind of value a chart beside its table."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nicegui import ui

from imagen.domain.events import (
    DomainEvent,
    GenerationCompleted,
    ProductChanged,
    ProductsChanged,
    ProductsDeleted,
    ProductsRestored,
)
from imagen.domain.search import parse
from imagen.services.analysis_views import About, Analysis, By, Finding
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.elements import Button
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.search_line import SearchLine
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.analysis.chart import MOST_BARS, ShareChart
from imagen.ui.pages.analysis.wording import (
    AMONG,
    GOOD,
    TITLES,
    VERDICTS,
    between,
    clear_words,
    percent,
    summary,
    words_note,
)
from imagen.ui.pages.gallery.asking import chips, shown_problems, without_place
from imagen.ui.paths import GALLERY, ORDER, analysis_path, gallery_path, grid_path

_WANTED = (GenerationCompleted, ProductChanged, ProductsChanged, ProductsDeleted, ProductsRestored)
_PAUSE = 2.0
_ADDRESS = "history.%sState(history.state, '', (window.path_prefix || '') + %s)"


class AnalysisDesk(ui.element):
    """The body of the page."""

    def __init__(self, context: PageContext, q: str, by: By) -> None:
        super().__init__("div")
        self.classes("page analysis-page")
        self._services = context.services
        self._q, self._by = q, by
        self._analysis: Analysis | None = None
        with self:
            with d.node("div", "analysis-head"):
                self._line = SearchLine(
                    q, placeholder="Search: what it finds is looked at", on_typed=self._typed, on_dropped=self._dropped
                )
                d.segmented(
                    {By.LIKED: "Liked", By.RATED: "Rated well"},
                    by,
                    label="What counts as good",
                    on_change=self._count_by,
                    icons={By.LIKED: "heart", By.RATED: "rate"},
                )
                self._gallery = d.link_button("In the gallery", gallery_path(q), kind="ghost", icon="gallery")
                self._grid = d.link_button("As a grid", grid_path(q=q), kind="ghost", icon="grid")
            self._words = LiveWords(tag="p", classes="analysis-words")
            self._words.props["role"] = "status"
            with d.node("div", "analysis-body") as self._body:
                d.skeleton("320px")
        self._live = Live(context.bridge, self._read, _is_wanted, pause=_PAUSE, begin=False)

    def begin(self) -> None:
        """Read for the first time."""
        self._live.request()

    async def ask(self, q: str) -> None:
        """Look at what another search finds."""
        self._q = q
        self._line.set_text(q)
        self._tell_address("push")
        await self._read()

    async def _typed(self, text: str, first: bool) -> None:
        if text != self._q:
            self._q = text
            self._tell_address("push" if first else "replace")
            await self._read()

    async def _dropped(self, start: int, end: int) -> None:
        await self.ask(without_place(self._q, start, end))

    async def _count_by(self, by: str) -> None:
        self._by = By(by)
        self._tell_address("replace")
        await self._read()

    def _tell_address(self, how: str) -> None:
        ui.run_javascript(
            _ADDRESS % (how, json.dumps(analysis_path(self._q, self._by if self._by is By.RATED else "")))
        )

    async def _read(self) -> None:
        q, by = self._q, self._by
        found = await call(self._services.analysis.read, q, by)
        if self.is_deleted or (q, by) != (self._q, self._by) or found == self._analysis:
            return
        self._analysis = found
        self._line.show_reading(q, shown_problems(found.problems), chips(parse(q)))
        self._gallery.props["href"] = gallery_path(q)
        self._grid.props["href"] = grid_path(q=q)
        self._words.say(f"{summary(found)} {clear_words(found)}" if found.total else "")
        self._body.clear()
        with self._body:
            if not found.total or not found.good:
                self._nothing(found)
                return
            for about in About:
                findings = [finding for finding in found.findings if finding.about is about]
                if findings:
                    self._part(found, about, findings)

    def _part(self, found: Analysis, about: About, findings: Sequence[Finding]) -> None:
        share = found.good / found.total
        with d.node("section", "panel analysis-part", aria_label=TITLES[about]):
            d.text(TITLES[about], "analysis-title", tag="h2")
            if about is About.WORD and words_note(found):
                d.text(words_note(found), "muted small", tag="p")
            with d.node("div", "analysis-both"):
                ShareChart(findings, share, lambda finding: self.ask(finding.q))
                self._table(found, about, findings)

    def _table(self, found: Analysis, about: About, findings: Sequence[Finding]) -> None:
        """Show as many rows as the chart has bars, and the others when they are asked for."""
        word = AMONG[found.by]
        headers = ("Value", f"Among {word}", f"{word.capitalize()} of them", "Between", "Others", "Tells")
        label = f"{TITLES[about]} by how often they are {GOOD[found.by]}"
        good = found.words_good if about is About.WORD else found.good
        with d.node("div", "analysis-table stack gap-2"):
            with d.table(headers, label=label, compact=True, numeric=headers[1:5]) as table:
                for finding in findings[:MOST_BARS]:
                    self._row(finding, good)
            if len(findings) > MOST_BARS:
                more = d.button(f"All {len(findings)}", kind="ghost", small=True)
                more.on_click(lambda: self._show_rest(more, table, findings[MOST_BARS:], good))

    def _show_rest(self, more: Button, table: ui.element, findings: Sequence[Finding], good: int) -> None:
        more.delete()
        with table:
            for finding in findings:
                self._row(finding, good)

    def _row(self, finding: Finding, good: int) -> None:
        compared = finding.compared
        others = percent(compared.other_share) if compared.other_share is not None else "–"
        with d.row():
            with d.cell():
                name = f"{finding.name.replace('_', ' ')}: {finding.label}" if finding.name else finding.label
                link = d.text(name, "analysis-value", tag="a")
                link.props.update({"href": analysis_path(finding.q, self._by if self._by is By.RATED else "")})
                link.props["title"] = f"Search for {finding.term} too"
            for words in (
                percent(compared.good / good) if good else "–",
                f"{compared.good:,} of {compared.count:,}: {percent(compared.share)}",
                between(compared),
                others,
            ):
                d.text(words, "num", tag="td")
            d.text(VERDICTS[finding.verdict], f"verdict is-{finding.verdict}", tag="td")

    def _nothing(self, found: Analysis) -> None:
        if not found.total and self._q.strip():
            with d.empty_state("Nothing was found", "Search for less, or for something else.", icon="search"):
                d.button("Look at everything", lambda: self.ask(""), kind="primary")
        elif not found.total and found.by is By.LIKED:
            words = "Make some pictures and like the good ones: what they have in common is told here."
            with d.empty_state("There is nothing to look at yet", words, icon="analytics"):
                d.link_button("Order the first pictures", ORDER, kind="primary", icon="order")
        else:
            word = "liked" if found.by is By.LIKED else "rated"
            how = "L likes" if found.by is By.LIKED else "1 to 5 rate"
            words = f"{how} in the gallery and the viewer. A few dozen are enough to begin to tell."
            with d.empty_state(f"Nothing of this is {word} yet", words, icon="heart" if word == "liked" else "rate"):
                d.link_button("To the gallery", gallery_path(self._q) or GALLERY, kind="primary", icon="gallery")


def _is_wanted(event: DomainEvent) -> bool:
    return isinstance(event, _WANTED)
