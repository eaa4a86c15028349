"""Live through every fault on every route of every provider: `python -m tests.endurance.faults`."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import sys
import time
import traceback
from collections import Counter

from tests.faults.living import Lived, live
from tests.faults.plans import Case, cases


def main() -> int:
    """Live through them; 1 when one complains."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.faults", description=__doc__)
    parser.add_argument("words", nargs="*", help="only cases with all of these words in their names")
    parser.add_argument("--every", type=int, default=1, help="only every so-many-th case")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    parser.add_argument("--said", action="store_true", help="print what the app said of each case")
    given = parser.parse_args()
    chosen = [case for case in cases() if all(word in case.id for word in given.words)][:: given.every]
    lived = _live_all(chosen, given.jobs)
    if given.said:
        for one in sorted(lived, key=lambda item: item.case.id):
            print(one.case.id, *(f"\n    {text}" for text in sorted(one.said)))
    print(_table(lived))
    return 1 if any(one.complaints for one in lived) else 0


def _live_all(chosen: list[Case], jobs: int) -> list[Lived]:
    began, lived = time.monotonic(), list[Lived]()
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=_begin) as pool:
        for one in pool.imap_unordered(_live, chosen):
            lived.append(one)
            if one.complaints:
                lines = [f"  - {text}" for text in one.complaints]
                print("\n".join([f"\r{one.case.id}" + " " * 40, *lines]), file=sys.stderr)
            _show(len(lived), len(chosen), time.monotonic() - began)
    return lived


def _begin() -> None:
    logging.disable(logging.CRITICAL)


def _live(case: Case) -> Lived:
    try:
        return live(case)
    except Exception:
        return Lived(case, 0, [f"the case itself broke off: {traceback.format_exc()}"])


def _show(done: int, of: int, seconds: float) -> None:
    bar = "█" * round(30 * done / of)
    left = seconds / done * (of - done)
    print(f"\r{bar:<30} {done:>5,} of {of:,} · {left:4.0f} s left   ", end="", file=sys.stderr, flush=True)


def _table(lived: list[Lived]) -> str:
    rows = Counter((one.case.provider, one.case.use) for one in lived)
    struck = Counter((one.case.provider, one.case.use) for one in lived if one.struck)
    bad = Counter((one.case.provider, one.case.use) for one in lived if one.complaints)
    lines = ["", f"{'provider':<12}{'use':<12}{'cases':>7}{'struck':>8}{'wrong':>7}"]
    lines += [
        f"{p:<12}{use:<12}{count:>7}{struck[p, use]:>8}{bad[p, use]:>7}" for (p, use), count in sorted(rows.items())
    ]
    lines.append(f"{'':<24}{len(lived):>7}{struck.total():>8}{bad.total():>7}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
