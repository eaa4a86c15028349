"""What was spent: today and lately, by day, by model and by service, and how much of it is not certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imagen.domain.money import buzz, dollars, dollars_left
from imagen.services.spending import ModelSpending, SpendingView
from imagen.ui import design as d
from imagen.ui.pages.settings.spending_chart import SpendingChart

_FEW = 5


class SpendingSums:
    """`labels` names the services; `names` the models, where they are known."""

    def __init__(self, view: SpendingView, names: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self._labels = labels
        with d.panel(), d.stack(3):
            with d.node("div", "spread"):
                with d.node("div", "stack gap-1"):
                    self._today = d.text("", "large num", tag="div").mark("spent-today")
                    self._today_more = d.text("", "muted small", tag="div")
                with d.node("div", "stack gap-1 end"):
                    self._month = d.text("", "large num", tag="div")
                    d.text("in the last 30 days", "muted small", tag="div")
            self._bar = d.progress("Spent of today's limit")
            self._uncertain = d.text("", "muted small", tag="p")
            with d.node("div", "stack gap-2") as self._by_day:
                d.text("By day", "settings-label", tag="h3")
                self._chart = SpendingChart()
            self._models = _Models(labels)
            self._providers = d.text("", "muted small", tag="p")
        self.show(view, names)

    def show(self, view: SpendingView, names: Mapping[str, str]) -> None:
        """Show the sums as they are now."""
        today = view.today
        self._today.set_text(f"{dollars(today.spent)} today")
        self._today_more.set_text(_today_words(view))
        self._month.set_text(dollars(sum(amount for _, amount in view.days)))
        self._bar.set_visibility(bool(today.limit))
        if today.limit:
            self._bar.set(
                min((today.spent - view.expected_today) / today.limit, 1.0),
                running=min(view.expected_today / today.limit, 1.0),
            )
        uncertain = uncertain_words(view)
        self._uncertain.set_text(uncertain)
        self._uncertain.set_visibility(bool(uncertain))
        self._by_day.set_visibility(any(amount for _, amount in view.days))
        self._chart.show(view.days)
        self._models.show(view.models, names)
        self._providers.set_text(_provider_words(view, self._labels))
        self._providers.set_visibility(bool(view.providers))


class _Models:
    """The dearest few, and the others when they are asked for; drawn anew only when something is another."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._rows: Sequence[tuple[ModelSpending, str]] = ()
        self._shows_all = False
        with d.node("div", "stack gap-2") as self._place:
            d.text("By model", "settings-label", tag="h3")
            self._list = d.node("ul", "spending-models", aria_label="Spent with each model in the last 30 days")
            self._more = d.button("", self._show_all, kind="link", small=True)

    def show(self, models: Sequence[ModelSpending], names: Mapping[str, str]) -> None:
        """Show what went to each model that cost anything."""
        rows = [(one, _name(one, names)) for one in models if one.amount]
        if rows != self._rows:
            self._rows = rows
            self._draw()

    def _show_all(self) -> None:
        self._shows_all = True
        self._draw()

    def _draw(self) -> None:
        rows = self._rows if self._shows_all else self._rows[:_FEW]
        self._list.clear()
        with self._list:
            for one, name in rows:
                _model_line(
                    one, name, self._labels.get(one.provider, one.provider), one.amount / self._rows[0][0].amount
                )
        self._more.set_text(f"Show all {len(self._rows):,} models")
        self._more.set_visibility(len(rows) < len(self._rows))
        self._place.set_visibility(bool(rows))


def _name(one: ModelSpending, names: Mapping[str, str]) -> str:
    """Name a model; one that is gone is called as its provider calls it."""
    name = names.get(one.model, one.model)
    return name.removeprefix(f"{one.provider}:") if name == one.model else name


def _model_line(one: ModelSpending, name: str, provider: str, part: float) -> None:
    said = [provider, f"{one.attempts:,} {'attempt' if one.attempts == 1 else 'attempts'}"]
    if one.expected:
        said.append(f"{dollars(one.expected)} on the way")
    if one.uncertain:
        said.append(f"{dollars(one.uncertain)} not certain")
    with d.node("li"):
        d.text(name, "settings-found").props["title"] = one.model
        d.text(dollars(one.amount), "num end")
        d.node("span", "spending-part", aria_hidden="true").style(f"--part: {part:.4f}")
        d.text(" · ".join(said), "faint small")


def _today_words(view: SpendingView) -> str:
    parts = []
    if view.expected_today:
        parts.append(f"{dollars(view.expected_today)} of it on the way")
    if view.today.left is not None:
        parts.append(f"{dollars_left(view.today.left)} left of {dollars(view.today.limit or 0)}")
    return " · ".join(parts) or "no limit is set for a day"


def uncertain_words(view: SpendingView) -> str:
    """Say how much of what is counted is not certain, and why; nothing where all is."""
    said = []
    lost, guessed = view.uncertain, view.at_ceiling
    if lost.amount:
        who = "1 attempt was" if lost.attempts == 1 else f"{lost.attempts:,} attempts were"
        said.append(
            f"{dollars(lost.amount)} of the last 30 days is not certain: {who} given up, stopped or refused, "
            "and may have been billed."
        )
    if guessed.amount:
        who = "1 attempt counts" if guessed.attempts == 1 else f"{guessed.attempts:,} attempts count"
        said.append(f"{dollars(guessed.amount)} may be less: {who} as the most you said, since nobody told the price.")
    return " ".join(said)


def _provider_words(view: SpendingView, labels: Mapping[str, str]) -> str:
    words = ", ".join(f"{labels.get(one.provider, one.provider)} {dollars(one.amount)}" for one in view.providers)
    return f"{words}{f' · {buzz(view.buzz)}' if view.buzz else ''} in the last 30 days"
