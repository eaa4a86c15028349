"""What we send for the same call is what was recorded, and recorded replies alone are enough for our reading.

`externalId` and `metadata` are the caller's own and compared by their form; `wait` is the long poll's, which we do not use.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
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
    PreparedRequest,
    Progress,
    RemoteState,
    Submission,
)
from imagen.providers.civitai.provider import CivitaiProvider
from tests.providers.civitai.conftest import SDXL
from tests.providers.civitai.replayed import KEY, give, provider_at, scenario
from tests.providers.replayed import Asked, Replayed, replaying

OF_THE_CLIENT = {"host", "connection", "accept-language", "sec-fetch-mode", "user-agent", "accept-encoding",
                 "content-length", "authorization"}  # fmt: skip
SAME = {
    "prompt": "a cat", "negativePrompt": "blurry", "size": "1024x1024", "cfgScale": 7, "steps": 25,
    "sampleMethod": "euler_a", "schedule": "karras", "seed": 42, "quantity": 1,
    "loras": [{"key": "urn:air:sdxl:lora:civitai:123456@789012", "value": 0.8}],
}  # fmt: skip
WORKFLOW = Handle("wf_01J8XKQ2")


@pytest.fixture
def server() -> Iterator[Replayed]:
    with replaying() as running:
        yield running


@pytest.fixture
def provider(server: Replayed) -> Iterator[CivitaiProvider]:
    made = provider_at(server)
    yield made
    made.close()


def prepared(provider: CivitaiProvider) -> PreparedRequest:
    return provider.factory(SDXL).prepare(GenerationRequest("0001", SAME))


def check(provider: CivitaiProvider) -> Progress:
    return asyncio.run(provider.factory(SDXL).check(Submission(WORKFLOW, prepared(provider))))


def assert_same_request(asked: Asked, recorded: dict[str, Any]) -> None:
    assert (asked.method, asked.path) == (recorded["method"], recorded["path"])
    theirs = {name: value for name, value in recorded["headers"].items() if name not in OF_THE_CLIENT}
    assert {name: value for name, value in asked.headers.items() if name not in OF_THE_CLIENT} == theirs
    assert ("authorization" in asked.headers) == ("authorization" in recorded["headers"])
    if "authorization" in asked.headers:
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        assert recorded["headers"]["authorization"].startswith("Bearer ")


def test_submit(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "submit")
    handle = provider.factory(SDXL).submit(prepared(provider))
    assert handle == WORKFLOW
    (asked,) = server.asked
    recorded = scenario("submit")[0]["request"]
    assert_same_request(asked, recorded)
    assert asked.query == recorded["query"]
    ours, theirs = asked.json, recorded["body"]["json"]
    assert re.fullmatch(r"imagen-[\w-]+", ours.pop("externalId"))
    assert re.fullmatch(r"imagen-[\w-]+", theirs.pop("externalId"))
    assert ours.pop("metadata") == {"generationId": "0001"}
    theirs.pop("metadata")
    assert ours == theirs


def test_whatif(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "whatif-cost")
    assert provider.factory(SDXL).quote(prepared(provider)).cost == 8_000_000
    (asked,) = server.asked
    recorded = scenario("whatif-cost")[0]["request"]
    assert_same_request(asked, recorded)
    assert asked.query == recorded["query"]
    ours, theirs = asked.json, recorded["body"]["json"]
    theirs.pop("externalId")  # the recorded client sends it, which would price the real order away
    assert [ours.pop("metadata"), theirs.pop("metadata")][0] == {"generationId": "0001"}
    assert ours == theirs


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("get-preparing", RemoteState.QUEUED),
        ("get-scheduled", RemoteState.QUEUED),
        ("get-processing", RemoteState.RUNNING),
        ("get-succeeded", RemoteState.SUCCEEDED),
        ("get-failed", RemoteState.FAILED),
        ("get-canceled", RemoteState.CANCELLED),
        ("get-expired", RemoteState.EXPIRED),
    ],
)
def test_states(server: Replayed, provider: CivitaiProvider, name: str, state: RemoteState) -> None:
    give(server, name)
    progress = check(provider)
    assert progress.state is state
    assert_same_request(server.asked[0], scenario(name)[0]["request"])
    assert server.asked[0].query == []
    if state is RemoteState.QUEUED:
        assert progress.queue_position == 3
    if state in {RemoteState.FAILED, RemoteState.EXPIRED}:
        assert progress.message
    if state is RemoteState.EXPIRED:
        assert progress.failure is FailureReason.TIMEOUT


def test_collecting(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "get-succeeded")
    result = provider.factory(SDXL).collect(Submission(WORKFLOW, prepared(provider)))
    (output,) = result.outputs
    assert output.source_url == "https://orchestration.civitai.com/v2/consumer/blobs/ABC1.jpeg"
    assert result.cost == 8_000_000
    assert result.inference_time_ms == 19_000
    assert result.return_parameters["seed"] == 42
    assert result.metadata["id"] == "wf_01J8XKQ2"


def test_cancelling(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "cancel-put")
    provider.factory(SDXL).cancel(Submission(WORKFLOW, prepared(provider)))
    recorded = scenario("cancel-put")[0]["request"]
    assert_same_request(server.asked[0], recorded)
    assert server.asked[0].json == recorded["body"]["json"]


def test_uploading(server: Replayed, provider: CivitaiProvider, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG")
    offered = {**scenario("upload-url")[0]["response"]}
    offered["body"] = {**offered["body"], "uploadUrl": f"{server.url}/v2/consumer/blobs?sig=x"}
    stored = {"id": "B1.png", "available": True, "url": f"{server.url}/v2/consumer/blobs/B1.png?sig=y"}
    server.replies += [offered, {"status": 201, "headers": {"content-type": "application/json"}, "body": stored}]
    file = InputFile("image", "p", path, "image/png", 1, 1)
    assert provider.factory(f"{SDXL}/image-to-image")._uploads.address(file) == stored["url"]
    assert_same_request(server.asked[0], scenario("upload-url")[0]["request"])
    sent = server.asked[1]
    assert (sent.method, sent.path, sent.query) == ("POST", "/v2/consumer/blobs", [["sig", "x"]])
    assert (sent.body, sent.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert "authorization" not in sent.headers


def test_services(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "services")
    server.replies.append({"status": 200, "headers": {"content-type": "application/json"}, "body": {"items": []}})
    (hit,) = provider.search("flux", 20)
    assert (hit.id, hit.name) == ("image/flux2/klein/createImage/9b", "Flux 2 Klein")
    recorded = scenario("services")[0]["request"]
    assert_same_request(server.asked[0], recorded)
    assert server.asked[0].query == [pair for pair in recorded["query"] if pair[0] != "category"]


def test_resources(server: Replayed, provider: CivitaiProvider) -> None:
    give(server, "resource")
    entry = provider.look_up("urn:air:sdxl:checkpoint:huggingface:101055@128078")
    assert (entry.name, entry.type) == ("r v", "text-to-image")
    recorded = scenario("resource")[0]["request"]
    assert server.asked[0].path == recorded["path"].replace("civitai", "huggingface")
    assert_same_request(server.asked[0], {**recorded, "path": server.asked[0].path})


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("err-400", Rejected),
        ("err-401", AuthenticationFailed),
        ("err-403", InsufficientCredit),
        ("err-404", ModelGone),
        ("err-429", RateLimited),
        ("err-500", SubmissionUnclear),
    ],
)
def test_refusals(server: Replayed, provider: CivitaiProvider, name: str, error: type[ImagenError]) -> None:
    give(server, name)
    with pytest.raises(error) as refused:
        provider.factory(SDXL).submit(prepared(provider))
    assert len(server.asked) == 1
    assert_same_request(server.asked[0], scenario(name)[0]["request"])
    if name == "err-400":
        assert [problem.field for problem in refused.value.problems] == ["size"]


def test_every_scenario_of_calls_that_we_make_is_used() -> None:
    source = Path(__file__).read_text("utf-8")
    unused = {"delete", "query"}  # we delete nothing, and look for lost submissions by their id
    from tests.provider_simulators.core.catalogue import rows
    from tests.providers.civitai.replayed import FOLDER

    names = {row["scenario"] for row in rows("transcripts") if row["folder"] == FOLDER}
    assert {name for name in names if f'"{name}"' not in source} <= unused
