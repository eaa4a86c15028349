"""One randomised run: orders at random providers, random faults, the app killed at random instants, then everything counted."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.endurance.children import App, Ended, Services
from tests.faults.accounting import Accounts
from tests.faults.plans import ROUTES, RUNS, WIRE, Case
from tests.provider_simulators import Fault

SECONDS_TO_REST = 60.0
_SHARE_KILLED_WHILE_STARTING = 0.2
_RESTING = {"complete", "failed", "cancelled"}
_TOO_SLOW = {"hang", "hang_after_accept", "huge_body"}
_FAULTS = [fault for fault in WIRE if fault.kind not in _TOO_SLOW]


@dataclass
class Outcome:
    """What came of one run; `complaints` is empty when everything is accounted for."""

    seed: int
    complaints: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class KillRun:
    """A run whose every choice comes from its seed; the instants of kills come from it too, as far as time can repeat itself."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._chance = random.Random(seed)
        self._seed = seed
        self._root = folder / "data"
        self._log = folder / "app.log"
        self._expected: list[str] = []
        self._unanswered: list[dict[str, Any]] = []
        self._asked_again: Counter[str] = Counter()
        self._counted: Counter[str] = Counter()
        self._orders_left = self._planned_orders()
        self._providers = sorted({order["provider"] for order in self._orders_left})
        self._keys = 0

    def run(self) -> Outcome:
        """Do it all, and compare."""
        began = time.monotonic()
        chance = self._chance
        services = Services(self._seed, chance.choice([0.0, 0.05, 0.2]), chance.choice([0.0, 0.1, 0.4]))
        try:
            for case, skip in self._planned_faults():
                services.control.add_fault(case.provider, case.route, case.fault, case.times, skip=skip)
            for case in self._planned_slowness():
                services.control.add_fault(case.provider, case.route, case.fault, None, probability=0.5)
            for _ in range(chance.randint(1, 5)):
                self._live_and_die(services)
            self._counted["accepted before the last kill"] = len(services.control.ledger())
            self._counted["faults that struck"] = services.control.struck()
            services.control.clear_faults()
            complaints = self._come_to_rest(services)
            ledger, jobs = services.control.ledger(), services.control.jobs()
        finally:
            services.close()
        accounts = Accounts(ledger, {job["id"]: job for job in jobs}, self._root, self._asked_again)
        self._counted["accepted"] = len(ledger)
        complaints += accounts.complaints()
        return Outcome(self._seed, complaints, self._counted, time.monotonic() - began)

    def _planned_orders(self) -> list[dict[str, Any]]:
        orders = []
        for provider in self._chance.sample(list(ROUTES), self._chance.randint(1, 3)):
            for number in range(self._chance.randint(1, 2)):
                size = self._chance.randint(1, 6)
                tag = f"run {self._seed} {provider} {number} part"
                orders.append({"provider": provider, "tag": tag, "size": size, "picture": self._chance.randrange(3)})
        self._chance.shuffle(orders)
        return orders

    def _planned_faults(self) -> list[tuple[Case, int]]:
        found = []
        for _ in range(self._chance.randint(0, 10)):
            provider = self._chance.choice(self._providers)
            in_run = self._chance.random() < 0.25
            use = "submit" if in_run else self._chance.choice(list(ROUTES[provider]))
            fault: Fault = self._chance.choice(RUNS if in_run else _FAULTS)
            found.append((Case(provider, use, fault, self._chance.randint(1, 3)), self._chance.randint(0, 4)))
        return found

    def _planned_slowness(self) -> list[Case]:
        """Make replies slow, so that kills fall between a request and its answer, and into the middle of files."""
        found = []
        for provider in self._providers:
            for use in ("submit", "submit", "status", "result", "download", "download", "upload", "find"):
                seconds = self._chance.uniform(0.1, 0.7)
                slow = self._chance.choice([Fault.slow_headers(seconds), Fault.slow_body(seconds)])
                if self._chance.random() < 0.4:
                    found.append(Case(provider, use, slow, None))
        return found

    def _live_and_die(self, services: Services) -> None:
        """Start the app, ask things of it, and kill it: sometimes before it has started."""
        app = App(self._root, services, self._log)
        while_starting = self._chance.random() < _SHARE_KILLED_WHILE_STARTING
        seconds = self._chance.choice([0.3, 1.0, 2.0, 3.0]) * self._chance.random()
        until = time.monotonic() + (seconds / 5 if while_starting else SECONDS_TO_REST)
        try:
            if app.receive(until - time.monotonic()) is not None:
                until = time.monotonic() + seconds
                while time.monotonic() < until:
                    self._act(app, until)
                    time.sleep(max(0.0, min(self._chance.uniform(0, 0.2), until - time.monotonic())))
        except Ended:
            self._counted["ended by itself"] += app.join(1.0) not in {None, -9}
        finally:
            app.kill()
            self._counted["kills"] += 1

    def _act(self, app: App, until: float) -> None:
        act = self._chance.random()
        if self._unanswered:
            self._order(app, self._unanswered[0], until)
        elif self._orders_left and (act < 0.6 or not self._expected):
            self._order(app, self._new_order(), until)
        elif act > 0.7:
            state = self._ask(app, until, "state")
            if state is not None and state["generations"]:
                self._meddle(app, until, self._chance.choice(state["generations"]))

    def _new_order(self) -> dict[str, Any]:
        order = self._orders_left.pop()
        self._expected += [f"{order['tag']} {number}" for number in range(1, order["size"] + 1)]
        self._keys += 1
        return {
            "provider": order["provider"],
            "prompt": f"{order['tag']} [1..{order['size']}]",
            "with_picture": self._chance.random() < 0.3,
            "picture": order["picture"],
            "key": f"order-{self._seed}-{self._keys:06d}",
        }

    def _order(self, app: App, order: dict[str, Any], until: float) -> None:
        """Order, and after a kill order the same again under the same key, as a client does that got no answer."""
        if order not in self._unanswered:
            self._unanswered.append(order)
        if self._ask(app, until, "order", **order) is not None:
            self._unanswered.remove(order)

    def _meddle(self, app: App, until: float, generation: dict[str, Any]) -> None:
        """Cancel, retry, decide: what a person may do with any generation at any time."""
        act = self._chance.choice(["cancel", "cancel order", "resume", "again", "check", "again", "again"])
        match act:
            case "cancel":
                self._ask(app, until, "cancel", generation=generation["id"])
            case "cancel order":
                self._ask(app, until, "cancel order", order=generation["order"])
            case "resume":
                self._ask(app, until, "resume")
            case "check":
                self._ask(app, until, "resolve", generation=generation["id"], resolution="check", key=self._key())
            case _:
                self._again(app, until, generation)
        self._counted[act] += 1

    def _again(self, app: App, until: float, generation: dict[str, Any]) -> None:
        """Ask for another submission where one may be asked for; it counts, whether or not its answer comes."""
        if generation["status"] in {"failed", "cancelled"}:
            self._asked_again[generation["prompt"]] += 1
            self._ask(app, until, "retry", generation=generation["id"], key=self._key())
        elif generation["attention"] in {"unclear", "result", "late", "unheard-of"}:
            self._asked_again[generation["prompt"]] += 1
            self._ask(app, until, "resolve", generation=generation["id"], resolution="submit", key=self._key())

    def _key(self) -> str:
        self._keys += 1
        return f"act-{self._seed}-{self._keys:06d}"

    def _ask(self, app: App, until: float, do: str, **details: Any) -> Any:
        """Ask for something, and wait for the answer until the instant of the kill; None when none came."""
        app.send({"do": do, **details})
        answer = app.receive(until - time.monotonic())
        return True if answer == {"answer": None} else answer and answer["answer"]

    def _come_to_rest(self, services: Services) -> list[str]:
        """Start for the last time with all faults gone, and let everything end; decide about what needs a person."""
        app = App(self._root, services, self._log)
        try:
            app.receive(60)
            for order in [*self._unanswered, *(self._new_order() for _ in list(self._orders_left))]:
                app.ask("order", **order)
            app.ask("resume")
            state = self._rest(app)
            for generation in _needing(state):
                app.ask("resolve", generation=generation["id"], resolution="check", key=self._key())
            state = self._rest(app)
            for generation in _needing(state):
                self._decide(app, generation)
            state = self._rest(app)
            return self._complaints(state)
        except Ended:
            return [f"the app ended with {app.join(5.0)} in the last phase"]
        finally:
            app.send(None)
            if app.join(30) != 0:
                app.kill()

    def _decide(self, app: App, generation: dict[str, Any]) -> None:
        resolution = self._chance.choice(["submit", "give_up", ""])
        self._counted[f"left to decide: {generation['attention']}"] += 1
        if resolution == "submit":
            self._asked_again[generation["prompt"]] += 1
        if resolution:
            app.ask("resolve", generation=generation["id"], resolution=resolution, key=self._key())

    def _rest(self, app: App) -> dict[str, Any]:
        until = time.monotonic() + SECONDS_TO_REST
        while True:
            state: dict[str, Any] = app.ask("state")
            moving = [g for g in state["generations"] if g["status"] not in _RESTING and g not in _needing(state)]
            if not moving or time.monotonic() > until:
                return state
            time.sleep(0.05)

    def _complaints(self, state: dict[str, Any]) -> list[str]:
        found = [
            f"“{g['prompt']}” does not come to rest: {g}"
            for g in state["generations"]
            if g["status"] not in _RESTING and g not in _needing(state)
        ]
        self._counted.update(g["status"] for g in state["generations"])
        there = Counter(g["prompt"] for g in state["generations"])
        if there != Counter(self._expected):
            found.append(f"ordered were {sorted(self._expected)}, and there are {sorted(there.elements())}")
        return found


def _needing(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [g for g in state["generations"] if g["attention"] in {"unclear", "result", "late", "unheard-of"}]


def run_once(seed: int, folder: Path) -> Outcome:
    """Run one seed in a folder that is emptied before and, when all is well, after."""
    own = folder / f"run-{seed}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    outcome = KillRun(seed, own).run()
    if not outcome.complaints:
        shutil.rmtree(own)
    return outcome
