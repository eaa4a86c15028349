"""A sample of all faults on all routes: bought once at most, nothing lost, everything explained, and complete once mended.

The whole matrix is lived through by `python -m tests.endurance.faults`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults.living import live
from tests.faults.plans import ROUTES, Case, cases, sample

_SAMPLE = sample(46)


@pytest.mark.parametrize("case", _SAMPLE, ids=lambda case: case.id)
def test_money_files_and_words_are_safe(case: Case) -> None:
    lived = live(case)
    assert not lived.complaints, "\n".join(lived.complaints)
    assert lived.struck, "the fault never happened"


def test_the_sample_is_spread_over_everything() -> None:
    everything = cases()
    assert len({case.id for case in everything}) == len(everything)
    uses = Counter((case.provider, case.use) for case in _SAMPLE)
    assert set(uses) == {(provider, use) for provider, names in ROUTES.items() for use in names}
    assert len({case.fault.kind for case in _SAMPLE}) > 15
    assert any(case.is_run for case in _SAMPLE)
