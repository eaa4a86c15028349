"""Measure everything that PERFORMANCE promises and that exists: `python -m tests.benchmarks [NAME …]`."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("expansion", "ordering", "gallery", "gallery_browser", "importing", "starting", "arriving", "producing")


def main(wanted: list[str]) -> int:
    """Print a row for each figure; 1 when one falls short."""
    unknown = set(wanted) - set(NAMES)
    if unknown:
        print(f"There is no benchmark named {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
        return 2
    reached = True
    for name in wanted or NAMES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        for row in import_module(f"tests.benchmarks.{name}").rows():
            print(row, flush=True)
            reached = reached and row.reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
