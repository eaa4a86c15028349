"""Requests whose answers were lost are found in fal's own list, and sisters are told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imagen.domain.errors import ProviderError
from imagen.providers.base import InputFile
from tests.providers.fal.conftest import SCHNELL, Bench

ESRGAN = "fal:fal-ai/esrgan"
KLING = "fal:fal-ai/kling-video/v2.1/master/text-to-video"


def test_find_tells_sisters_apart(bench: Bench) -> None:
    since = datetime.now(UTC)
    made = [bench.submit(prompt="a cat", generation=f"g{number}") for number in range(4)]
    for submission in made:
        found = bench.provider.find(SCHNELL, submission.prepared, since)
        assert found is not None
        assert found.request_id == submission.handle.request_id
    assert bench.provider.find(SCHNELL, bench.prepared(prompt="a dog"), since) is None
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert bench.provider.find(SCHNELL, made[0].prepared, later) is None


def test_find_of_models_without_seed_gives_the_first_since_then(bench: Bench) -> None:
    before = bench.submit(KLING, prompt="a cat")
    bench.sims.fal.jobs[before.handle.request_id].created_at -= 30
    since = datetime.now(UTC)
    mine = bench.submit(KLING, prompt="a cat")
    bench.submit(KLING, prompt="a cat")
    found = bench.provider.find(KLING, mine.prepared, since)
    assert found is not None
    assert found.request_id == mine.handle.request_id


def test_find_goes_by_fals_clock(bench: Bench) -> None:
    bench.sims.clock.skew = -400
    since = datetime.now(UTC)
    submission = bench.submit()
    found = bench.provider.find(SCHNELL, submission.prepared, since)
    assert found is not None
    assert found.request_id == submission.handle.request_id


def test_find_compares_files_by_their_being_there(bench: Bench, picture: Callable[..., InputFile]) -> None:
    since = datetime.now(UTC)
    bench.submit(ESRGAN, (picture(),), image_url="product:in", scale=4)
    mine = bench.submit(ESRGAN, (picture(),), image_url="product:in", scale=2)
    found = bench.provider.find(ESRGAN, mine.prepared, since)
    assert found is not None
    assert found.request_id == mine.handle.request_id


def test_find_looks_through_many_pages(bench: Bench) -> None:
    since = datetime.now(UTC)
    mine = bench.submit(prompt="the first")
    jobs = bench.sims.fal.jobs
    first = jobs[mine.handle.request_id]
    for number in range(230):
        jobs.add(replace(first, id=f"other{number}", input={"prompt": "others"}))
    found = bench.provider.find(SCHNELL, mine.prepared, since)
    assert found is not None
    assert found.request_id == mine.handle.request_id
    assert bench.sims.recorder.count(route="requests.list") == 3


def test_a_list_that_the_key_may_not_see(bench: Bench) -> None:
    bench.sims.fal.history_needs_admin = True
    with pytest.raises(ProviderError, match="list of requests") as caught:
        bench.provider.find(SCHNELL, bench.prepared(), datetime.now(UTC))
    assert type(caught.value) is ProviderError
    bench.key = bench.sims.fal.key_admin
    assert bench.provider.find(SCHNELL, bench.prepared(), datetime.now(UTC)) is None
