"""What we send equals what the official client sent when it was recorded, and recorded replies alone drive our reading."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    RateLimited,
    Rejected,
    SubmissionUnclear,
)
from imagen.providers.base import (
    FailureReason,
    GenerationRequest,
    Handle,
    InputFile,
    ModelType,
    PreparedRequest,
    Progress,
    RemoteState,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.client import FalClient
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.provider import FalProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators.core.catalogue import rows
from tests.providers.fal.conftest import PARTS, SCHNELL
from tests.providers.replayed import Asked, Replayed, exchanges_of, replaying

FOLDER = "fal-client-1.0.3"
KEY = "key-id:key-secret"
ENDPOINT = SCHNELL.removeprefix("fal:")
REQUEST = "764cabcf-b745-4b3e-ae38-1200304cf45b"
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgAAACAAAB4iG8MwAAAABJRU5ErkJggg==")
OUR_OWN = {"host", "authorization", "user-agent", "content-length", "accept"}


def _entry(**inputs: dict[str, Any]) -> CatalogueEntry:
    schema = {"type": "object", "required": ["prompt"], "properties": {"prompt": {"type": "string"}, **inputs}}
    post = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    document = {"openapi": {"paths": {f"/{ENDPOINT}": {"post": post}}}}
    return CatalogueEntry(ENDPOINT, "Recorded", ModelType.TEXT_TO_IMAGE, document=document)


def surroundings(replayed: Replayed, *entries: CatalogueEntry) -> Surroundings:
    addresses = {f"fal_{part}_url": f"{replayed.url}/{part}" for part in PARTS}
    return Surroundings(lambda name: KEY, addresses, lambda name: entries)


@contextmanager
def provider_at(replayed: Replayed, entry: CatalogueEntry | None = None) -> Iterator[FalProvider]:
    provider = FalProvider(surroundings(replayed, entry or _entry()))
    try:
        yield provider
    finally:
        provider.close()


@contextmanager
def recorded(*wanted: dict[str, Any], entry: CatalogueEntry | None = None) -> Iterator[FalProvider]:
    """Replay the replies of exchanges; at the end, what was asked must be what was recorded."""
    with replaying(*(each["response"] for each in wanted)) as replayed, provider_at(replayed, entry) as provider:
        yield provider
    assert len(replayed.asked) == len(wanted)
    for ours, theirs in zip(replayed.asked, wanted, strict=True):
        assert_same(ours, theirs["request"])


def assert_same(ours: Asked, theirs: dict[str, Any]) -> None:
    """Compare requests; whether a status is asked for with its logs was the recorder's choice, and ours is always yes."""
    assert (ours.method, ours.path) == (theirs["method"], theirs["path"])
    assert [[name, value] for name, value in ours.query if name != "logs"] == [
        [name, value] for name, value in theirs["query"] if name != "logs"
    ]
    assert {name for name, _ in ours.query} == {name for name, _ in theirs["query"]}
    plain = {name: value for name, value in ours.headers.items() if name not in OUR_OWN}
    assert plain == {name: value for name, value in theirs["headers"].items() if name not in OUR_OWN}
    assert ours.headers["accept"] == theirs["headers"]["accept"]
    scheme, _, key = theirs["headers"]["authorization"].partition(" ")
    assert ours.headers["authorization"] == f"{scheme} {KEY if scheme == 'Key' else key}"
    body = theirs["body"]
    if body is None:
        assert ours.body == b""
    elif "json" in body:
        assert json.loads(ours.body) == body["json"]
        assert ours.headers["content-length"] == theirs["headers"]["content-length"]
    else:
        assert len(ours.body) == body["bytes"]
        assert hashlib.sha256(ours.body).hexdigest().startswith(body["sha256"])


def order(provider: FalProvider) -> tuple[FalProductFactory, Submission]:
    factory = provider.factory(SCHNELL)
    prepared = factory.prepare(GenerationRequest("g", {"prompt": "a cat"}))
    return factory, Submission(factory.submit(prepared), prepared)


