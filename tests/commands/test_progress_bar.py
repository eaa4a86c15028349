"""What the progress says."""

from __future__ import annotations

import pytest

from imagen.commands.progress_bar import ProgressBar, duration, summary
from imagen.commands.shop import OrderState


def state(complete: int, **others: int | float | str) -> OrderState:
    values = {"generating": 0, "failed": 0, "cancelled": 0, **others}
    pending = 40 - complete - sum(int(values[name]) for name in ("generating", "failed", "cancelled"))
    return OrderState(id="1", number=7, status="underway", planned=40, pending=pending, complete=complete, **values)  # type: ignore[arg-type]


def test_the_sentence_has_what_matters_only() -> None:
    assert (
        summary(state(12, generating=2, failed=1, seconds_left=12.2)) == "12 of 40 · 2 running · 1 failed · 0:12 left"
    )
    assert summary(state(40, seconds_left=3.0)) == "40 of 40"
    assert summary(state(3, held_reason="the queue is paused")) == "3 of 40 · held: the queue is paused"


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "0:01"), (61, "1:01"), (3723, "1:02:03")])
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_without_a_terminal_there_is_a_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ProgressBar()
    for complete in range(41):
        bar.show(state(complete))
    bar.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"{complete} of 40" for complete in range(0, 41, 4)]


def test_an_order_that_only_waits_for_a_person_is_not_waited_for() -> None:
    assert state(38, generating=2, attention=2).needs_person
    assert not state(37, generating=2, attention=2).needs_person
