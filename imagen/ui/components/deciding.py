"""Decide about generations that need a person: ask again, buy again, give up; the same words wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from nicegui import ui

from imagen.domain.attention import Resolution, WaitingFor
from imagen.domain.errors import ImagenError
from imagen.domain.money import dollars
from imagen.services.all import Services
from imagen.services.asking_words import LOST
from imagen.services.production import Sought
from imagen.services.views import GenerationView, ProviderView
from imagen.ui import design as d
from imagen.ui.calls import call


@dataclass(frozen=True)
class Act:
    """A decision as a button shows it, for one and for all of an order; `why` is what it means."""

    resolution: Resolution
    label: str
    for_all: str
    icon: str
    why: str

    def words(self, *costs: int | None, several: bool = False) -> str:
        """Name it, with what buying again may cost where that is known: `costs` are those of all that it is about."""
        label = self.for_all if several else self.label
        again = may_cost(*costs) if self.resolution is Resolution.SUBMIT else ""
        return f"{label} · {again}" if again else label


_MAY_COST = "What was bought before may have to be paid"
ACTS: Sequence[Act] = (
    Act(Resolution.CHECK, "Check again", "Check all again", "search", "Ask the provider about it. Costs nothing."),
    Act(Resolution.SUBMIT, "Submit again", "Submit all again", "retry", f"Order it anew. {_MAY_COST} as well."),
    Act(Resolution.GIVE_UP, "Give up", "Give all up", "close", f"Stop waiting for it. {_MAY_COST}."),
)
_TITLES = {
    WaitingFor.UNCLEAR: "Nobody knows whether it was bought",
    WaitingFor.RESULT: "Made, but not fetched",
    WaitingFor.LATE: "Takes longer than it should",
    WaitingFor.UNHEARD_OF: "Its provider tells nothing of it",
}


def may_cost(*costs: int | None) -> str:
    """Say what buying again may cost, nothing where that is not known of all."""
    known = [cost for cost in costs if cost]
    return f"may cost another {dollars(sum(known))}" if known and len(known) == len(costs) else ""


def requests_link(provider: ProviderView | None) -> d.Text:
    """Lead to where a provider shows what was ordered there, in a tab of its own; `point_to` names another one."""
    made = d.text("", "btn ghost small requests-link", tag="a")
    made.props.update({"target": "_blank", "rel": "noopener noreferrer"})
    with made:
        d.icon("external")
    point_to(made, provider)
    return made


def point_to(link: d.Text, provider: ProviderView | None) -> None:
    """Lead to another provider's requests; a provider that shows none gets no link."""
    page = provider.requests_page if provider else ""
    link.set_visibility(bool(page))
    if provider and page:
        link.set_text(f"Your requests at {provider.label}")
        link.props["href"] = page


def provider_of(generation: GenerationView, providers: Iterable[ProviderView]) -> ProviderView | None:
    """Find the provider of a generation."""
    name = generation.model.partition(":")[0]
    return next((provider for provider in providers if provider.name == name), None)


def attention_title(attention: str | None) -> str:
    """Say in a few words what is the matter."""
    return _TITLES.get(WaitingFor(attention), "Needs your decision") if attention else ""


async def decide(services: Services, generation: GenerationView, resolution: Resolution) -> None:
    """Carry a decision about one generation out, after asking where it may be paid twice, and say what came of it."""
    with ui.context.client.layout:  # the question belongs to the page: what it was asked from may close meanwhile
        if not await _agreed(resolution, generation.expected_cost):
            return
        try:
            after = await call(services.generations.resolve, generation.id, resolution, uuid4().hex)
        except ImagenError as error:
            d.toast(str(error), kind="danger")
            return
        _tell(after, resolution)


async def decide_all(services: Services, order_id: UUID, costs: Sequence[int | None], resolution: Resolution) -> None:
    """Decide the same about everything of an order that needs it; `costs` are what they were expected to cost."""
    with ui.context.client.layout:
        if not await _agreed(resolution, *costs):
            return
        try:
            done = await call(services.generations.resolve_all, order_id, resolution, uuid4().hex)
        except ImagenError as error:
            d.toast(str(error), kind="danger")
            return
        d.toast(_told_of_all(done, resolution), kind="done" if done else "info")


async def decide_everything(services: Services, costs: Sequence[int | None], resolution: Resolution) -> None:
    """Decide the same about everything that needs a person, of whatever order; `costs` are what each was expected to cost."""
    with ui.context.client.layout:
        if not await _agreed(resolution, *costs):
            return
        try:
            done = await call(services.production.resolve, Sought(), resolution, uuid4().hex)
        except ImagenError as error:
            d.toast(str(error), kind="danger")
            return
        d.toast(_told_of_all(done, resolution), kind="done" if done else "info")


async def _agreed(resolution: Resolution, *costs: int | None) -> bool:
    count, again = len(costs), may_cost(*costs)
    if resolution is not Resolution.SUBMIT:
        return True
    which, it = ("it", "it") if count == 1 else (f"all {count:,}", "they")
    return await d.confirm(
        f"Submit {which} again?",
        f"The provider may have taken {'it' if count == 1 else 'them'} the first time: then {it} may be paid twice"
        f"{f': it {again}' if again else ''}. To check again costs nothing.",
        action="Submit again",
        otherwise="Not now",
        danger=True,
    )


def _tell(after: GenerationView, resolution: Resolution) -> None:
    if resolution is Resolution.SUBMIT:
        d.toast("Submitted again.", kind="done")
    elif resolution is Resolution.GIVE_UP:
        d.toast("Given up. It can be tried again later.")
    elif after.attention == WaitingFor.UNCLEAR:
        d.toast((after.attention_note or "").removeprefix(LOST).strip() or "Asked. Nothing new is known of it.")
    elif after.attention:
        d.toast("It is asked about again; the answer shows here as soon as it comes.")
    else:
        d.toast("Found. It goes on.", kind="done")


def _told_of_all(done: int, resolution: Resolution) -> str:
    if not done:
        return "Nothing was left to decide."
    if resolution is Resolution.CHECK:
        return f"Asked about {done:,} again. What comes of it shows here; what stays needs you still."
    told = {Resolution.SUBMIT: "submitted again", Resolution.GIVE_UP: "given up"}
    return f"{done:,} {told[resolution]}."
