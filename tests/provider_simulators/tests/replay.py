"""Sending transcribed requests to the simulators, and comparing replies in kind."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.provider_simulators import Account, Fault, Simulators
from tests.provider_simulators.core.jobs import Job, State

SKIPPED_HEADERS = {"host", "content-length", "connection", "accept-encoding"}
STATES = {
    "starting": State.QUEUED, "IN_QUEUE": State.QUEUED, "unassigned": State.QUEUED, "preparing": State.QUEUED,
    "scheduled": State.QUEUED, "processing": State.RUNNING, "IN_PROGRESS": State.RUNNING,
}  # fmt: skip
#: Replies that only the throw-away server gave: the real service answers otherwise, for the reason given.
EXPLAINED = {
    ("no-token", 1): "a request without a key is refused",
    ("async-submit-status-result-cancel", 7): "the run is over by then: the real answer is ALREADY_COMPLETED",
    ("redirect-sync-followed", 2): "the redirect's target is a path that only the throw-away server had",
    ("files-create-get-list-delete", 2): "reading a file is 200, not 201 (the transcript says so itself)",
}
OPEN_MAPS = {"input", "schemas", "metadata", "arguments", "metrics", "hashes", "parameters", "timings"}


@dataclass
class Replay:
    """One transcript on its way through a simulator: ids of the transcript stand for real ones."""

    sims: Simulators
    folder: str
    scenario: str
    jobs: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def service(self) -> Any:
        """Return the service that the transcript's client talks to."""
        return getattr(self.sims, self.folder.split("-")[0])

    def send(self, exchange: dict[str, Any]) -> httpx.Response | None:
        """Send one request of the transcript; None when the connection broke."""
        request, expected = exchange["request"], exchange["response"]
        self._prepare(request, expected)
        origin, path = self._place(request["path"])
        headers = {k: v for k, v in request["headers"].items() if k not in SKIPPED_HEADERS}
        content = self._content(request, headers)
        pairs = [(name, "0.05" if name == "wait" else value) for name, value in request["query"]]
        query = httpx.QueryParams(pairs)
        if "prefer" in headers:
            headers["prefer"] = "wait=1"
        address = self.sims.urls[origin] + path + (f"?{query}" if query else "")
        try:
            reply = httpx.request(request["method"], address, headers=headers, content=content, timeout=5)
        except httpx.RemoteProtocolError:
            return None
        self._learn(request, expected, reply)
        return reply

    def _prepare(self, request: dict[str, Any], expected: dict[str, Any] | None) -> None:
        """Bring the service into the state that the transcript's reply comes from."""
        scheme, _, key = request["headers"].get("authorization", "").partition(" ")
        status = expected["status"] if expected else 0
        if key and scheme in {"Bearer", "Key"} and status != 401 and not key.startswith("tok"):
            self.service.accounts.add(Account(key, f"account-{key}"))
        if expected is None:
            self.service.faults.add("*", Fault.drop_after_accept())
            return
        headers, body = expected["headers"], expected["body"]
        if status in {400, 404} and "cancel" in request["path"]:
            self._let_end(request, status)
        elif "location" in headers:
            self.service.faults.add("*", Fault.redirect(headers["location"], status))
        elif headers.get("content-type") == "text/html":
            self.service.faults.add("*", Fault.html(status))
        elif isinstance(body, list):
            self.service.faults.add("*", Fault.answer(status, body))
        elif "content_policy_violation" in str(body):
            self._job(request).facts["refusal"] = self.service.refusal(422, "", _nothing())
        elif status >= 400:
            self.service.faults.add("*", Fault.refuse(status, retry_after=headers.get("retry-after")))
        elif "whatif" not in str(request["query"]):
            self._bring_to(request, body)

    def _bring_to(self, request: dict[str, Any], body: Any) -> None:
        word = body.get("status") if isinstance(body, dict) else None
        if word == "CANCELLATION_REQUESTED":
            self._job(request).apply(Fault.late_result())
        elif word is None:
            self.sims.speed.queue_seconds = self.sims.speed.run_seconds = 0
        elif request["method"] != "GET":
            self.sims.speed.queue_seconds = 0 if word in {"succeeded", "processing", "failed", "canceled"} else 1000
            self.sims.speed.run_seconds = 1000 if word == "processing" else 0
            if word == "failed":
                self.service.faults.add("predictions.create", Fault.blocked())
            if word == "canceled" and not request["path"].endswith("cancel"):
                self.service.faults.add("predictions.create", Fault.cancelled())
            return
        if word is None or request["method"] != "GET":
            if _job_name(request["path"]):
                self._job(request)
            return
        job = self._job(request)
        if body.get("error_type"):
            self.service.jobs.end(job.id, State.ABORTED)
        elif word in STATES:
            if job.state is not STATES[word]:
                self.service.jobs.hold(job.id, STATES[word])
            if word in {"preparing", "unassigned"}:
                job.apply(Fault.statuses([word]))
        elif word in {"succeeded", "COMPLETED"}:
            self.service.jobs.end(job.id)
            job.facts.pop("refusal", None)
            if body.get("data_removed"):
                job.apply(Fault.lost_result())
        elif word in {"failed", "canceled", "expired"}:
            ends = {"failed": State.FAILED, "canceled": State.CANCELLED, "expired": State.ABORTED}
            self.service.jobs.end(job.id, ends[word])
        else:
            job.apply(Fault.unknown_status(word))

    def _let_end(self, request: dict[str, Any], status: int) -> None:
        job = self._job(request)
        if status == 400:
            self.service.jobs.end(job.id)
        else:
            job.apply(Fault.forgotten())

    def _job(self, request: dict[str, Any]) -> Job:
        job_id = self._job_named(request["path"])
        job: Job = self.service.jobs[job_id]
        return job

    def _job_named(self, path: str) -> str:
        """Return the real id of the job that a path names, making the job when the transcript begins in the middle."""
        name = _job_name(path)
        if name not in self.jobs:
            self.jobs[name] = make_job(self.sims, self.folder)
        return self.jobs[name]

    def _place(self, path: str) -> tuple[str, str]:
        name, asked = _job_name(path), path
        for old, new in {**({name: self.jobs[name]} if name in self.jobs else {}), **self.files}.items():
            path = path.replace(old, new)
        if self.folder.startswith("fal"):
            if asked.startswith("/gcs/"):
                return "fal.storage", path
            first, _, rest = path.lstrip("/").partition("/")
            return f"fal.{first}", f"/{rest}"
        if self.folder.startswith("replicate"):
            return ("replicate.api", path) if path.startswith("/v1/") else ("replicate.delivery", path)
        return "civitai.orchestration", path

    def _content(self, request: dict[str, Any], headers: dict[str, str]) -> bytes | None:
        body = request["body"]
        if body is None:
            return None
        if "json" in body:
            text = json.dumps(body["json"])
            for old, new in self.files.items():
                text = text.replace(old, new)
            return text.replace("127.0.0.1:36305", self.sims.replicate.url.removeprefix("http://")).encode()
        if "text" in body:
            return str(body["text"]).encode()
        if "multipart" in body:
            boundary = headers["content-type"].partition("boundary=")[2]
            parts = b""
            for part in body["multipart"]:
                head = "".join(f"{name}: {value}\r\n" for name, value in part["headers"].items())
                parts += f"--{boundary}\r\n{head}\r\n".encode() + DOT + b"\r\n"
            return parts + f"--{boundary}--\r\n".encode()
        return DOT

    def _learn(self, request: dict[str, Any], expected: dict[str, Any] | None, reply: httpx.Response) -> None:
        if expected is None or reply.status_code >= 400 or not isinstance(expected["body"], dict):
            return
        old, data = expected["body"], reply.json()
        if "upload_url" in old:
            self.files["/gcs/put"] = httpx.URL(data["upload_url"]).path
        elif request["path"].endswith("/files") and "id" in data:
            self.files[old["id"]] = data["id"]
        elif request["method"] == "POST":
            for name in ("id", "request_id"):
                if old.get(name):
                    self.jobs[old[name]] = data[name]
        if "base_url" in old:
            self.sims.fal.tokens[old["token"]] = 1e12


DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgAAACAAAB4iG8MwAAAABJRU5ErkJggg==")


def make_job(sims: Simulators, folder: str) -> str:
    """Submit what the transcript presupposes; return the job's id."""
    service = folder.split("-", maxsplit=1)[0]
    account = {"replicate": "r8_test_token", "fal": "key-id:key-secret", "civitai": "civ_test"}[service]
    word = "Key" if service == "fal" else "Bearer"
    sims.speed.queue_seconds = 1000
    getattr(sims, service).accounts.add(Account(account, f"account-{account}"))
    headers = {"authorization": f"{word} {account}"}
    if service == "fal":
        reply = httpx.post(f"{sims.fal.url}/fal-ai/flux/schnell", headers=headers, json={"prompt": "a cat"})
        return str(reply.json()["request_id"])
    if service == "replicate":
        address = f"{sims.replicate.url}/v1/models/black-forest-labs/flux-schnell/predictions"
        return str(httpx.post(address, headers=headers, json={"input": {"prompt": "a cat"}}).json()["id"])
    step = {"engine": "flux2", "model": "pro", "operation": "createImage", "prompt": "a cat"}
    body = {"steps": [{"$type": "imageGen", "input": step}], "tags": ["imagen"]}
    return str(httpx.post(f"{sims.civitai.url}/v2/consumer/workflows", headers=headers, json=body).json()["id"])


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Return where a reply is not of the expected kind: missing keys, other types; more keys are welcome."""
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{path}: {type(actual).__name__} in place of an object"]
        if path.rpartition(".")[2] in OPEN_MAPS:
            return []
        found = [f"{path}.{name} is missing" for name in expected if name not in actual]
        for name in expected.keys() & actual.keys():
            found += differences(expected[name], actual[name], f"{path}.{name}")
        return found
    if isinstance(expected, list):
        if not isinstance(actual, list):
            return [] if actual is None else [f"{path}: {type(actual).__name__} in place of a list"]
        return differences(expected[0], actual[0], f"{path}[0]") if expected and actual else []
    if expected is None or actual is None:
        return []
    numbers = (int, float)
    same = isinstance(actual, type(expected)) or (isinstance(expected, numbers) and isinstance(actual, numbers))
    return [] if same else [f"{path}: {type(actual).__name__} in place of {type(expected).__name__}"]


def _job_name(path: str) -> str:
    parts = path.split("/")
    for before in ("predictions", "requests", "workflows"):
        if before in parts[:-1]:
            return parts[parts.index(before) + 1]
    return ""


def _nothing() -> Any:
    from tests.provider_simulators.core.messages import Incoming

    return Incoming("GET", "/", [], {}, b"")
