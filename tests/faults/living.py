"""Live through one case: order, let the fault happen, see that everything rests explained, mend, see that all is complete."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.brief_waits import brief_waits
from tests.faults.plans import ROUTES, Case
from tests.faults.scene import Scene, scene
from tests.provider_simulators import Fault, Simulators, Speed, simulators

_SECONDS_TO_REST = 6.0
_SECONDS_WITHOUT_REST = 1.2
_BEFORE_THE_ORDER = {"catalogue", "price"}


@dataclass
class Lived:
    """What came of a case: how often the fault struck, what was said of it, and what is wrong."""

    case: Case
    struck: int
    complaints: list[str]
    said: set[str] = field(default_factory=set)
    seconds: float = 0.0


def live(case: Case) -> Lived:
    """Live through a case in a folder and with services of its own."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="imagen-fault-") as folder,
        simulators(speed=_speed(case)) as sims,
        brief_waits(deadline_seconds=0.8 if case.is_run else 3600),
        scene(Path(folder) / "data", sims, case.provider) as made,
    ):
        lived = _live(case, made, sims)
    lived.seconds = time.monotonic() - began
    return lived


def _speed(case: Case) -> Speed:
    if case.use == "cancel":
        return Speed(0.0, 0.7, few_pictures=True)
    return Speed(0.0, 0.0 if case.use == "result" else 0.05, few_pictures=True)


def _live(case: Case, made: Scene, sims: Simulators) -> Lived:
    service = sims.services[case.provider]
    made.nothing_is_an_end = case.times is None
    planned = []
    if case.use == "find":  # there is something to be found only after an answer was lost
        planned.append(service.faults.add(case.route, Fault.drop_after_accept(), 1, match=_BOUGHT[case.provider]))
        planned[0].route = _SUBMITTING[case.provider]
    route = _SUBMITTING[case.provider] if case.is_run else case.route
    if (
        case.use == "result"
    ):  # it came with the last look, and is asked for again only after a file could not be fetched
        planned.append(service.faults.add(ROUTES[case.provider]["download"], Fault.refuse(503), 3))
    skip = 3 if case.use == "result" else 0
    planned.append(service.faults.add(route, case.fault, case.times, skip=skip, match=_match(case)))
    if case.use in _BEFORE_THE_ORDER:
        made.look_again() if case.use == "catalogue" else made.ask_price()
        if case.times == 1:
            made.look_again() if case.use == "catalogue" else made.ask_price()
    made.order()
    if case.use == "cancel":
        made.cancel()
    complaints = _first_half(case, made)
    said = _said(made)
    made.mend()
    complaints += _second_half(case, made)
    return Lived(case, planned[-1].hits, complaints, said)


_SUBMITTING = {"replicate": "predictions.create", "fal": "queue.submit", "civitai": "workflows.submit"}
_BOUGHT = {"replicate": "prompt", "fal": "prompt", "civitai": "externalId"}


def _match(case: Case) -> str:
    """Say what tells a purchase from a question for its price, which civitai takes on the same route."""
    if case.provider != "civitai" or case.route != _SUBMITTING["civitai"]:
        return ""
    return "whatif" if case.use == "price" else "externalId"


def _first_half(case: Case, made: Scene) -> list[str]:
    """Say what is wrong while the fault is there: with one that stays, waiting explained is as good as resting."""
    rests = made.rest(_SECONDS_WITHOUT_REST if case.times is None else _SECONDS_TO_REST)
    found = []
    if not rests and case.times is not None:
        found += [f"“{g.prompt_preview}” does not come to rest: {g.status} {g.attention}" for g in made.moving()]
    unsaid = "neither at rest nor shown"  # what is unclear may be found at any moment, and go on
    passing = (unsaid,) if rests else (unsaid, "was left behind")
    found += [
        f"before mending: {one}" for one in made.complaints(at_rest=rests) if not any(word in one for word in passing)
    ]
    return found + [f"a refusal says: {one!r}" for one in made.refusals if len(one) < len("Cancelled.")]


def _second_half(case: Case, made: Scene) -> list[str]:
    """Say what is wrong after mending: everything is to be complete and accounted for."""
    found = [
        f"after mending “{g.prompt_preview}” is {g.status} ({g.attention_note or g.error_message})"
        for g in made.generations()
        if g.status != "complete"
    ]
    if len(made.generations()) != 3:
        found.append(f"after mending there are {len(made.generations())} generations; refused: {made.refusals}")
    return found + [f"after mending: {one}" for one in made.complaints()]


def _said(made: Scene) -> set[str]:
    said = {g.error_message or g.attention_note or "" for g in made.generations()} | set(made.refusals)
    queue = made.production.services.queue.state(with_orders=False)
    said |= {provider.paused or "" for provider in queue.providers}
    return {one for one in said if one}
