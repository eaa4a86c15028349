"""Measure the expansion language beside dynamicprompts, and what has a fixed limit.

Run with `python -m tests.benchmarks.expansion`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from imagen.domain.expansion import Expansion, Lookups, plan
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from tests.benchmarks.row import Row

SPEC = ParameterSetSpec(
    (
        ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT),
        ParameterSpec("steps", ParameterType.INTEGER, interpolation=Interpolation.VALUES),
    )
)
WORDS = [f"word{number}" for number in range(20)]
OURS = f"a [{','.join(WORDS)}] dog with a [{','.join(WORDS)}] hat in [{','.join(WORDS)}] style"
THEIRS = OURS.replace("[", "{").replace("]", "}").replace(",", "|")
COUNT = 8000
HUGE = " ".join(["[1..1000]"] * 6)
TRIES = 5


def rows() -> list[Row]:
    """Measure everything: peers run beside ours, the best of several tries counts for both."""
    peer = COUNT / _best(_peer)
    return [
        _against_peer("texts of 8,000 generations", peer, COUNT / _best(_texts), 20),
        _against_peer("8,000 generations with choices", peer, COUNT / _best(_recorded), 5),
        _against_limit("plan and count of 10^18", 0.005, _best(lambda: _plan(HUGE))),
        _against_limit("count and sample of 100 of 10^18", 0.001, _sample()),
        _against_limit("plan using a lookup of 100,000 values, again", 0.005, _big_lookup()),
        _against_limit("one of 10^18 by index", 0.001, _one()),
    ]


def _against_peer(name: str, peer: float, ours: float, aim: float) -> Row:
    return Row(name, f"{ours:,.0f}/s", f"dynamicprompts {peer:,.0f}/s", ours / peer, aim)


def _against_limit(name: str, limit: float, seconds: float) -> Row:
    return Row(name, f"{seconds * 1000:.3f} ms", f"limit {limit * 1000:g} ms", limit / seconds, 1)


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(TRIES):
        gc.collect()
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def _plan(prompt: str, lookups: Lookups | None = None) -> Expansion:
    return plan(SPEC, {"prompt": prompt}, lookups or Lookups.of({}), seed=1)


def _peer() -> None:
    from dynamicprompts.generators import CombinatorialPromptGenerator

    made = list(CombinatorialPromptGenerator().generate(THEIRS, COUNT))
    assert len(made) == COUNT


def _texts() -> None:
    assert len(list(_plan(OURS).texts("prompt"))) == COUNT


def _recorded() -> None:
    expansion = _plan(OURS)
    assert len(list(expansion.between(0, expansion.count))) == COUNT


def _sample() -> float:
    expansion = _plan(HUGE)
    return _best(lambda: (expansion.count, expansion.sample(100, 3)))


def _one() -> float:
    expansion = _plan(HUGE)
    return _best(lambda: expansion.at(123_456_789_012_345_678))


def _big_lookup() -> float:
    lookups = Lookups.of({"word": "\n".join(f"word {number}" for number in range(100_000))})
    _plan("a [word] [word] b", lookups)
    return _best(lambda: _plan("a [word] [word] b", lookups))


if __name__ == "__main__":
    for measured in rows():
        print(measured)
