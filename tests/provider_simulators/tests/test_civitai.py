"""Orchestration v2 and the site API behave as documented."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.provider_simulators import Fault, Simulators

SDXL = "urn:air:sdxl:checkpoint:civitai:101055@128078"


def body(**fields: Any) -> dict[str, Any]:
    """Return a workflow of one SDXL picture."""
    wish: dict[str, Any] = {
        "engine": "sdcpp",
        "ecosystem": "sdxl",
        "operation": "createImage",
        "model": SDXL,
        "prompt": "a cat",
    }
    wish |= {"width": 832, "height": 1216, **fields.pop("input", {})}
    return {"steps": [{"$type": "imageGen", "name": "gen", "input": wish}], "currencies": ["blue"], **fields}


@pytest.fixture
def client(sims: Simulators) -> httpx.Client:
    """Return a client with the key of an account with Buzz."""
    headers = {"authorization": f"Bearer {sims.civitai.key}"}
    return httpx.Client(base_url=sims.civitai.url, headers=headers, timeout=10)


FLOWS = "/v2/consumer/workflows"


def test_submit_wait_and_fetch(sims: Simulators, client: httpx.Client) -> None:
    made = client.post(FLOWS, json=body(input={"quantity": 3}))
    assert (made.status_code, made.json()["status"]) == (202, "scheduled")
    done = client.get(f"{FLOWS}/{made.json()['id']}", params={"wait": 5})
    assert done.status_code == 200
    images = done.json()["steps"][0]["output"]["images"]
    assert len(images) == 3
    for one in images:
        with Image.open(io.BytesIO(httpx.get(one["url"]).content)) as image:
            assert image.size == (832, 1216)
    assert not one["url"].startswith(sims.civitai.url)


def test_blobs_are_listed_before_they_are_ready_and_links_expire(sims: Simulators, client: httpx.Client) -> None:
    sims.speed.run_seconds = 100
    made = client.post(FLOWS, json=body()).json()
    sims.clock.advance(50)
    running = client.get(f"{FLOWS}/{made['id']}")
    blob = running.json()["steps"][0]["output"]["images"][0]
    assert (running.status_code, blob["available"], blob["url"]) == (202, False, None)
    assert 0.4 < running.json()["steps"][0]["jobs"][0]["estimatedProgressRate"] < 0.6
    sims.clock.advance(60)
    link = client.get(f"{FLOWS}/{made['id']}").json()["steps"][0]["output"]["images"][0]["url"]
    assert httpx.get(link).status_code == 200
    sims.clock.advance(601)
    assert httpx.get(link).status_code == 403
    fresh = client.get(f"/v2/consumer/blobs/{blob['id']}/refresh").json()["url"]
    assert httpx.get(fresh).status_code == 200
    assert client.get(f"/v2/consumer/blobs/{blob['id']}").status_code == 302


def test_external_id_is_the_same_workflow(sims: Simulators, client: httpx.Client) -> None:
    first, second = (client.post(FLOWS, json=body(externalId="gen-1")).json()["id"] for _ in range(2))
    assert first == second
    assert sims.ledger.count(external_id="gen-1") == 1


def test_price_check_costs_nothing_but_takes_the_external_id(sims: Simulators, client: httpx.Client) -> None:
    priced = client.post(FLOWS, params={"whatif": "true"}, json=body(input={"quantity": 2})).json()
    assert (priced["id"], priced["cost"]["total"], priced["transactions"]["insufficientBuzz"]) == (None, 16, False)
    trap = client.post(FLOWS, params={"whatif": "true"}, json=body(externalId="gen-2")).json()
    assert client.post(FLOWS, json=body(externalId="gen-2")).json()["id"] == trap["id"]
    assert sims.ledger.count() == 0


def test_cancel_delete_list(sims: Simulators, client: httpx.Client) -> None:
    sims.speed.run_seconds = 100
    ids = [client.post(FLOWS, json=body(tags=["imagen"])).json()["id"] for _ in range(3)]
    assert client.put(f"{FLOWS}/{ids[0]}", json={"status": "canceled"}).status_code == 204
    assert client.get(f"{FLOWS}/{ids[0]}").json()["status"] == "canceled"
    assert client.delete(f"{FLOWS}/{ids[1]}").status_code == 204
    assert client.get(f"{FLOWS}/{ids[1]}").status_code == 404
    listed = client.get(FLOWS, params={"tags": "imagen", "take": 1}).json()
    assert [one["id"] for one in listed["items"]] == [ids[2]]
    following = client.get(FLOWS, params={"tags": "imagen", "take": 1, "cursor": listed["next"]}).json()
    assert ([one["id"] for one in following["items"]], following["next"]) == ([ids[0]], "")
    assert client.get(FLOWS, params={"tags": "imagen", "excludeFailed": "true"}).json()["items"][0]["id"] == ids[2]


def test_refusals(sims: Simulators, client: httpx.Client) -> None:
    wrong = client.post(FLOWS, json=body(input={"width": 9000}))
    assert wrong.status_code == 400
    assert "steps[0].input.width" in wrong.json()["errors"]
    for key, status in (
        (sims.civitai.key_invalid, 401),
        (sims.civitai.key_without_credit, 403),
        (sims.civitai.key_shut_out, 451),
    ):
        headers = {"authorization": f"Bearer {key}"}
        assert client.post(FLOWS, json=body(), headers=headers).status_code == status
    sims.civitai.insufficient_form = "400"
    poor = {"authorization": f"Bearer {sims.civitai.key_without_credit}"}
    assert "funds" in client.post(FLOWS, json=body(), headers=poor).json()["message"]
    private = "urn:air:sdxl:lora:civitai:900001@900002"
    assert client.post(FLOWS, json=body(input={"loras": {private: 1}})).status_code == 400
    assert sims.ledger.count() == 0


def test_blocked_and_failed(sims: Simulators, client: httpx.Client) -> None:
    sims.civitai.faults.add("workflows.submit", Fault.blocked())
    image = client.post(FLOWS, params={"wait": 5}, json=body()).json()["steps"][0]["output"]["images"][0]
    assert (image["available"], image["url"], image["blockedReason"]) == (False, None, "unsafe content")
    sims.civitai.faults.add("workflows.submit", Fault.fail("no_provider_available"))
    failed = client.post(FLOWS, params={"wait": 5}, json=body()).json()
    assert (failed["status"], failed["steps"][0]["jobs"][0]["reason"]) == ("failed", "no_provider_available")


def test_upload_and_background_removal(sims: Simulators, client: httpx.Client) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200)).save(file, "PNG")
    address = client.get("/v2/consumer/blobs/upload").json()["uploadUrl"]
    kept = httpx.post(address, content=file.getvalue(), headers={"content-type": "image/png"})
    assert kept.status_code == 201
    step = {"$type": "imageBackgroundRemoval", "input": {"image": kept.json()["url"], "format": "png"}}
    done = client.post(FLOWS, params={"wait": 5}, json={"steps": [step], "currencies": ["blue"]}).json()
    url = done["steps"][0]["output"]["image"]["url"]
    with Image.open(io.BytesIO(httpx.get(url).content)) as image:
        assert (image.mode, image.size) == ("RGBA", (300, 200))


def test_catalogue_and_site(sims: Simulators, client: httpx.Client) -> None:
    services = client.get("/v2/services", params={"category": "video"}).json()
    assert services["totalCount"] == 7
    assert client.get("/openapi/v2-consumers.json").json()["components"]["schemas"]
    assert client.get("/v2/consumer/recipes/imageGen/openapi.yaml").status_code == 200
    assert client.get(f"/v2/resources/{SDXL}").json()["canGenerate"] is True
    site = httpx.Client(base_url=sims.urls["civitai.site"] + "/api/v1")
    found = site.get("/models", params={"query": "ink", "types": "LORA"}).json()["items"]
    assert found[0]["modelVersions"][0]["air"] == "urn:air:sdxl:lora:civitai:123456@789012"
    digest = found[0]["modelVersions"][0]["files"][0]["hashes"]["AutoV2"]
    assert site.get(f"/model-versions/by-hash/{digest}").json()["id"] == 789012
    assert site.get("/model-versions/mini/789012").json()["air"]
    assert site.get("/models", params={"page": 11, "limit": 100}).status_code == 429
    assert site.get("/me").status_code == 401
    assert site.get("/me", params={"token": sims.civitai.key}).json()["username"] == "simulated-user"
    assert site.get("/images", params={"modelVersionId": 128078}).json()["items"][0]["meta"]["prompt"]
