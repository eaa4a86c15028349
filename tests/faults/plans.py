"""Which routes an order uses at each provider, and which faults can be scripted on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imagen.services.consent import Consent
from tests.provider_simulators import Fault

#: What an order does at a provider, by use; some uses share a route.
ROUTES: Mapping[str, Mapping[str, str]] = {
    "replicate": {
        "catalogue": "models.get",
        "upload": "files.create",
        "submit": "predictions.create",
        "status": "predictions.get",
        "result": "predictions.get",
        "download": "delivery.get",
        "cancel": "predictions.cancel",
        "find": "predictions.list",
    },
    "fal": {
        "catalogue": "models.list",
        "token": "uploads.token",
        "upload": "uploads.file",
        "submit": "queue.submit",
        "status": "queue.status",
        "result": "queue.result",
        "download": "media.get",
        "cancel": "queue.cancel",
        "find": "requests.list",
        "price": "models.pricing",
    },
    "civitai": {
        "catalogue": "site.version",
        "address": "blobs.address",
        "upload": "blobs.upload",
        "submit": "workflows.submit",
        "status": "workflows.get",
        "result": "workflows.get",
        "download": "blobs.get",
        "cancel": "workflows.cancel",
        "find": "workflows.list",
        "price": "workflows.submit",
    },
}

#: The text and the picture model that orders are placed with, and the small size that each takes.
TEXT_MODELS = {
    "replicate": ("replicate:black-forest-labs/flux-schnell", {"megapixels": "0.25"}),
    "fal": ("fal:fal-ai/flux/schnell", {"image_size": "square"}),
    "civitai": ("civitai:urn:air:sdxl:checkpoint:civitai:101055@128078", {"size": "512x512"}),
}
PICTURE_MODELS = {
    "replicate": ("replicate:black-forest-labs/flux-kontext-pro", "input_image"),
    "fal": ("fal:fal-ai/flux/dev/image-to-image", "image_url"),
    "civitai": ("civitai:urn:air:sdxl:checkpoint:civitai:101055@128078/image-to-image", "image"),
}

_REFUSALS = (400, 401, 402, 403, 404, 409, 422, 429, 451, 500, 503, 504)

#: What a person says to whatever an order may cost, so that nothing is asked before it is placed.
CONSENT = Consent(spending_limit=100_000_000, ceiling=1_000_000)

#: What can happen to any request: before it is heard, or to its reply.
WIRE: Sequence[Fault] = (
    Fault.drop_before_accept(),
    Fault.hang(30),
    *(Fault.refuse(status) for status in _REFUSALS),
    Fault.refuse(403, "admin_lock"),
    Fault.refuse(429, retry_after=1),
    Fault.refuse(429, retry_after="date:1"),
    Fault.refuse(429, retry_after="soon"),
    Fault.refuse(503, retry_after=1),
    Fault.answer(408, {"detail": "slow"}),
    Fault.answer(200, ["not", "an", "object"]),
    Fault.answer(200, "null", "application/json"),
    Fault.answer(418, "I am a teapot"),
    Fault.html(502),
    Fault.html(503, retry_after=1),
    Fault.html(200),
    Fault.redirect(),
    Fault.redirect(status=302),
    Fault.redirect("http://127.0.0.1:9/nobody"),
    Fault.drop_after_accept(),
    Fault.hang_after_accept(30),
    Fault.html_after_accept(504),
    Fault.slow_headers(0.3),
    Fault.slow_body(0.3),
    Fault.cut_body(),
    Fault.truncate(),
    Fault.wrong_length(-10),
    Fault.wrong_length(10),
    Fault.content_type(),
    Fault.garbage(),
    Fault.garbage("[[[[" * 50_000),
    Fault.empty_body(),
    Fault.huge_body(40_000_000),
    Fault.clock_skew(-86_400),
)

#: What can be missing or odd in replies that are objects, by use.
_ODD: Mapping[str, Sequence[Fault]] = {
    "submit": (
        Fault.without("id", "request_id"),
        Fault.with_fields({"id": None, "request_id": 7}),
        Fault.without("urls", "status_url", "response_url", "cancel_url"),
    ),
    "status": (
        Fault.without("status"),
        Fault.with_fields({"status": "pondering"}),
        Fault.with_fields({"status": None, "logs": None}),
    ),
    "result": (Fault.without("output", "images", "steps"), Fault.with_fields({"output": None, "images": None})),
    "find": (Fault.with_fields({"results": None, "items": None}), Fault.with_fields({"results": [7], "items": [7]})),
    "upload": (Fault.without("urls", "access_url", "url", "id"),),
    "token": (Fault.without("token"), Fault.with_fields({"token": None})),
    "address": (Fault.without("uploadUrl"),),
    "price": (Fault.with_fields({"prices": "dear", "cost": "dear"}),),
}

#: What can happen in a run; these stand on the submitting route.
RUNS: Sequence[Fault] = (
    Fault.statuses(["starting", "pondering", "processing"]),
    Fault.unknown_status(),
    Fault.fail(),
    Fault.fail(None),
    Fault.fail("validation: must be nicer", status=422),
    Fault.blocked(),
    Fault.blocked("refuse"),
    Fault.partial(0),
    Fault.many_outputs(20),
    Fault.duplicate_outputs(),
    Fault.lost_result(),
    Fault.late_result(),
    Fault.cancelled(),
    Fault.never_ends(),
    Fault.forgotten(),
    Fault.expired_links(),
    Fault.takes(0.6),
)

_TIMES: Sequence[int | None] = (1, None)
_MORE_TIMES: Sequence[int | None] = (1, 3, None)
_OFTEN = {"submit", "status", "download"}


@dataclass(frozen=True)
class Case:
    """One fault on one route of one provider; `times` None means until it is mended."""

    provider: str
    use: str
    fault: Fault
    times: int | None

    @property
    def route(self) -> str:
        return ROUTES[self.provider][self.use]

    @property
    def is_run(self) -> bool:
        return self.fault.stage == "run"

    @property
    def id(self) -> str:
        options = ",".join(str(value)[:24] for value in self.fault.options.values() if value not in ("", {}, None))
        often = "until-mended" if self.times is None else f"{self.times}x"
        return f"{self.provider}-{self.use}-{self.fault.kind}({options})-{often}"


def cases() -> list[Case]:
    """List the whole matrix, in an order that never changes."""
    found = []
    for provider, uses in ROUTES.items():
        for use in uses:
            faults = [*WIRE, *_ODD.get(use, ())]
            often = _MORE_TIMES if use in _OFTEN else _TIMES
            found += [Case(provider, use, fault, times) for fault in faults for times in often]
        found += [Case(provider, "submit", fault, times) for fault in RUNS for times in _TIMES]
        found += [Case(provider, "cancel", fault, None) for fault in (Fault.late_result(), Fault.never_ends())]
    return found


def sample(size: int) -> list[Case]:
    """Choose so many cases, the same ones each time, evenly over providers, uses and faults."""
    everything = cases()
    step = next(n for n in range(len(everything) // size, len(everything)) if len(everything) % n)
    return everything[::step][:size]
