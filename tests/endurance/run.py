"""Start the services and the program, order, reorder, pause and kill, and compare what was bought with what is there."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NARROW_SHARE = 0.05
_WORKERS = 8  # so many can be between an intent and its request
_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Report:
    """What was ordered, bought and found; everything is accounted for when the three agree.

    A kill between an intent and its request leaves one for a person to decide about, which was not bought.
    """

    ordered: int
    complete: int
    products: int
    accepted: int
    bought_twice: int
    missing_files: int
    half_files: int
    unclear: int
    most_in_flight: int
    largest_memory_mb: float
    seconds: float
    kills: int
    recoveries: list[dict[str, int]] = field(default_factory=list)

    @property
    def all_accounted_for(self) -> bool:
        return (
            self.complete == self.products == self.accepted == self.ordered - self.unclear
            and self.unclear <= _WORKERS * self.kills
            and not self.bought_twice + self.missing_files + self.half_files
        )

    def table(self) -> str:
        rows = {
            "generations ordered": self.ordered,
            "complete": self.complete,
            "products": self.products,
            "submissions accepted by the services": self.accepted,
            "generations bought twice": self.bought_twice,
            "products without their file": self.missing_files,
            "half files": self.half_files,
            "submissions left unclear": self.unclear,
            "most in flight at once": self.most_in_flight,
            "largest memory of the program": f"{self.largest_memory_mb:.0f} MB",
            "kills": self.kills,
            "time": f"{self.seconds:.0f} s ({self.ordered / self.seconds:.0f} generations a second)",
        }
        lines = [f"{name:<38}{value}" for name, value in rows.items()]
        lines += [f"after a kill: {recovered}" for recovered in self.recoveries]
        return "\n".join([*lines, "all accounted for" if self.all_accounted_for else "NOT ALL ACCOUNTED FOR"])


class Program:
    """The program under test, spoken to line by line."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.program", str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=_CHECKOUT,
        )
        self.recovered: dict[str, int] = self._read()["recovered"]

    def ask(self, do: str, **details: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **details}) + "\n")
        self._process.stdin.flush()
        return self._read()["answer"]

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(resident.split()[1]) / 1024

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The program ended with {self._process.wait()}.")
        answer: dict[str, Any] = json.loads(line)
        return answer


class EnduranceRun:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, generations: int, kills: int, chance: random.Random) -> None:
        self.root = folder / "data"
        self._ledgers = {"roomy": folder / "roomy.ledger", "narrow": folder / "narrow.ledger"}
        self._narrow = max(round(generations * NARROW_SHARE), 1)
        self._roomy = generations - self._narrow
        self._kills = kills
        self._chance = chance
        self._services: list[subprocess.Popen[str]] = []
        self._most_in_flight = 0
        self._memory = 0.0
        self._recoveries: list[dict[str, int]] = []

    def run(self) -> Report:
        """Do it all and report."""
        try:
            environment = self.start_services()
            began = time.monotonic()
            self._produce(environment)
            return self.report(time.monotonic() - began)
        finally:
            self.stop_services()

    def stop_services(self) -> None:
        for service in self._services:
            service.kill()
            service.wait()

    def start_services(self, roomy_seconds: float = 2.0) -> dict[str, str]:
        """Start both services; a job of the roomy one takes so many seconds."""
        environment = dict(os.environ)
        for name, at_once, seconds in (("roomy", 1000, roomy_seconds), ("narrow", 2, 0.1)):
            service = subprocess.Popen(
                [sys.executable, "-m", "tests.fakes.made_up_service", self._ledgers[name], str(at_once), str(seconds)],
                stdout=subprocess.PIPE,
                text=True,
                cwd=_CHECKOUT,
            )
            self._services.append(service)
            assert service.stdout is not None
            environment[f"MADE_UP_{name.upper()}"] = f"http://127.0.0.1:{service.stdout.readline().strip()}"
        return environment

    def _produce(self, environment: dict[str, str]) -> None:
        program = Program(self.root, environment)
        half = self._roomy // 2
        program.ask("order", model="roomy:pictures", prompt=f"a [1..{half}] picture")
        last = program.ask("order", model="roomy:pictures", prompt=f"another [1..{self._roomy - half}] picture")
        program.ask("order", model="narrow:pictures", prompt=f"a narrow [1..{self._narrow}] picture")
        queue = program.ask("first", order=last)
        assert queue[0] == last, "the order that was moved is made first"
        ordered = self._roomy + self._narrow
        marks = sorted(self._chance.uniform(0.05, 0.85) * ordered for _ in range(self._kills))
        pause_at: float | None = ordered * 0.3
        while True:
            state = program.ask("state")
            self._most_in_flight = max(self._most_in_flight, state["running"])
            self._memory = max(self._memory, program.memory_mb())
            self._show(state, ordered)
            if state["done"] >= ordered or (
                state["attention"] and not state["waiting"] and state["running"] <= state["attention"]
            ):
                break
            if marks and state["done"] >= marks[0]:
                marks.pop(0)
                time.sleep(self._chance.uniform(0, 0.5))
                program.kill()
                program = Program(self.root, environment)
                self._recoveries.append(program.recovered)
            if pause_at is not None and state["done"] >= pause_at:
                pause_at = None
                self._pause(program)
            time.sleep(0.25)
        program.end()

    def _pause(self, program: Program) -> None:
        program.ask("pause")
        waiting = self._still_waiting(program)
        time.sleep(1.0)
        after = program.ask("state")
        assert after["waiting"] == waiting, "nothing is submitted while the queue is paused"
        program.ask("resume")

    def _still_waiting(self, program: Program) -> int:
        """Tell how many wait once those are through that were being submitted when the queue was paused."""
        waiting: int = program.ask("state")["waiting"]
        for _ in range(40):
            time.sleep(0.25)
            before, waiting = waiting, program.ask("state")["waiting"]
            if waiting == before:
                break
        return waiting

    def _show(self, state: dict[str, int], ordered: int) -> None:
        bar = "█" * round(30 * state["done"] / ordered)
        text = f"{bar:<30} {state['done']:>6,} of {ordered:,} · {state['running']} in flight · {state['waiting']:,} waiting"
        print(f"\r{text}   ", end="" if state["done"] < ordered else "\n", file=sys.stderr, flush=True)

    def report(self, seconds: float) -> Report:
        bought: dict[str, int] = {}
        for ledger in self._ledgers.values():
            for line in ledger.read_text().splitlines():
                generation = json.loads(line)["generation"]
                bought[generation] = bought.get(generation, 0) + 1
        with closing(sqlite3.connect(self.root / "imagen.db")) as database:
            one = lambda query: database.execute(query).fetchone()[0]  # noqa: E731
            paths = [row[0] for row in database.execute("SELECT path FROM product")]
            return Report(
                ordered=self._roomy + self._narrow,
                complete=one("SELECT count(*) FROM generation WHERE status = 'complete'"),
                products=one("SELECT count(*) FROM product"),
                accepted=sum(bought.values()),
                bought_twice=sum(1 for count in bought.values() if count > 1),
                missing_files=sum(1 for path in paths if not (self.root / "media" / path).exists()),
                half_files=sum(1 for _ in (self.root / "parts").iterdir()),
                unclear=one("SELECT count(*) FROM generation WHERE waiting_for IS NOT NULL"),
                most_in_flight=self._most_in_flight,
                largest_memory_mb=self._memory,
                seconds=seconds,
                kills=self._kills,
                recoveries=self._recoveries,
            )
