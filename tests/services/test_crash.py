"""A program killed in the middle of its work: after the restart everything is there, once and whole."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endurance.run import EnduranceRun, Program


@pytest.fixture
def run(tmp_path: Path) -> Iterator[EnduranceRun]:
    made = EnduranceRun(tmp_path, generations=20, kills=0, chance=random.Random(1))
    yield made
    made.stop_services()


def test_twenty_generations_survive_a_kill_while_they_run(run: EnduranceRun) -> None:
    environment = run.start_services(roomy_seconds=8.0)  # none ends before all have begun, however busy the machine
    program = Program(run.root, environment)
    program.ask("order", model="roomy:pictures", prompt="picture [1..20]")
    # What the kill strikes between its intent and its answer would rightly be shown to a person.
    _until(program, lambda state: state["watched"] == state["running"] == 20)
    program.kill()

    again = Program(run.root, environment)
    assert again.recovered["resumed"] + again.recovered["found"] + again.recovered["requeued"] == 20
    _until(again, lambda state: state["done"] == 20)
    again.end()
    report = run.report(seconds=1)
    assert report.all_accounted_for, report.table()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kills_at_random_instants_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    report = EnduranceRun(tmp_path, generations=120, kills=2, chance=random.Random(seed)).run()
    assert report.all_accounted_for, report.table()


def _until(program: Program, reached: object) -> None:
    assert callable(reached)
    for _ in range(600):
        if reached(program.ask("state")):
            return
        time.sleep(0.05)
    raise AssertionError("It did not come about in time.")
