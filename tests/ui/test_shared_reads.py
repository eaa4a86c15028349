"""Ten pages that ask at once are answered by one read, and nobody by an old one."""

from __future__ import annotations

import asyncio
import threading

import pytest

from imagen.ui.shared_reads import SharedReads


async def test_the_same_question_at_the_same_moment_is_asked_once() -> None:
    asked: list[str] = []
    reads = SharedReads(lambda: 7)

    def answer() -> str:
        asked.append(threading.current_thread().name)
        return "all"

    answers = await asyncio.gather(*(reads.read("what", answer) for _ in range(10)))
    assert answers == ["all"] * 10
    assert len(asked) == 1


async def test_what_happens_between_makes_it_a_new_question() -> None:
    moment = 0
    reads = SharedReads(lambda: moment)
    assert await reads.read("what", lambda: "before") == "before"
    moment = 1
    assert await reads.read("what", lambda: "after") == "after"


async def test_one_page_that_leaves_takes_nothing_from_the_others() -> None:
    reads = SharedReads(lambda: 0)
    go_on = threading.Event()

    def slow() -> str:
        go_on.wait(10)
        return "there"

    leaving = asyncio.create_task(reads.read("what", slow))
    staying = asyncio.create_task(reads.read("what", slow))
    await asyncio.sleep(0.01)
    leaving.cancel()
    go_on.set()
    assert await staying == "there"


async def test_an_error_reaches_everybody() -> None:
    reads = SharedReads(lambda: 0)

    def fail() -> str:
        raise ValueError("meant to fail")

    for _ in range(2):
        with pytest.raises(ValueError, match="meant to fail"):
            await reads.read("what", fail)


async def test_what_failed_is_asked_anew() -> None:
    reads = SharedReads(lambda: 1)
    answers = [ValueError("not now"), 7]

    def read() -> int:
        answer = answers.pop(0)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not now"):
        await reads.read("figures", read)
    assert await reads.read("figures", read) == 7
    assert await reads.read("figures", read) == 7
