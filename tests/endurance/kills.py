"""Run the pipeline against simulated services and kill it at random, hundreds of times: `python -m tests.endurance.kills`."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.endurance.kill_run import Outcome, run_once


def main() -> int:
    """Run them all; 1 when one complains."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.kills", description=__doc__)
    parser.add_argument("--runs", type=int, default=200, help="how many runs (200)")
    parser.add_argument("--seed", type=int, default=None, help="the seed of the first run; the next ones count up")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for what runs that complain leave behind")
    given = parser.parse_args()
    first = given.seed if given.seed is not None else random.randrange(1_000_000)
    seeds = range(first, first + given.runs)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="imagen-kills-"))
    outcomes = _run_all(seeds, folder, given.jobs)
    print(_table(outcomes))
    return 1 if any(outcome.complaints for outcome in outcomes) else 0


def _run_all(seeds: range, folder: Path, jobs: int) -> list[Outcome]:
    began, outcomes = time.monotonic(), list[Outcome]()
    context = multiprocessing.get_context("fork")
    waiting, answers = context.SimpleQueue(), context.SimpleQueue()
    for seed in [*seeds, *[None] * jobs]:
        waiting.put(seed)
    workers = [context.Process(target=_work, args=(waiting, answers, folder)) for _ in range(jobs)]
    for worker in workers:
        worker.start()
    for _ in seeds:
        outcome: Outcome = answers.get()
        outcomes.append(outcome)
        if outcome.complaints:
            print("\r" + _complaint(outcome, folder), file=sys.stderr)
        _show(len(outcomes), len(seeds), time.monotonic() - began)
    for worker in workers:
        worker.join()
    return outcomes


def _work(
    waiting: multiprocessing.SimpleQueue[int | None], answers: multiprocessing.SimpleQueue[Outcome], folder: Path
) -> None:
    while (seed := waiting.get()) is not None:
        try:
            outcome = run_once(seed, folder)
        except Exception:
            outcome = Outcome(seed, [f"the run itself broke off: {traceback.format_exc()}"])
        answers.put(outcome)


def _show(done: int, of: int, seconds: float) -> None:
    left = seconds / done * (of - done)
    bar = "█" * round(30 * done / of)
    print(f"\r{bar:<30} {done:>4} of {of} · {left:4.0f} s left   ", end="", file=sys.stderr, flush=True)


def _complaint(outcome: Outcome, folder: Path) -> str:
    lines = [f"  - {one}" for one in outcome.complaints]
    again = f"python -m tests.endurance.kills --runs 1 --jobs 1 --seed {outcome.seed} --keep {folder}"
    return "\n".join([f"seed {outcome.seed} complains:" + " " * 40, *lines, f"  again: {again}", ""])


def _table(outcomes: list[Outcome]) -> str:
    total: Counter[str] = sum((outcome.counted for outcome in outcomes), Counter())
    bad = [outcome.seed for outcome in outcomes if outcome.complaints]
    seeds = [outcome.seed for outcome in outcomes]
    rows = {"runs": len(outcomes), "seeds": f"{min(seeds)} to {max(seeds)}", **dict(sorted(total.items()))}
    lines = ["", *(f"{name:<28}{value}" for name, value in rows.items())]
    lines.append(f"NOT ACCOUNTED FOR: seeds {bad}" if bad else "everything is accounted for in every run")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
