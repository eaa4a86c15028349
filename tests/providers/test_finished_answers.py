"""What the last look brought is kept until it is taken, once, and never too much of it."""

from __future__ import annotations

import httpx

from imagen.providers.finished_answers import LARGEST_KEPT, MOST_KEPT, FinishedAnswers


def test_an_answer_is_taken_once() -> None:
    answers: FinishedAnswers[str] = FinishedAnswers()
    answers.keep("a", "done", httpx.Response(200, content=b"{}"))
    assert answers.take("a") == "done"
    assert answers.take("a") is None


def test_a_large_answer_is_not_kept() -> None:
    answers: FinishedAnswers[str] = FinishedAnswers()
    answers.keep("a", "done", httpx.Response(200, content=b" " * (LARGEST_KEPT + 1)))
    assert answers.take("a") is None


def test_the_oldest_goes_where_nobody_takes_any() -> None:
    answers: FinishedAnswers[int] = FinishedAnswers()
    for number in range(MOST_KEPT + 1):
        answers.keep(f"a{number}", number, httpx.Response(200))
    assert answers.take("a0") is None
    assert answers.take("a1") == 1
    assert answers.take(f"a{MOST_KEPT}") == MOST_KEPT
