"""What we send equals what the official client sent when it was recorded, and recorded replies alone drive our reading."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
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
    Unavailable,
)
from imagen.providers.base import (
    GenerationRequest,
    Handle,
    InputFile,
    ModelType,
    PreparedRequest,
    RemoteState,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.client import ReplicateClient
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.provider import ReplicateProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators.core.catalogue import rows
from tests.providers.replayed import Asked, Replayed, exchanges_of, replaying

VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
FOLDER = "replicate-1.0.7"
OFFICIAL = "black-forest-labs/flux-schnell"
VERSIONED = f"{OFFICIAL}:{VERSION}"
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgAAACAAAB4iG8MwAAAABJRU5ErkJggg==")
OUR_OWN = {"host", "authorization", "user-agent", "content-length", "content-type"}


def _entry(model_id: str, **inputs: dict[str, Any]) -> CatalogueEntry:
    document = exchanges_of("replicate-1.0.7", "models-get-schema")[0]["response"]["body"]
    document = json.loads(json.dumps(document))
    schema = document["latest_version"]["openapi_schema"]["components"]["schemas"]["Input"]
    schema["properties"].update(inputs)
    return CatalogueEntry(model_id, "Recorded", ModelType.TEXT_TO_IMAGE, document=document)


ENTRIES = [_entry(OFFICIAL), _entry(VERSIONED)]
IMAGE = {"type": "string", "format": "uri", "title": "Image", "x-order": 1}


@contextmanager
def provider_at(replayed: Replayed, *more: CatalogueEntry) -> Iterator[ReplicateProvider]:
    provider = ReplicateProvider(
        Surroundings(lambda name: "r8_test_token", {"replicate_url": replayed.url}, lambda name: [*ENTRIES, *more])
    )
    try:
        yield provider
    finally:
        provider.close()


@contextmanager
def recorded(
    scenario: str, *more: CatalogueEntry
) -> Iterator[tuple[ReplicateProvider, Replayed, list[dict[str, Any]]]]:
    """Replay a scenario's replies; at the end, what was asked must be what was recorded."""
    wanted = exchanges_of("replicate-1.0.7", scenario)
    with replaying(*(each["response"] for each in wanted)) as replayed, provider_at(replayed, *more) as provider:
        yield provider, replayed, wanted
    assert len(replayed.asked) == len(wanted)
    for ours, theirs in zip(replayed.asked, wanted, strict=True):
        assert_same(ours, theirs["request"])


def assert_same(ours: Asked, theirs: dict[str, Any]) -> None:
    assert (ours.method, ours.path, ours.query) == (theirs["method"], theirs["path"], theirs["query"])
    plain = {name: value for name, value in ours.headers.items() if name not in OUR_OWN}
    assert plain == {name: value for name, value in theirs["headers"].items() if name not in OUR_OWN}
    assert ours.headers["authorization"].startswith("Bearer ")
    kinds = [headers.get("content-type", "").partition(";")[0] for headers in (ours.headers, theirs["headers"])]
    assert kinds[0] == kinds[1]
    body = theirs["body"]
    if body is None:
        assert ours.body == b""
    elif "json" in body:
        assert json.loads(ours.body) == body["json"]
        assert ours.headers["content-length"] == theirs["headers"]["content-length"]
    elif "text" in body:
        assert ours.body.decode() == body["text"]
    else:
        assert_same_parts(ours, body["multipart"])


def assert_same_parts(ours: Asked, theirs: list[dict[str, Any]]) -> None:
    boundary = ours.headers["content-type"].partition("boundary=")[2].encode()
    parts = ours.body.split(b"--" + boundary)[1:-1]
    assert len(parts) == len(theirs)
    for part, wanted in zip(parts, theirs, strict=True):
        head, _, content = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        assert headers == wanted["headers"]
        assert len(content) == wanted["size"]
        assert hashlib.sha256(content).hexdigest().startswith(wanted["sha256"])


def order(provider: ReplicateProvider, model_id: str, prompt: str) -> tuple[ReplicateProductFactory, Submission]:
    factory = provider.factory(f"replicate:{model_id}")
    prepared = factory.prepare(GenerationRequest("g", {"prompt": prompt}))
    return factory, Submission(factory.submit(prepared), prepared)


