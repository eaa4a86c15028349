"""The official `replicate` client works against the simulator."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

from tests.provider_simulators import Fault, Simulators
from tests.provider_simulators.clients import replicate_client

replicate = pytest.importorskip("replicate")
SCHNELL = "black-forest-labs/flux-schnell"


def _png() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (320, 200)).save(file, "PNG")
    file.seek(0)
    file.name = "in.png"
    return file


def test_account_models_search_collections(sims: Simulators) -> None:
    client = replicate_client(sims)
    assert client.accounts.current().username == "simulated-user"
    assert client.models.get(SCHNELL).latest_version.openapi_schema["components"]["schemas"]["Input"]
    assert client.models.search("flux schnell").results[0].name == "flux-schnell"
    first = client.models.list()
    second = client.models.list(first.next)
    assert len(first.results) == 25
    assert first.results[0].id != second.results[0].id
    assert any(one.slug == "text-to-image" for one in client.collections.list())
    assert client.collections.get("text-to-image").models
    assert client.models.get(SCHNELL).versions.list().results[0].id
    assert client.deployments.get("simulated/flux-schnell").current_release.version


def test_create_poll_and_fetch(sims: Simulators) -> None:
    client = replicate_client(sims)
    prediction = client.models.predictions.create(SCHNELL, input={"prompt": "a cat", "num_outputs": 3})
    assert prediction.version == "hidden"
    prediction.wait()
    assert prediction.status == "succeeded"
    assert prediction.progress.percentage == 1.0
    assert len(prediction.output) == 3
    for address in prediction.output:
        with Image.open(io.BytesIO(httpx.get(address).content)) as image:
            assert (image.format, image.size) == ("WEBP", (1024, 1024))
    assert [one.id for one in client.predictions.list()] == [prediction.id]
    assert sims.ledger.count(service="replicate") == 1


def test_run_of_version_deployment_and_iterator(sims: Simulators) -> None:
    client = replicate_client(sims)
    version = client.models.get("stability-ai/sdxl").latest_version.id
    assert len(client.run(f"stability-ai/sdxl:{version}", input={"prompt": "x"})) == 1
    made = client.deployments.get("simulated/flux-schnell").predictions.create(input={"prompt": "x"})
    assert made.id in {job.id for job in sims.replicate.jobs}
    llama = client.models.get("meta/llama-2-70b-chat").latest_version.id
    words = client.run(f"meta/llama-2-70b-chat:{llama}", input={"prompt": "hello"})
    assert "".join(words).startswith("hello")


def test_file_handles_are_uploaded_and_measured(sims: Simulators) -> None:
    client = replicate_client(sims)
    prediction = client.predictions.create(
        version="nightmareai/real-esrgan", input={"image": _png(), "scale": 2}, file_encoding_strategy="url"
    )
    prediction.wait()
    with Image.open(io.BytesIO(httpx.get(prediction.output).content)) as image:
        assert image.size == (640, 400)
    uploaded = client.files.list()[0]
    assert uploaded.content_type == "image/png"
    client.files.delete(uploaded.id)
    assert client.files.list() == []


def test_cancel_and_late_result(sims: Simulators) -> None:
    client = replicate_client(sims)
    sims.replicate.faults.add("predictions.create", Fault.takes(60))
    prediction = client.models.predictions.create(SCHNELL, input={"prompt": "x"})
    prediction.cancel()
    assert client.predictions.get(prediction.id).status == "canceled"
    sims.replicate.faults.add("predictions.create", Fault.late_result())
    prediction = client.models.predictions.create(SCHNELL, input={"prompt": "x"})
    prediction.cancel()
    sims.clock.advance(5)
    assert client.predictions.get(prediction.id).status == "succeeded"


def test_stream(sims: Simulators) -> None:
    client = replicate_client(sims)
    events = list(client.stream("minimax/video-01", input={"prompt": "hi"}))
    assert events[-1].event.value == "done"
    assert any(event.event.value == "output" for event in events)


def test_refusals(sims: Simulators) -> None:
    from replicate.exceptions import ModelError, ReplicateError

    for key, status in ((sims.replicate.key_invalid, 401), (sims.replicate.key_without_credit, 402)):
        with pytest.raises(ReplicateError) as caught:
            replicate_client(sims, key).models.predictions.create(SCHNELL, input={"prompt": "x"})
        assert caught.value.status == status
    with pytest.raises(ReplicateError, match=r"input\.num_outputs: Must be less than or equal to 4"):
        replicate_client(sims).models.predictions.create(SCHNELL, input={"prompt": "x", "num_outputs": 9})
    sims.replicate.faults.add("predictions.create", Fault.blocked())
    with pytest.raises(ModelError, match="NSFW"):
        replicate_client(sims).run(SCHNELL, input={"prompt": "x"})
    assert sims.ledger.count() == 1


def test_newcomers_are_throttled(sims: Simulators) -> None:
    headers = {"authorization": f"Bearer {sims.replicate.key_throttled}"}
    address = f"{sims.replicate.url}/v1/models/{SCHNELL}/predictions"
    first, second = (httpx.post(address, headers=headers, json={"input": {"prompt": "x"}}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 429)
    assert second.headers["ratelimit-remaining"] == "0"
    assert second.json()["retry_after"] == int(second.headers["retry-after"]) == 10
    sims.clock.advance(10)
    assert httpx.post(address, headers=headers, json={"input": {"prompt": "x"}}).status_code == 201


def test_outputs_go_after_an_hour(sims: Simulators) -> None:
    client = replicate_client(sims)
    prediction = client.models.predictions.create(SCHNELL, input={"prompt": "x"})
    prediction.wait()
    sims.clock.advance(3700)
    assert httpx.get(prediction.output[0]).status_code == 404
    prediction.reload()
    assert (prediction.output, prediction.input) == (None, {})


async def test_async_client(sims: Simulators) -> None:
    client = replicate_client(sims)
    prediction = await client.models.predictions.async_create(SCHNELL, input={"prompt": "x"})
    await prediction.async_wait()
    assert prediction.status == "succeeded"


def test_cancel_after_ends_a_waiting_run_as_aborted(sims: Simulators) -> None:
    sims.speed.queue_seconds = 1000
    headers = {"authorization": f"Bearer {sims.replicate.key}", "cancel-after": "5m"}
    address = f"{sims.replicate.url}/v1/models/{SCHNELL}/predictions"
    made = httpx.post(address, headers=headers, json={"input": {"prompt": "x"}}).json()
    sims.clock.advance(301)
    assert httpx.get(made["urls"]["get"], headers=headers).json()["status"] == "aborted"


def test_prefer_wait_answers_early_when_time_runs_out(sims: Simulators) -> None:
    sims.speed.run_seconds = 1000
    headers = {"authorization": f"Bearer {sims.replicate.key}", "prefer": "wait=1"}
    address = f"{sims.replicate.url}/v1/models/{SCHNELL}/predictions"
    assert httpx.post(address, headers=headers, json={"input": {"prompt": "x"}}).json()["status"] == "processing"
