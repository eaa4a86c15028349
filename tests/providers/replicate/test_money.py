"""Money and keys: whatever goes wrong on the way, at most one submission is accepted, and the key goes nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    NotConfigured,
    ProviderError,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    Unavailable,
)
from imagen.providers.base import InputFile, RemoteState, Submission
from tests.provider_simulators import Fault
from tests.providers.replicate.conftest import SCHNELL, Bench, content

ESRGAN = "replicate:nightmareai/real-esrgan"
IMAGEN = "replicate:google/imagen-4"

LOST = [
    Fault.drop_after_accept(),
    Fault.html_after_accept(504),
    Fault.cut_body(0.5),
    Fault.truncate(0.5),
    Fault.garbage(),
    Fault.empty_body(),
    Fault.without("id"),
    Fault.huge_body(40_000_000),
]
NEVER_ACCEPTED = [Fault.drop_before_accept(), Fault.refuse(500), Fault.refuse(503), Fault.html(502), Fault.redirect()]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.kind)
def test_a_lost_answer_is_unclear_and_found_again(bench: Bench, fault: Fault) -> None:
    since = datetime.now(UTC)
    bench.sims.replicate.faults.add("predictions.create", fault)
    prepared = bench.prepared(prompt="a cat", num_outputs=2)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert bench.accepted == 1
    handle = bench.provider.find(SCHNELL, prepared, since)
    assert handle is not None
    assert handle.request_id == bench.sims.ledger.entries()[0].job_id
    submission = Submission(handle, prepared)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert len(bench.factory().collect(submission).outputs) == 2
    assert bench.accepted == 1


@pytest.mark.parametrize("fault", NEVER_ACCEPTED, ids=lambda fault: f"{fault.kind}{fault.options.get('status', '')}")
def test_what_may_have_arrived_is_unclear_and_not_sent_again(bench: Bench, fault: Fault) -> None:
    bench.sims.replicate.faults.add("predictions.create", fault)
    prepared, since = bench.prepared(), datetime.now(UTC)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert bench.accepted == 0
    assert len([one for one in bench.sims.recorder.all(method="POST") if one.path.endswith("/predictions")]) == 1
    assert bench.provider.find(SCHNELL, prepared, since) is None


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.refuse(401), AuthenticationFailed),
        (Fault.refuse(402), InsufficientCredit),
        (Fault.refuse(403), Rejected),
        (Fault.refuse(404), ModelGone),
        (Fault.refuse(422), Rejected),
        (Fault.refuse(429, retry_after=7), RateLimited),
        (Fault.answer(400, ["oops"]), Rejected),
        (Fault.answer(422, {"title": "Invalid version or not permitted", "detail": "x"}), ModelGone),
        (Fault.answer(403, {"detail": "Your account is suspended"}), AuthenticationFailed),
        (Fault.answer(403, {"detail": "Set up billing first"}), InsufficientCredit),
        (Fault.answer(413, "<html>too large</html>"), Rejected),
    ],
)
def test_a_refusal_buys_nothing_and_says_what_it_is(bench: Bench, fault: Fault, expected: type[ProviderError]) -> None:
    bench.sims.replicate.faults.add("predictions.create", fault)
    with pytest.raises(expected) as caught:
        bench.submit()
    assert type(caught.value) is expected
    assert bench.accepted == 0


def test_how_long_to_wait_is_told_in_every_form(bench: Bench) -> None:
    forms = [
        (Fault.refuse(429, retry_after=7), 7),
        (Fault.answer(429, {"detail": "slow", "retry_after": 5}), 5),
        (Fault.answer(429, "", headers={"ratelimit-reset": "9"}), 9),
        (Fault.answer(429, ""), None),
    ]
    for fault, seconds in forms:
        bench.sims.replicate.faults.add("predictions.create", fault)
        with pytest.raises(RateLimited) as caught:
            bench.submit()
        assert caught.value.retry_after == (None if seconds is None else timedelta(seconds=seconds))


def test_newcomers_wait_and_go_on(bench: Bench) -> None:
    bench.key = bench.sims.replicate.key_throttled
    bench.submit()
    with pytest.raises(RateLimited) as caught:
        bench.submit(generation="g2")
    assert caught.value.retry_after == timedelta(seconds=10)
    bench.sims.clock.advance(10)
    bench.submit(generation="g2")
    assert bench.accepted == 2


def test_a_refused_input_is_named_as_the_form_names_it(bench: Bench) -> None:
    bench.sims.replicate.faults.add("predictions.create", Fault.refuse(422))
    with pytest.raises(Rejected, match="Width: Must be less than or equal to 1440") as caught:
        bench.submit()
    assert [problem.field for problem in caught.value.problems] == ["width"]
    with pytest.raises(Rejected):
        bench.submit(prompt="x", num_outputs=9)
    assert bench.sims.recorder.count(route="predictions.create") == 1


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.refuse(500), Unavailable),
        (Fault.refuse(503), Unavailable),
        (Fault.html(502), Unavailable),
        (Fault.drop_before_accept(), Unavailable),
        (Fault.refuse(429, retry_after=3), RateLimited),
        (Fault.refuse(401), AuthenticationFailed),
        (Fault.refuse(404), BadResponse),
        (Fault.garbage(), BadResponse),
        (Fault.empty_body(), BadResponse),
        (Fault.answer(200, ["a", "list"]), BadResponse),
        (Fault.html(200), BadResponse),
    ],
)
def test_faults_while_asking_and_collecting_are_passed_over(
    bench: Bench, fault: Fault, expected: type[ImagenError]
) -> None:
    submission = bench.submit()
    bench.sims.replicate.faults.add("predictions.get", fault)
    with pytest.raises(expected):
        bench.check(submission)
    bench.finish(submission)
    bench.restarted(submission)
    before = bench.sims.recorder.count(route="predictions.get")
    bench.sims.replicate.faults.add("predictions.get", fault)
    with pytest.raises(expected):
        bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="predictions.get") == before + 1
    assert bench.factory().collect(submission).outputs
    assert bench.accepted == 1


def test_what_the_client_cannot_read_is_read_all_the_same(bench: Bench) -> None:
    fields = {"version": None, "urls.stream": None, "logs": None, "status": "aborted"}
    bench.sims.replicate.faults.add("predictions.create", Fault.with_fields(fields))
    submission = bench.submit()
    bench.sims.replicate.faults.add("predictions.get", Fault.with_fields({"version": None, "urls": None}))
    bench.check(submission)
    bench.sims.replicate.faults.add("predictions.get", Fault.without("logs", "metrics", "urls", "input", "version"))
    bench.check(submission)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    bench.restarted(submission)
    bench.sims.replicate.faults.add("predictions.get", Fault.without("logs", "metrics", "urls", "input", "version"))
    assert bench.factory().collect(submission).outputs
    assert bench.accepted == 1


def test_find_tells_sisters_apart(bench: Bench) -> None:
    since = datetime.now(UTC)
    made = [bench.submit(prompt="a cat", generation=f"g{number}") for number in range(4)]
    for submission in made:
        found = bench.provider.find(SCHNELL, submission.prepared, since)
        assert found == submission.handle
    other = bench.prepared(prompt="a dog")
    assert bench.provider.find(SCHNELL, other, since) is None
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert bench.provider.find(SCHNELL, made[0].prepared, later) is None


def test_find_of_models_without_seed_gives_the_first_since_then(bench: Bench) -> None:
    before = bench.submit(IMAGEN, prompt="a cat")
    bench.sims.replicate.jobs[before.handle.request_id].created_at -= 30
    since = datetime.now(UTC)
    mine = bench.submit(IMAGEN, prompt="a cat")
    bench.submit(IMAGEN, prompt="a cat")
    found = bench.provider.find(IMAGEN, mine.prepared, since)
    assert found == mine.handle


def test_find_goes_by_replicates_clock(bench: Bench) -> None:
    bench.sims.clock.skew = -400
    since = datetime.now(UTC)
    submission = bench.submit()
    assert bench.provider.find(SCHNELL, submission.prepared, since) == submission.handle


def test_find_compares_files_by_their_being_there(bench: Bench, picture: Callable[..., InputFile]) -> None:
    since = datetime.now(UTC)
    bench.submit(ESRGAN, (picture(),), image="product:in", scale=4)
    mine = bench.submit(ESRGAN, (picture(),), image="product:in", scale=2)
    assert bench.provider.find(ESRGAN, mine.prepared, since) == mine.handle


def test_find_compares_no_secrets(bench: Bench) -> None:
    since, sora = datetime.now(UTC), "replicate:openai/sora-2"
    mine = bench.submit(sora, prompt="a cat", openai_api_key="sk-marked")
    kept = replace(
        mine.prepared, actual_parameters={**mine.prepared.actual_parameters, "openai_api_key": "secret:kept"}
    )
    assert bench.provider.find(sora, kept, since) == mine.handle
    bench.sims.replicate.jobs[mine.handle.request_id].input.pop("openai_api_key")
    assert bench.provider.find(sora, kept, since) == mine.handle


def test_find_looks_through_many_pages(bench: Bench) -> None:
    since = datetime.now(UTC)
    mine = bench.submit(prompt="the first")
    jobs = bench.sims.replicate.jobs
    first = jobs[mine.handle.request_id]
    for number in range(230):
        jobs.add(replace(first, id=f"other{number}", input={"prompt": "others"}))
    assert bench.provider.find(SCHNELL, mine.prepared, since) == mine.handle
    assert bench.sims.recorder.count(route="predictions.list") == 3


def test_the_key_goes_to_replicate_only(
    bench: Bench, picture: Callable[..., InputFile], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = bench.run(prompt="x")
    bench.run(ESRGAN, (picture(),), image="product:in")
    content(made.outputs[0])
    bench.sims.replicate.faults.add("delivery.get", Fault.redirect())
    content(bench.run(prompt="y").outputs[0])
    submission = bench.submit(prompt="z")
    for route in ("predictions.get", "predictions.list", "predictions.create"):
        bench.sims.replicate.faults.add(route, Fault.redirect())
    errors = []
    for act in (
        lambda: bench.check(submission),
        bench.submit,
        lambda: bench.provider.find(SCHNELL, bench.prepared(), datetime.now(UTC)),
    ):
        with pytest.raises(ImagenError) as caught:
            act()
        errors.append(str(caught.value))
    seen = {one.origin for one in bench.sims.recorder.with_key(bench.key or "")}
    assert seen == {bench.sims.recorder.all(route="predictions.get")[0].origin}
    assert not any("r8_" in text for text in [*errors, caplog.text])


def test_a_key_in_a_services_words_is_not_passed_on(bench: Bench) -> None:
    told = {"detail": f"the token {bench.key} is wrong"}
    for status in (400, 401, 402, 403, 422, 429, 404):
        bench.sims.replicate.faults.add("predictions.create", Fault.answer(status, told))
        with pytest.raises(ProviderError) as caught:
            bench.submit()
        assert (bench.key or "") not in f"{caught.value} {caught.value.problems}"


def test_the_key_is_asked_for_at_each_call(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8_of_the_environment")
    monkeypatch.setenv("REPLICATE_BASE_URL", bench.sims.urls["foreign.host"])
    assert bench.provider.problem() is None
    submission = bench.submit()
    bench.key = None
    assert "key" in (bench.provider.problem() or "")
    for act in (lambda: bench.check(submission), bench.submit):
        with pytest.raises(NotConfigured):
            act()
    bench.key = "r8_with\nline"
    with pytest.raises(AuthenticationFailed) as caught:
        bench.submit()
    assert "r8_" not in str(caught.value)
    bench.key = bench.sims.replicate.key_invalid
    with pytest.raises(AuthenticationFailed):
        bench.submit()
    bench.key = f" {bench.sims.replicate.key}\n"
    assert bench.check(submission)
    assert not bench.sims.recorder.with_key("r8_of_the_environment")
    assert bench.sims.recorder.count(service="foreign") == 0


def test_nobody_there_means_nothing_was_bought(bench: Bench) -> None:
    bench.sims.stop()
    with pytest.raises(Unavailable):
        bench.submit()