@pytest.mark.parametrize(
    ("scenario", "model_id"),
    [("create-by-official-model-and-poll", OFFICIAL), ("create-by-version-and-poll", VERSIONED)],
)
def test_create_and_poll(scenario: str, model_id: str) -> None:
    with recorded(scenario) as (provider, _, wanted):
        factory, submission = order(provider, model_id, "a cat")
        assert submission.handle.request_id == "p1abc0000000000000000000"
        assert submission.handle.urls["cancel"].endswith("/cancel")

        async def ask() -> list[RemoteState]:
            return [(await factory.check(submission)).state for _ in wanted[1:]]

        states = asyncio.run(ask())
    assert states == [RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.SUCCEEDED]


@pytest.mark.parametrize(
    ("scenario", "model_id"), [("create-model-kwarg-drops-wait", OFFICIAL), ("create-timeout-is-None", VERSIONED)]
)
def test_the_same_order_by_every_way_of_the_client(scenario: str, model_id: str) -> None:
    with recorded(scenario) as (provider, _, _):
        order(provider, model_id, "x")


def test_create_poll_and_cancel() -> None:
    with recorded("async-create-poll-cancel") as (provider, _, wanted):
        factory, submission = order(provider, VERSIONED, "a cat")

        async def ask() -> None:
            for _ in wanted[1:-1]:
                await factory.check(submission)

        asyncio.run(ask())
        factory.cancel(submission)
    with recorded("cancel") as (provider, _, _):
        factory, submission = order(provider, VERSIONED, "x")
        factory.cancel(submission)


def test_a_finished_prediction_is_collected() -> None:
    replies = [each["response"] for each in exchanges_of("replicate-1.0.7", "create-by-version-and-poll")][-1:]
    with replaying(*replies) as replayed, provider_at(replayed) as provider:
        submission = Submission(Handle("p1abc0000000000000000000"), PreparedRequest("g", {"prompt": "a cat"}))
        result = provider.factory(f"replicate:{VERSIONED}").collect(submission)
    assert [output.source_url for output in result.outputs] == replies[0]["body"]["output"]
    assert result.inference_time_ms == round(replies[0]["body"]["metrics"]["predict_time"] * 1000)
    assert result.return_parameters["version"] == VERSION


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("err-401-create", AuthenticationFailed),
        ("err-402-create", InsufficientCredit),
        ("err-404-create", ModelGone),
        ("err-422-create", Rejected),
        ("err-429-create-not-retried", RateLimited),
        ("err-500-create-not-retried", SubmissionUnclear),
        ("err-502-html-create", SubmissionUnclear),
        ("err-list-json-body", Rejected),
    ],
)
def test_refusals_of_an_order(scenario: str, expected: type[ImagenError]) -> None:
    with recorded(scenario) as (provider, _, _), pytest.raises(expected) as caught:
        order(provider, VERSIONED, "x")
    assert type(caught.value) is expected
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after == timedelta(seconds=30)
    if scenario == "err-422-create":
        assert [problem.field for problem in caught.value.problems] == ["width"]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("poll-status-aborted", RemoteState.EXPIRED),
        ("poll-urls-stream-null", RemoteState.SUCCEEDED),
        ("poll-version-null", RemoteState.SUCCEEDED),
        ("poll-output-removed", RemoteState.SUCCEEDED),
        ("poll-500-not-retried", Unavailable),
        ("poll-502-not-retried", Unavailable),
        ("poll-connection-dropped", Unavailable),
        ("poll-503-x3-then-ok", Unavailable),
        ("poll-429-retry-after-1-then-ok", RateLimited),
    ],
)
def test_polls_that_the_client_could_not_read(scenario: str, expected: RemoteState | type[ImagenError]) -> None:
    """Each of our checks is one request, so where the client asked again only the first is compared."""
    wanted = exchanges_of("replicate-1.0.7", scenario)[0]
    with replaying(wanted["response"]) as replayed, provider_at(replayed) as provider:
        factory = provider.factory(f"replicate:{OFFICIAL}")
        submission = Submission(Handle("p1"), PreparedRequest("g", {"prompt": "a cat"}))
        if isinstance(expected, RemoteState):
            assert asyncio.run(factory.check(submission)).state is expected
        else:
            with pytest.raises(expected):
                asyncio.run(factory.check(submission))
    assert len(replayed.asked) == 1
    assert_same(replayed.asked[0], wanted["request"])


