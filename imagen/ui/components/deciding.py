"""Decide about generations that need a person: ask again, buy again, give up; the same words wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from nicegui import ui

from imagen.domain.attention import Resolution, WaitingFor
from imagen.domain.errors import ImagenError
from imagen.services.all import Services
from imagen.services.views import GenerationView
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


def attention_title(attention: str | None) -> str:
    """Say in a few words what is the matter."""
    return _TITLES.get(WaitingFor(attention), "Needs your decision") if attention else ""


async def decide(services: Services, generation_id: UUID, resolution: Resolution) -> None:
    """Carry a decision about one generation out, after asking where it may be paid twice, and say what came of it."""
    with ui.context.client.layout:  # the question belongs to the page: what it was asked from may close meanwhile
        if not await _agreed(resolution, 1):
            return
        try:
            after = await call(services.generations.resolve, generation_id, resolution, uuid4().hex)
        except ImagenError as error:
            d.toast(str(error), kind="danger")
            return
        _tell(after, resolution)


async def decide_all(services: Services, order_id: UUID, count: int, resolution: Resolution) -> None:
    """Decide the same about everything of an order that needs it."""
    with ui.context.client.layout:
        if not await _agreed(resolution, count):
            return
        try:
            done = await call(services.generations.resolve_all, order_id, resolution, uuid4().hex)
        except ImagenError as error:
            d.toast(str(error), kind="danger")
            return
        d.toast(_told_of_all(done, resolution), kind="done" if done else "info")


async def _agreed(resolution: Resolution, count: int) -> bool:
    if resolution is not Resolution.SUBMIT:
        return True
    which, it = ("it", "it") if count == 1 else (f"all {count:,}", "they")
    return await d.confirm(
        f"Submit {which} again?",
        f"The provider may have taken {'it' if count == 1 else 'them'} the first time: then {it} may be paid twice. "
        "To check again costs nothing.",
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
        d.toast("Asked. Nothing new is known of it.")
    elif after.attention:
        d.toast("Asked again; what comes of it shows here.")
    else:
        d.toast("Found. It goes on.", kind="done")


def _told_of_all(done: int, resolution: Resolution) -> str:
    if not done:
        return "Nothing was left to decide."
    if resolution is Resolution.CHECK:
        return f"Asked about {done:,} again. What comes of it shows here; what stays needs you still."
    told = {Resolution.SUBMIT: "submitted again", Resolution.GIVE_UP: "given up"}
    return f"{done:,} {told[resolution]}."
