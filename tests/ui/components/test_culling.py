"""What was decided while culling: in turn, taken back in turn, and told at the end."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.ui.components.cull_decisions import Decisions, Verdict
from imagen.ui.components.walking import Given

IDS = [uuid4() for _ in range(5)]


def test_each_is_decided_about_once_and_in_turn() -> None:
    decisions = Decisions([*IDS, IDS[0]])
    verdicts = [Verdict.KEPT, Verdict.REJECTED, Verdict.RATED, Verdict.SKIPPED, Verdict.KEPT]
    for product_id, verdict in zip(IDS, verdicts, strict=True):
        assert decisions.current == product_id
        decisions.decide(verdict, 3 if verdict is Verdict.RATED else None)
    assert decisions.current is None
    assert decisions.decide(Verdict.KEPT) is None
    assert decisions.of(Verdict.KEPT) == [IDS[0], IDS[4]]
    assert decisions.of(Verdict.REJECTED) == [IDS[1]]


def test_the_last_decision_is_taken_back_itself() -> None:
    decisions = Decisions(IDS)
    made = decisions.decide(Verdict.RATED, 4)
    assert made is not None
    assert decisions.take_back() is made
    assert decisions.current == IDS[0]
    assert decisions.take_back() is None


def test_what_was_skipped_comes_once_more_and_the_rest_stays_decided() -> None:
    decisions = Decisions(IDS)
    for verdict in (Verdict.REJECTED, Verdict.SKIPPED, Verdict.KEPT, Verdict.SKIPPED, Verdict.REJECTED):
        decisions.decide(verdict)
    decisions.resume_skipped()
    assert decisions.coming(9) == [IDS[1], IDS[3]]
    decisions.decide(Verdict.KEPT)
    assert decisions.of(Verdict.KEPT) == [IDS[2], IDS[1]]
    assert decisions.of(Verdict.REJECTED) == [IDS[0], IDS[4]]
    decisions.leave_out([IDS[0], IDS[4]])
    assert decisions.coming(9) == [IDS[3]]
    assert decisions.of(Verdict.REJECTED) == []


@given(st.lists(st.sampled_from([*Verdict, None]), max_size=12))
def test_deciding_and_stepping_back_never_lose_or_double_one(steps: list[Verdict | None]) -> None:
    decisions = Decisions(IDS)
    for step in steps:
        if step is None:
            decisions.take_back()
        else:
            decisions.decide(step)
        decided = [one.product_id for one in decisions.made]
        assert [*decided, *decisions.coming(len(IDS))] == IDS
        assert sorted(decided) == sorted(one for verdict in Verdict for one in decisions.of(verdict))


@pytest.mark.parametrize(
    ("at", "reach", "before", "behind"),
    [(0, 2, [], [1, 2]), (2, 1, [1], [3]), (4, 9, [0, 1, 2, 3], []), (2, 9, [0, 1], [3, 4])],
)
def test_a_list_is_walked_within_its_ends(at: int, reach: int, before: list[int], behind: list[int]) -> None:
    walk = Given(IDS)
    assert walk.around(IDS[at], reach) == ([IDS[n] for n in before], [IDS[n] for n in behind])
    assert walk.place(IDS[at]) == (at, len(IDS))


def test_what_is_gone_from_a_list_is_passed_over() -> None:
    walk = Given(IDS)
    walk.without(IDS[2])
    assert walk.around(IDS[1], 1) == ([IDS[0]], [IDS[3]])
    assert walk.around(IDS[2], 1) == ([], [])
    assert walk.place(IDS[2]) == (None, 4)
    assert walk.place(UUID(int=0)) == (None, 4)
