"""Run the pipeline for minutes and count everything at the end: `python -m tests.endurance [GENERATIONS]`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.endurance.run import EnduranceRun


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("generations", nargs="?", type=int, default=10_000, help="generations in all (10000)")
    parser.add_argument("--kills", type=int, default=3, help="how often the program is killed (3)")
    parser.add_argument("--seed", type=int, default=None, help="repeat the instants of an earlier run")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(2**32)
    with tempfile.TemporaryDirectory(prefix="imagen-endurance-") as folder:
        report = EnduranceRun(Path(folder), given.generations, given.kills, random.Random(seed)).run()
    print(f"seed {seed}")
    print(report.table())
    return 0 if report.all_accounted_for else 1


if __name__ == "__main__":
    sys.exit(main())
