"""A sample of all faults on all routes: bought once at most, nothing lost, everything explained, and complete once mended.

The whole matrix is lived through by `python -m tests.endurance.faults`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.living import live
from tests.faults.plans import ROUTES, Case, cases, sample
from tests.faults.scene import SharedDecoders

_SAMPLE = sample(46)


@pytest.fixture(scope="module")
def decoders() -> Iterator[SharedDecoders]:
    made = SharedDecoders()
    yield made
    made.end()


@pytest.mark.parametrize("case", _SAMPLE, ids=lambda case: case.id)
def test_money_files_and_words_are_safe(case: Case, decoders: SharedDecoders) -> None:
    lived = live(case, decoders)
    assert not lived.complaints, "\n".join(lived.complaints)
    assert lived.struck, "the fault never happened"


def test_the_sample_is_spread_over_everything() -> None:
    everything = cases()
    assert len({case.id for case in everything}) == len(everything)
    uses = Counter((case.provider, case.use) for case in _SAMPLE)
    assert set(uses) == {(provider, use) for provider, names in ROUTES.items() for use in names}
    assert len({case.fault.kind for case in _SAMPLE}) > 15
    assert any(case.is_run for case in _SAMPLE)
