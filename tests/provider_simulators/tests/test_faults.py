"""Every fault does what it says, and the ledger counts what was accepted in spite of it."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from tests.provider_simulators import Fault, Simulators
from tests.provider_simulators.core.faults import CONSTRUCTORS, Stage

SUBMIT = {"replicate": "predictions.create", "fal": "queue.submit", "civitai": "workflows.submit"}


def submit(sims: Simulators, service: str = "fal", prompt: str = "a cat", patience: float = 20) -> httpx.Response:
    """Submit one picture."""
    keys = {"replicate": f"Bearer {sims.replicate.key}", "fal": f"Key {sims.fal.key}"}
    headers = {"authorization": keys.get(service, f"Bearer {sims.civitai.key}")}
    data: dict[str, Any]
    if service == "replicate":
        address, data = "/v1/models/black-forest-labs/flux-schnell/predictions", {"input": {"prompt": prompt}}
    elif service == "fal":
        address, data = "/fal-ai/flux/schnell", {"prompt": prompt}
    else:
        step = {"engine": "flux2", "model": "pro", "operation": "createImage", "prompt": prompt}
        address, data = "/v2/consumer/workflows", {"steps": [{"$type": "imageGen", "input": step}]}
    base = getattr(sims, service).url
    return httpx.post(base + address, headers=headers, json=data, timeout=httpx.Timeout(20, read=patience))


@pytest.mark.parametrize("service", SUBMIT)
def test_lost_before_and_after_acceptance(sims: Simulators, service: str) -> None:
    plan = getattr(sims, service).faults
    cases: list[tuple[Fault, int, type[Exception] | int]] = [
        (Fault.drop_before_accept(), 0, httpx.RemoteProtocolError),
        (Fault.hang(), 0, httpx.ReadTimeout),
        (Fault.html(502), 0, 502),
        (Fault.refuse(500), 0, 500),
        (Fault.refuse(503), 0, 503),
        (Fault.answer(400, ["oops"]), 0, 400),
        (Fault.drop_after_accept(), 1, httpx.RemoteProtocolError),
        (Fault.hang_after_accept(), 1, httpx.ReadTimeout),
        (Fault.html_after_accept(504), 1, 504),
        (Fault.slow_headers(3), 1, httpx.ReadTimeout),
        (Fault.cut_body(), 1, httpx.RemoteProtocolError),
        (Fault.wrong_length(10), 1, httpx.RemoteProtocolError),
    ]
    for fault, accepted, expected in cases:
        before = sims.ledger.count(service=service)
        planned = plan.add(SUBMIT[service], fault)
        if isinstance(expected, int):
            assert submit(sims, service).status_code == expected
        else:
            with pytest.raises(expected):
                submit(sims, service, patience=0.5 if expected is httpx.ReadTimeout else 20)
        assert planned.hits == 1
        assert sims.ledger.count(service=service) - before == accepted, fault.kind
    submit(sims, service)
    assert sims.ledger.by_input(service=service).most_common(1)[0][1] == 7


@pytest.mark.parametrize("service", SUBMIT)
def test_retry_after_in_every_form(sims: Simulators, service: str) -> None:
    plan = getattr(sims, service).faults
    plan.add(SUBMIT[service], Fault.refuse(429))
    assert "retry-after" not in submit(sims, service).headers
    plan.add(SUBMIT[service], Fault.refuse(429, retry_after=7))
    seven = submit(sims, service)
    assert seven.headers["retry-after"] == "7"
    assert service != "replicate" or seven.json()["retry_after"] == 7
    plan.add(SUBMIT[service], Fault.refuse(429, retry_after="date:60"))
    reply = submit(sims, service)
    later = parsedate_to_datetime(reply.headers["retry-after"]) - parsedate_to_datetime(reply.headers["date"])
    assert 58 <= later.total_seconds() <= 61


def test_spoilt_replies(sims: Simulators) -> None:
    def struck(fault: Fault) -> httpx.Response:
        sims.fal.faults.add("queue.submit", fault)
        return submit(sims)

    assert struck(Fault.garbage()).text == '{"status": "succ'
    assert struck(Fault.empty_body()).content == b""
    assert struck(Fault.content_type("text/html")).headers["content-type"] == "text/html"
    assert "logs" not in struck(Fault.without("logs")).json()
    assert struck(Fault.with_fields({"status": "ODD"})).json()["status"] == "ODD"
    assert len(struck(Fault.huge_body(3_000_000)).content) == 3_000_000
    assert len(struck(Fault.truncate(0.5)).content) > 100
    assert struck(Fault.slow_body(0.2, 4)).json()["status"] == "IN_QUEUE"
    skewed = parsedate_to_datetime(struck(Fault.clock_skew(-7200)).headers["date"])
    assert -7300 < (skewed - parsedate_to_datetime(submit(sims).headers["date"])).total_seconds() < -7100
    assert sims.ledger.count() == 10


def test_files_can_be_spoilt(sims: Simulators) -> None:
    sims.replicate.faults.add("predictions.create", Fault.takes(0))
    made = submit(sims, "replicate").json()
    sims.clock.advance(1)
    headers = {"authorization": f"Bearer {sims.replicate.key}"}
    address = httpx.get(made["urls"]["get"], headers=headers).json()["output"][0]
    whole = httpx.get(address).content
    plan = sims.replicate.faults
    plan.add("delivery.get", Fault.redirect(status=302))
    redirected = httpx.get(address)
    assert redirected.headers["location"].startswith(sims.urls["foreign.host"])
    assert httpx.get(redirected.headers["location"]).content == whole
    plan.add("delivery.get", Fault.cut_body())
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(address)
    plan.add("delivery.get", Fault.truncate())
    assert httpx.get(address).content == whole[: len(whole) // 2]
    plan.add("delivery.get", Fault.empty_body())
    assert httpx.get(address).content == b""
    plan.add("delivery.get", Fault.refuse(404))
    assert httpx.get(address).status_code == 404
    assert httpx.get(address).content == whole


def run(sims: Simulators, fault: Fault, service: str = "replicate") -> dict[str, Any]:
    """Submit with a fault in the run, wait, and return the polled reply."""
    getattr(sims, service).faults.add(SUBMIT[service], fault)
    made = submit(sims, service).json()
    sims.clock.advance(2)
    return polled(sims, made)


def polled(sims: Simulators, made: dict[str, Any]) -> dict[str, Any]:
    """Return a Replicate prediction as it is now."""
    headers = {"authorization": f"Bearer {sims.replicate.key}"}
    reply = httpx.get(made["urls"]["get"], headers=headers)
    data = reply.json()
    assert isinstance(data, dict)
    return {**data, "http": reply.status_code}


def test_runs_that_go_wrong(sims: Simulators) -> None:
    failed = run(sims, Fault.fail(None, logs="Traceback: boom"))
    assert (failed["status"], failed["error"], failed["logs"]) == ("failed", None, "Traceback: boom")
    lost = run(sims, Fault.lost_result())
    assert (lost["status"], lost["output"], lost["data_removed"]) == ("succeeded", None, True)
    assert run(sims, Fault.never_ends())["status"] == "processing"
    assert run(sims, Fault.forgotten())["http"] == 404
    assert len(run(sims, Fault.many_outputs(300))["output"]) == 300
    assert len(run(sims, Fault.duplicate_outputs())["output"]) == 2
    assert run(sims, Fault.partial(0))["output"] == []
    assert run(sims, Fault.unknown_status("paused"))["status"] == "paused"
    assert httpx.get(run(sims, Fault.expired_links())["output"][0]).status_code == 404
    odd = run(sims, Fault.statuses(["starting", "succeeded", "processing", "weird"]))
    assert [odd["status"], *(polled(sims, odd)["status"] for _ in range(3))] == [
        "succeeded",
        "processing",
        "weird",
        "succeeded",
    ]
    assert sims.ledger.count() == 10


def test_lost_submissions_can_be_found_again(sims: Simulators) -> None:
    for service, route in SUBMIT.items():
        getattr(sims, service).faults.add(route, Fault.drop_after_accept())
        with pytest.raises(httpx.RemoteProtocolError):
            submit(sims, service, "lost")
    lost = {entry.service: entry.job_id for entry in sims.ledger.entries()}
    bearer = {"authorization": f"Bearer {sims.replicate.key}"}
    moment = sims.clock.iso(sims.clock.now() - 60)
    query = {"created_after": moment}
    listed = httpx.get(f"{sims.replicate.url}/v1/predictions", params=query, headers=bearer).json()["results"]
    assert [one["id"] for one in listed] == [lost["replicate"]]
    assert listed[0]["input"] == {"prompt": "lost"}
    query = {"endpoint_id": "fal-ai/flux/schnell", "start": moment, "expand": "payloads"}
    address = f"{sims.urls['fal.api']}/v1/models/requests/by-endpoint"
    items = httpx.get(address, params=query, headers={"authorization": f"Key {sims.fal.key}"}).json()["items"]
    assert [(one["request_id"], one["json_input"]) for one in items] == [(lost["fal"], {"prompt": "lost"})]
    bearer = {"authorization": f"Bearer {sims.civitai.key}"}
    flows = httpx.get(f"{sims.civitai.url}/v2/consumer/workflows", headers=bearer).json()["items"]
    assert [one["id"] for one in flows] == [lost["civitai"]]


def test_plans_skip_match_and_repeat(sims: Simulators) -> None:
    sims.fal.faults.add("queue.*", Fault.refuse(500), times=None, match="fox")
    assert [submit(sims, prompt=word).status_code for word in ("a fox", "a dog", "foxes")] == [500, 200, 500]
    sims.fal.faults.clear()
    sims.fal.faults.add("queue.submit", Fault.refuse(500), times=2, skip=1)
    assert [submit(sims).status_code for _ in range(4)] == [200, 500, 500, 200]
    sims.fal.faults.clear()
    sims.fal.faults.add("queue.submit", Fault.refuse(500), times=None, probability=0.5)
    assert {submit(sims).status_code for _ in range(20)} == {200, 500}


def test_control_over_http(sims: Simulators) -> None:
    base = sims.urls["civitai.site"]
    wish = {"service": "fal", "route": "queue.submit", "fault": {"kind": "html", "status": 502}}
    assert httpx.post(f"{base}/__faults", json=wish).status_code == 201
    assert [submit(sims).status_code, submit(sims).status_code] == [502, 200]
    ledger = httpx.get(f"{base}/__ledger", params={"service": "fal"}).json()
    assert (ledger["count"], ledger["entries"][0]["model"]) == (1, "fal-ai/flux/schnell")
    wrong = httpx.post(f"{base}/__faults", json={**wish, "fault": {"kind": "nonsense"}})
    assert (wrong.status_code, "drop_after_accept" in wrong.json()["error"]) == (400, True)
    assert "predictions.create" in httpx.get(f"{base}/__routes").json()["replicate"]
    now = httpx.post(f"{base}/__clock", json={"advance": 3600}).json()["now"]
    assert now - sims.ledger.entries()[0].at >= 3600
    requests = httpx.get(f"{base}/__requests", params={"route": "queue.submit"}).json()["requests"]
    assert requests[0]["headers"]["authorization"] == f"Key {sims.fal.key}"


def test_every_fault_can_be_written_as_json() -> None:
    needed: dict[str, Any] = {"refuse": {"status": 500}, "answer": {"status": 200}, "with_fields": {"values": {}}}
    needed |= {"clock_skew": {"seconds": 1}, "statuses": {"words": []}, "takes": {"seconds": 1}}
    for name in CONSTRUCTORS:
        fault = Fault.from_json({"kind": name, **needed.get(name, {})})
        assert Fault.from_json(fault.as_json()) == fault
        assert fault.stage in Stage


def test_where_keys_went_is_recorded(sims: Simulators) -> None:
    submit(sims)
    httpx.get(sims.urls["foreign.host"] + "/x.png", headers={"authorization": f"Key {sims.fal.key}"})
    assert [one.origin for one in sims.recorder.with_key(sims.fal.key)] == ["fal.queue", "foreign.host"]