def test_a_result_that_was_removed() -> None:
    submission = Submission(Handle("p1"), PreparedRequest("g", {"prompt": "a cat"}))
    with recorded("poll-output-removed") as (provider, _, _), pytest.raises(BadResponse, match="removed"):
        provider.factory(f"replicate:{OFFICIAL}").collect(submission)


def test_failed_and_cancelled_runs() -> None:
    for scenario, state in (("run-failed", RemoteState.FAILED), ("run-canceled-returns-None", RemoteState.CANCELLED)):
        reply = exchanges_of("replicate-1.0.7", scenario)[0]["response"]
        with replaying(reply) as replayed, provider_at(replayed) as provider:
            submission = Submission(Handle("p1"), PreparedRequest("g", {}))
            assert asyncio.run(provider.factory(f"replicate:{OFFICIAL}").check(submission)).state is state


def test_an_input_file_is_uploaded_first(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    path.write_bytes(DOT)
    with recorded("image-input-file-handle-uploads", _entry(VERSIONED, image=IMAGE)) as (provider, _, _):
        factory = provider.factory(f"replicate:{VERSIONED}")
        values = {"prompt": "x", "image": "product:in"}
        request = GenerationRequest("g", values, (InputFile("image", "in", path, "image/png", 1, 1),))
        factory.submit(factory.prepare(request))


def test_files_are_stored_and_removed() -> None:
    created, _, _, deleted = exchanges_of("replicate-1.0.7", "files-create-get-list-delete")
    with replaying(created["response"], deleted["response"]) as replayed:
        client = ReplicateClient(Surroundings(lambda name: "r8_x", {"replicate_url": replayed.url}), "replicate")
        stored = client.upload("in.png", io.BytesIO(DOT), "image/png")
        client.delete_file(stored["id"])
        client.close()
    for ours, theirs in zip(replayed.asked, (created, deleted), strict=True):
        assert_same(ours, theirs["request"])


def test_account_and_model() -> None:
    with recorded("account-current") as (provider, _, _):
        assert "u." in provider.tests()[0].run()
    with recorded("models-get-schema") as (provider, _, _):
        entry = provider.look_up(OFFICIAL)
    assert (entry.type, entry.details) == (ModelType.TEXT_TO_IMAGE, {})


def test_another_address_of_the_service() -> None:
    with recorded("env-REPLICATE_BASE_URL") as (provider, _, _):
        assert provider.look_up("a/b").name == "FLUX Schnell"


def test_a_version_is_looked_up() -> None:
    *_, model, version = exchanges_of("replicate-1.0.7", "versions-list-and-get")
    with replaying(model["response"], version["response"]) as replayed, provider_at(replayed) as provider:
        assert provider.look_up(VERSIONED).id == VERSIONED
    for ours, theirs in zip(replayed.asked, (model, version), strict=True):
        assert_same(ours, theirs["request"])


def test_the_older_search() -> None:
    wanted = exchanges_of("replicate-1.0.7", "models-search")[0]
    gone = {"status": 404, "headers": {}, "body": {"detail": "not found"}}
    with replaying(gone, wanted["response"]) as replayed, provider_at(replayed) as provider:
        assert [hit.id for hit in provider.search("flux schnell")] == [OFFICIAL]
    assert_same(replayed.asked[1], wanted["request"])


def test_every_scenario_of_calls_that_we_make_is_used() -> None:
    unused = {
        *("collections-get", "models-list-paginate"),  # our catalogue comes with us, and is searched by words
        *(
            "fileoutput-read",
            "fileoutput-redirect",
        ),  # the client sends its key to wherever a file lies; we fetch without
        "image-input-base64",  # files are uploaded
        "create-with-webhook",  # nobody could call back here
        "no-token",  # without a key nothing is asked
        *("run-blocking-processing-returns-None", "run-blocking-starting-then-poll", "run-blocking-succeeded"),
        *("run-http-output-not-wrapped", "run-wait-10", "run-with-version-ref"),  # `Prefer: wait` is never sent
    }
    source = Path(__file__).read_text("utf-8").partition("unused = {")[0]
    names = {row["scenario"] for row in rows("transcripts") if row["folder"] == FOLDER and row.get("exchanges")}
    assert {name for name in names if f'"{name}"' not in source} == unused
