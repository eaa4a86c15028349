"""The official `fal-client` works against the simulator."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.provider_simulators import Fault, Simulators
from tests.provider_simulators.clients import fal_module
from tests.provider_simulators.core.files import read_data_uri

pytest.importorskip("fal_client")
SCHNELL = "fal-ai/flux/schnell"


def test_submit_status_result(sims: Simulators) -> None:
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        handle = client.submit(SCHNELL, {"prompt": "a cat", "image_size": "portrait_16_9", "num_images": 2, "seed": 7})
        seen = [type(event).__name__ for event in handle.iter_events(with_logs=True, interval=0.005)]
        assert seen[-1] == "Completed"
        result = handle.get()
    assert (result["seed"], result["prompt"], result["has_nsfw_concepts"]) == (7, "a cat", [False, False])
    for file in result["images"]:
        content = httpx.get(file["url"]).content
        assert len(content) == file["file_size"]
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.size) == ("JPEG", (576, 1024))


def test_run_subscribe_stream(sims: Simulators) -> None:
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        assert client.run(SCHNELL, {"prompt": "x"})["images"]
        assert client.subscribe(SCHNELL, {"prompt": "x"}, with_logs=True)["images"]
        assert list(client.stream(SCHNELL, {"prompt": "x"}))[-1]["images"]
    assert sims.ledger.count(service="fal") == 3


def test_two_run_at_once_and_the_rest_wait(sims: Simulators) -> None:
    sims.speed.run_seconds = 100
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        handles = [client.submit(SCHNELL, {"prompt": str(number)}) for number in range(5)]
        sims.clock.advance(1)
        states = [handle.status() for handle in handles]
        assert [type(state).__name__ for state in states] == ["InProgress"] * 2 + ["Queued"] * 3
        assert [state.position for state in states[2:]] == [0, 1, 2]
        sims.clock.advance(100)
        assert [type(handle.status()).__name__ for handle in handles] == ["Completed"] * 2 + ["InProgress"] * 2 + [
            "Queued"
        ]


def test_uploads(sims: Simulators, tmp_path: Path) -> None:
    Image.new("RGB", (200, 100)).save(tmp_path / "in.png")
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        address = client.upload_file(tmp_path / "in.png")
        assert httpx.get(address).content == (tmp_path / "in.png").read_bytes()
        result = client.subscribe("fal-ai/esrgan", {"image_url": address, "scale": 2})
        assert (result["image"]["width"], result["image"]["height"]) == (400, 200)
        inline = fal.encode_file(tmp_path / "in.png")
        assert client.subscribe("fal-ai/esrgan", {"image_url": inline})["image"]["width"] == 400
        parts = fal.MultipartUpload.save(
            client=client._client, token_manager=client._token_manager, file_name="a.bin", data=b"x" * 2500,
            chunk_size=1000,
        )  # fmt: skip
        assert httpx.get(parts).content == b"x" * 2500


def test_upload_fallback_shows_the_clients_key_leak(sims: Simulators) -> None:
    sims.fal.faults.add("uploads.file", Fault.refuse(500), times=None)
    with fal_module(sims) as fal:
        address = fal.SyncClient(key=sims.fal.key).upload(b"hello", "text/plain", "a.txt")
    assert httpx.get(address).content == b"hello"
    assert sims.fal.key in {*sims.recorder.all(route="storage.put")[0].headers["authorization"].split()}


def test_cancel(sims: Simulators) -> None:
    sims.speed.run_seconds = 100
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        handle = client.submit(SCHNELL, {"prompt": "x"})
        handle.cancel()
        with pytest.raises(fal.FalClientHTTPError) as caught:
            handle.cancel()
        assert caught.value.status_code == 400
        with pytest.raises(fal.FalClientHTTPError):
            handle.get()
        with pytest.raises(fal.FalClientHTTPError) as caught:
            client.cancel(SCHNELL, "00000000-0000-4000-8000-000000000000")
        assert caught.value.status_code == 404


def test_refusals(sims: Simulators) -> None:
    expected = {
        sims.fal.key_invalid: (401, "Authentication is required"),
        sims.fal.key_without_credit: (403, "Exhausted balance"),
        sims.fal.key_locked: (403, "Admin lock"),
        sims.fal.key_without_scope: (403, "no access"),
    }
    with fal_module(sims) as fal:
        for key, (status, text) in expected.items():
            with pytest.raises(fal.FalClientHTTPError, match=text) as caught:
                fal.SyncClient(key=key).submit(SCHNELL, {"prompt": "x"})
            assert caught.value.status_code == status
        client = fal.SyncClient(key=sims.fal.key)
        with pytest.raises(fal.FalClientHTTPError, match="not found"):
            client.submit("fal-ai/flux/schnelll", {})
        with pytest.raises(fal.FalClientHTTPError, match="num_images"):
            client.subscribe(SCHNELL, {"prompt": "x", "num_images": 50})
        with pytest.raises(fal.FalClientHTTPError, match="file_download_error"):
            client.subscribe("fal-ai/esrgan", {"image_url": "http://127.0.0.1:1/x.png"})
    assert sims.ledger.total(service="fal") == 0


def test_safety_checker_both_ways(sims: Simulators) -> None:
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        sims.fal.faults.add("queue.submit", Fault.blocked("flag"))
        result = client.subscribe(SCHNELL, {"prompt": "x"})
        assert result["has_nsfw_concepts"] == [True]
        with Image.open(io.BytesIO(httpx.get(result["images"][0]["url"]).content)) as image:
            assert image.convert("L").getextrema() == (0, 0)
        sims.fal.faults.add("queue.submit", Fault.blocked("refuse"))
        with pytest.raises(fal.FalClientHTTPError, match="content_policy_violation"):
            client.subscribe(SCHNELL, {"prompt": "x"})


def test_sync_mode_and_expiry(sims: Simulators) -> None:
    with fal_module(sims) as fal:
        client = fal.SyncClient(key=sims.fal.key)
        inline = client.subscribe(SCHNELL, {"prompt": "x", "sync_mode": True})["images"][0]["url"]
        assert read_data_uri(inline) is not None
        headers = {"X-Fal-Object-Lifecycle-Preference": '{"expiration_duration_seconds": 60}'}
        address = client.subscribe(SCHNELL, {"prompt": "x"}, headers=headers)["images"][0]["url"]
    assert httpx.get(address).status_code == 200
    sims.clock.advance(61)
    assert httpx.get(address).status_code == 404


def test_platform_api(sims: Simulators) -> None:
    headers = {"authorization": f"Key {sims.fal.key}"}
    api = sims.urls["fal.api"]
    with fal_module(sims) as fal:
        handle = fal.SyncClient(key=sims.fal.key).submit(SCHNELL, {"prompt": "lost"})
        handle.get()
    found = httpx.get(f"{api}/v1/models", params={"q": "flux schnell", "expand": "openapi-3.0"}).json()
    assert SCHNELL in {one["endpoint_id"] for one in found["models"]}
    assert found["models"][0]["openapi"]["openapi"]
    assert httpx.get(f"{api}/api/openapi/queue/openapi.json", params={"endpoint_id": SCHNELL}).json()["paths"]
    price = httpx.get(f"{api}/v1/models/pricing", params={"endpoint_id": SCHNELL}, headers=headers).json()
    assert price["prices"][0]["unit"] == "image"
    query = {"endpoint_id": SCHNELL, "expand": "payloads"}
    history = httpx.get(f"{api}/v1/models/requests/by-endpoint", params=query, headers=headers).json()
    assert history["items"][0]["request_id"] == handle.request_id
    assert history["items"][0]["json_input"] == {"prompt": "lost"}
    assert httpx.get(f"{api}/v1/account/billing", headers=headers).status_code == 403
    admin = {"authorization": f"Key {sims.fal.key_admin}"}
    balance = httpx.get(f"{api}/v1/account/billing", params={"expand": "credits"}, headers=admin).json()
    assert balance["credits"]["currency"] == "USD"
    pages, cursor = 0, ""
    while cursor is not None:
        page = httpx.get(f"{api}/v1/models", params={"limit": 100, "cursor": cursor}).json()
        pages, cursor = pages + 1, page["next_cursor"]
    assert pages >= 4


async def test_async_client(sims: Simulators) -> None:
    with fal_module(sims) as fal:
        client = fal.AsyncClient(key=sims.fal.key)
        handle = await client.submit(SCHNELL, {"prompt": "x"})
        assert (await handle.get())["images"]