def underway(provider: FalProvider, *names: str) -> tuple[FalProductFactory, Submission]:
    urls = dict.fromkeys(names, f"http://127.0.0.1:40745/queue/fal-ai/flux/requests/{REQUEST}")
    return provider.factory(SCHNELL), Submission(Handle(REQUEST, urls), PreparedRequest("g", {"prompt": "a cat"}))


def checked(factory: FalProductFactory, submission: Submission, times: int) -> list[Progress]:
    async def ask() -> list[Progress]:
        return [await factory.check(submission) for _ in range(times)]

    return asyncio.run(ask())


def test_submit_status_and_result() -> None:
    submit, queued, running, _, done, result = exchanges_of("fal-client-1.0.3", "submit-status-result")
    with recorded(submit, queued, running, done, result) as provider:
        factory, submission = order(provider)
        assert submission.handle.request_id == REQUEST
        assert submission.handle.urls["cancel"].endswith("/cancel")
        states = checked(factory, submission, 3)
        provider._prices._known[ENDPOINT] = (1e18, None)
        made = factory.collect(submission)
    assert [each.state for each in states] == [RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.SUCCEEDED]
    assert states[0].queue_position == 1
    assert [output.source_url for output in made.outputs] == ["https://v3b.fal.media/files/b/kangaroo/abc.jpg"]
    assert (made.return_parameters["seed"], made.inference_time_ms, made.cost) == (42, 410, None)


def test_the_status_asks_for_logs_as_the_client_does() -> None:
    _, queued, *_ = exchanges_of("fal-client-1.0.3", "submit-status-result")
    with replaying(queued["response"]) as replayed, provider_at(replayed) as provider:
        checked(*underway(provider), 1)
    assert replayed.asked[0].query == queued["request"]["query"] == [["logs", "true"]]


@pytest.mark.parametrize("scenario", ["status-by-request-id", "result-by-request-id"])
def test_a_request_that_is_known_by_its_id(scenario: str) -> None:
    status, *result = exchanges_of(FOLDER, scenario)
    with recorded(status, *result) as provider:
        state = checked(*underway(provider), 1)[0].state
    assert state is (RemoteState.SUCCEEDED if result else RemoteState.QUEUED)


@pytest.mark.parametrize("scenario", ["submit", "env-key", "submit-options", "subscribe-with-logs"])
def test_the_same_order_by_every_way_of_the_client(scenario: str) -> None:
    """What the client adds by its options, we do not ask for."""
    wanted = exchanges_of(FOLDER, scenario)[0]
    wanted = {**wanted, "request": {**wanted["request"], "headers": _without_options(wanted["request"]["headers"])}}
    with recorded({**wanted, "request": {**wanted["request"], "query": []}}) as provider:
        order(provider)


def _without_options(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not name.startswith("x-fal-")}


def test_an_order_that_is_cancelled() -> None:
    submit, queued, running, *_, cancel = exchanges_of(FOLDER, "async-submit-status-result-cancel")
    with recorded(submit, queued, running, cancel) as provider:
        factory, submission = order(provider)
        checked(factory, submission, 2)
        factory.cancel(submission)


@pytest.mark.parametrize("scenario", ["cancel", "cancel-already-completed", "cancel-not-found"])
def test_cancel(scenario: str) -> None:
    with recorded(*exchanges_of("fal-client-1.0.3", scenario)) as provider:
        factory, submission = underway(provider, "cancel")
        factory.cancel(submission)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("err-401-submit", AuthenticationFailed),
        ("err-403-locked", InsufficientCredit),
        ("err-404-app", ModelGone),
        ("err-409-submit-retried", SubmissionUnclear),
        ("err-422-submit", Rejected),
        ("err-429-submit-retried", RateLimited),
        ("err-500-submit", SubmissionUnclear),
        ("err-502-nginx-submit-retried", SubmissionUnclear),
        ("err-503-submit-own", SubmissionUnclear),
        ("drop-submit-retried", SubmissionUnclear),
        ("redirect-sync-followed", SubmissionUnclear),
        ("redirect-async-not-followed", SubmissionUnclear),
    ],
)
def test_an_order_goes_out_once_where_the_client_sent_ten(scenario: str, expected: type[ImagenError]) -> None:
    with recorded(exchanges_of("fal-client-1.0.3", scenario)[0]) as provider, pytest.raises(expected) as caught:
        order(provider)
    assert type(caught.value) is expected
    if scenario == "err-422-submit":
        assert [problem.field for problem in caught.value.problems] == ["prompt"]


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("result-422-from-model", FailureReason.CONTENT_BLOCKED),
        ("result-504-request-timeout", FailureReason.TIMEOUT),
    ],
)
def test_failures_of_a_run(scenario: str, reason: FailureReason) -> None:
    *_, done, result = exchanges_of("fal-client-1.0.3", scenario)
    with recorded(done, result) as provider:
        progress = checked(*underway(provider), 1)[0]
    assert (progress.state, progress.failure) == (RemoteState.FAILED, reason)


