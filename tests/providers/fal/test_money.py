"""Money and keys: whatever goes wrong on the way, at most one submission is accepted, and the key goes nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ContentBlocked,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    NoCapacity,
    NotConfigured,
    ProviderError,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    TimedOut,
    Unavailable,
)
from imagen.providers.base import InputFile, RemoteState, Submission
from tests.provider_simulators import Fault
from tests.providers.fal.conftest import PARTS, SCHNELL, Bench, content

ESRGAN = "fal:fal-ai/esrgan"
LOST = [
    Fault.drop_after_accept(),
    Fault.html_after_accept(504),
    Fault.cut_body(0.5),
    Fault.truncate(0.5),
    Fault.garbage(),
    Fault.empty_body(),
    Fault.without("request_id"),
    Fault.huge_body(40_000_000),
]
NEVER_ACCEPTED = [
    Fault.drop_before_accept(),
    Fault.refuse(409),
    Fault.answer(408, {"detail": "slow"}),
    Fault.refuse(500),
    Fault.refuse(503),
    Fault.refuse(504),
    Fault.html(502),
    Fault.redirect(),
    Fault.redirect("fal.run"),
]


def sent(bench: Bench) -> int:
    return bench.sims.recorder.count(route="queue.submit") + bench.sims.recorder.count(route="run")


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.kind)
def test_a_lost_answer_is_unclear_and_found_again(bench: Bench, fault: Fault) -> None:
    since = datetime.now(UTC)
    bench.sims.fal.faults.add("queue.submit", fault)
    prepared = bench.prepared(prompt="a cat", num_images=2)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert bench.accepted == sent(bench) == 1
    handle = bench.provider.find(SCHNELL, prepared, since)
    assert handle is not None
    assert handle.request_id == bench.sims.ledger.entries()[0].job_id
    submission = Submission(handle, prepared)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert len(bench.factory().collect(submission).outputs) == 2
    assert bench.accepted == 1


@pytest.mark.parametrize("fault", NEVER_ACCEPTED, ids=lambda fault: f"{fault.kind}{fault.options.get('status', '')}")
def test_what_may_have_arrived_is_unclear_and_not_sent_again(bench: Bench, fault: Fault) -> None:
    bench.sims.fal.faults.add("queue.submit", fault)
    prepared, since = bench.prepared(), datetime.now(UTC)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert (bench.accepted, sent(bench)) == (0, 1)
    assert bench.provider.find(SCHNELL, prepared, since) is None


@pytest.mark.parametrize(
    ("fault", "expected", "words"),
    [
        (Fault.refuse(401), AuthenticationFailed, "key"),
        (Fault.answer(402, {"detail": "Insufficient funds"}), InsufficientCredit, "credit"),
        (Fault.refuse(403, "exhausted"), InsufficientCredit, "Exhausted balance"),
        (Fault.refuse(403, "top_up"), InsufficientCredit, "TOP_UP"),
        (Fault.refuse(403, "admin_lock"), InsufficientCredit, "support"),
        (Fault.refuse(403, "scope"), AuthenticationFailed, "scope"),
        (Fault.refuse(404), ModelGone, "endpoint"),
        (Fault.refuse(422), Rejected, "Prompt is required"),
        (
            Fault.answer(422, {"detail": [{"type": "content_policy_violation", "msg": "Flagged"}]}),
            ContentBlocked,
            "Flagged",
        ),
        (Fault.answer(422, {"detail": "x", "error_type": "content_policy_violation"}), ContentBlocked, "x"),
        (Fault.answer(422, {"detail": ["odd", 7, {}]}), Rejected, "not accepted"),
        (Fault.answer(422, {"detail": [{"loc": "body", "msg": None}]}), Rejected, "not accepted"),
        (Fault.refuse(429, retry_after=7), RateLimited, "wait"),
        (Fault.answer(400, ["oops"]), Rejected, "400"),
        (Fault.answer(413, "<html>too large</html>"), Rejected, "large"),
    ],
)
def test_a_refusal_buys_nothing_and_says_what_it_is(
    bench: Bench, fault: Fault, expected: type[ProviderError], words: str
) -> None:
    bench.sims.fal.faults.add("queue.submit", fault)
    with pytest.raises(expected, match=words) as caught:
        bench.submit()
    assert type(caught.value) is expected
    assert (bench.accepted, sent(bench)) == (0, 1)


@pytest.mark.parametrize("account", ["key_without_credit", "key_locked"])
def test_accounts_without_money(bench: Bench, account: str) -> None:
    bench.key = getattr(bench.sims.fal, account)
    with pytest.raises(InsufficientCredit):
        bench.submit()


def test_how_long_to_wait_is_told_in_every_form(bench: Bench) -> None:
    for told, least, most in ((7, 7, 7), ("date:90", 80, 91), ("soon", None, None), (None, None, None)):
        bench.sims.fal.faults.add("queue.submit", Fault.refuse(429, retry_after=told))
        with pytest.raises(RateLimited) as caught:
            bench.submit()
        waits = caught.value.retry_after
        assert (waits is None) == (least is None)
        if waits is not None:
            assert timedelta(seconds=least or 0) <= waits <= timedelta(seconds=most or 0)


def test_a_refused_input_is_named_as_the_form_names_it(bench: Bench) -> None:
    told = {
        "loc": ["body", "image_size", "ImageSize", "width"],
        "msg": "Input should be less",
        "type": "less_than_equal",
    }
    bench.sims.fal.faults.add(
        "queue.submit", Fault.answer(422, {"detail": [told, {**told, "loc": ["body", "new", 0]}]})
    )
    with pytest.raises(Rejected, match="Image size: Input should be less") as caught:
        bench.submit()
    assert [problem.field for problem in caught.value.problems] == ["image_size", "new.0"]
    with pytest.raises(Rejected):
        bench.submit(prompt="x", num_images=900)
    assert sent(bench) == 1


FAULTS_OF_GETS = [
    (Fault.refuse(500), Unavailable),
    (Fault.refuse(503), NoCapacity),
    (Fault.refuse(504), TimedOut),
    (Fault.html(502), Unavailable),
    (Fault.drop_before_accept(), Unavailable),
    (Fault.refuse(409), Unavailable),
    (Fault.refuse(429, retry_after=3), RateLimited),
    (Fault.refuse(401), AuthenticationFailed),
    (Fault.refuse(404), BadResponse),
    (Fault.garbage(), BadResponse),
    (Fault.empty_body(), BadResponse),
    (Fault.html(200), BadResponse),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS_OF_GETS)
def test_faults_while_asking_and_collecting_are_passed_over(
    bench: Bench, fault: Fault, expected: type[ImagenError]
) -> None:
    submission, count = bench.submit(), bench.sims.recorder.count
    bench.sims.fal.faults.add("queue.status", fault)
    with pytest.raises(expected):
        bench.check(submission)
    bench.sims.fal.faults.add("queue.result", fault)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    before = count(route="queue.result")
    bench.sims.fal.faults.add("queue.result", fault)
    with pytest.raises(expected):
        bench.factory().collect(submission)
    assert count(route="queue.result") == before + 1
    assert bench.factory().collect(submission).outputs
    assert bench.accepted == 1


def test_a_status_that_is_no_object(bench: Bench) -> None:
    submission = bench.submit()
    bench.sims.fal.faults.add("queue.status", Fault.answer(200, ["a", "list"]))
    with pytest.raises(BadResponse):
        bench.check(submission)


def test_what_the_client_cannot_read_is_read_all_the_same(bench: Bench) -> None:
    bench.sims.fal.faults.add("queue.submit", Fault.without("response_url", "status_url", "cancel_url", "status"))
    submission = bench.submit()
    assert submission.handle.urls == {}
    for odd in (Fault.without("logs", "queue_position", "status"), Fault.with_fields({"logs": {}, "metrics": None})):
        bench.sims.fal.faults.add("queue.status", odd)
        bench.check(submission)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert bench.factory().collect(submission).outputs
    assert bench.accepted == 1


def test_the_key_goes_to_fal_only(
    bench: Bench, picture: Callable[..., InputFile], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = bench.run(prompt="x")
    bench.run(ESRGAN, (picture(),), image_url="product:in")
    content(made.outputs[0])
    bench.sims.fal.faults.add("media.get", Fault.redirect())
    content(bench.run(prompt="y").outputs[0])
    submission = bench.submit(prompt="z")
    for route in ("queue.status", "queue.submit", "requests.list", "uploads.token", "uploads.file"):
        bench.sims.fal.faults.add(route, Fault.redirect())
    errors = []
    for act in (
        lambda: bench.check(submission),
        bench.submit,
        lambda: bench.provider.find(SCHNELL, bench.prepared(), datetime.now(UTC)),
        lambda: bench.submit(ESRGAN, (picture(product="a"),), image_url="product:a"),
    ):
        with pytest.raises(ImagenError) as caught:
            act()
        errors.append(str(caught.value))
    own = {f"fal.{part}" for part in PARTS} - {"fal.cdn", "fal.run"}
    key = bench.key or ""
    for secret in (key, key.partition(":")[2]):
        assert {f"fal.{one.origin.rpartition('.')[2]}" for one in bench.sims.recorder.with_key(secret)} == own
        assert not any(secret in text for text in [*errors, caplog.text])
    assert not any(one.authorization for one in bench.sims.recorder.all(service="foreign"))


def test_a_key_in_a_services_words_is_not_passed_on(bench: Bench) -> None:
    told = {"detail": f"Key {bench.key} is wrong"}
    for status in (400, 401, 402, 403, 422, 429, 404):
        bench.sims.fal.faults.add("queue.submit", Fault.answer(status, told))
        with pytest.raises(ProviderError) as caught:
            bench.submit()
        secret = (bench.key or "").partition(":")[2]
        assert secret not in f"{caught.value} {caught.value.problems}"


def test_the_key_is_asked_for_at_each_call(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAL_KEY", "environment-key:oftheenvironment")
    assert bench.provider.problem() is None
    submission = bench.submit()
    bench.key = None
    assert "key" in (bench.provider.problem() or "")
    for act in (lambda: bench.check(submission), bench.submit):
        with pytest.raises(NotConfigured):
            act()
    bench.key = "abc:with\nline"
    with pytest.raises(AuthenticationFailed) as caught:
        bench.submit()
    assert "abc" not in str(caught.value)
    bench.key = bench.sims.fal.key_invalid
    with pytest.raises(AuthenticationFailed):
        bench.submit()
    bench.key = f" {bench.sims.fal.key}\n"
    assert bench.check(submission)
    assert not bench.sims.recorder.with_key("oftheenvironment")
    assert bench.sims.recorder.count(service="foreign") == 0


def test_a_queue_named_in_the_environment_gets_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads `FAL_QUEUE_RUN_HOST` when it is imported, into this."""
    monkeypatch.setattr("fal_client.client.QUEUE_URL_FORMAT", f"{bench.sims.urls['foreign.host']}/")
    assert bench.run(prompt="x").outputs
    assert bench.sims.recorder.count(service="foreign") == 0


def test_nobody_there_means_nothing_was_bought(bench: Bench) -> None:
    bench.sims.stop()
    with pytest.raises(Unavailable):
        bench.submit()