def test_what_the_client_could_not_read() -> None:
    _, no_logs, *_ = exchanges_of("fal-client-1.0.3", "status-missing-logs-key")
    result = exchanges_of("fal-client-1.0.3", "submit-status-result")[-1]
    with recorded(no_logs, result) as provider:
        assert checked(*underway(provider), 1)[0].state is RemoteState.SUCCEEDED
    unknown = exchanges_of("fal-client-1.0.3", "status-unknown")[-1]
    with recorded(unknown) as provider:
        progress = checked(*underway(provider), 1)[0]
    assert progress.state is RemoteState.RUNNING
    assert progress.note == unknown["response"]["body"]["status"]


def test_a_request_that_is_gone() -> None:
    with recorded(exchanges_of("fal-client-1.0.3", "status-404-expired")[0]) as provider, pytest.raises(BadResponse):
        checked(*underway(provider), 1)


def test_an_input_file_is_uploaded_by_token(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    path.write_bytes(DOT)
    image = {"type": "string"}
    submit = {"response": exchanges_of("fal-client-1.0.3", "submit")[0]["response"]}
    token, upload = exchanges_of("fal-client-1.0.3", "upload-file")
    answers = (token["response"], upload["response"], submit["response"])
    with replaying(*answers) as replayed, provider_at(replayed, _entry(image_url=image)) as provider:
        factory = provider.factory(SCHNELL)
        file = InputFile("image_url", "in", path, "image/png", 1, 1)
        factory.submit(factory.prepare(GenerationRequest("g", {"prompt": "x", "image_url": "product:in"}, (file,))))
    for ours, theirs in zip(replayed.asked, (token, upload), strict=False):
        assert_same(ours, theirs["request"])
    assert json.loads(replayed.asked[2].body)["image_url"] == upload["response"]["body"]["access_url"]


def test_a_file_that_is_kept_for_a_while() -> None:
    wanted = exchanges_of("fal-client-1.0.3", "upload-file-lifecycle")
    seconds = json.loads(wanted[1]["request"]["headers"]["x-fal-object-lifecycle"])["expiration_duration_seconds"]
    with replaying(*(each["response"] for each in wanted)) as replayed:
        client = FalClient(surroundings(replayed), "fal")
        client.upload(DOT, "image/png", "in.png", seconds)
        client.close()
    for ours, theirs in zip(replayed.asked, wanted, strict=True):
        assert_same(ours, theirs["request"])


def test_a_token_that_is_refused() -> None:
    wanted = exchanges_of("fal-client-1.0.3", "upload-token-401")[0]
    with replaying(wanted["response"], wanted["response"]) as replayed:
        client = FalClient(surroundings(replayed), "fal")
        with pytest.raises(AuthenticationFailed):
            client.upload(DOT, "image/png", "in.png")
        client.close()
    assert_same(replayed.asked[0], wanted["request"])
    assert {one.path for one in replayed.asked} == {"/rest/storage/auth/token"}


def test_every_scenario_of_calls_that_we_make_is_used() -> None:
    unused = {
        *("run-sync", "stream"),  # we order by the queue only
        "subscribe-client-timeout",  # the client's own polls, of which each is compared above
        "upload-fallback-to-rest",  # the other way would take the key elsewhere, so we do not go it
    }
    source = Path(__file__).read_text("utf-8").partition("unused = {")[0]
    names = {row["scenario"] for row in rows("transcripts") if row["folder"] == FOLDER and row.get("exchanges")}
    assert {name for name in names if f'"{name}"' not in source} == unused
