"""What can go wrong on the way or in a run, scripted per route."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """When a fault acts: before the service hears of the request, on its reply, or in the run it starts."""

    BEFORE = "before"
    REPLY = "reply"
    RUN = "run"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong; make them with the named constructors below."""

    kind: str
    stage: Stage
    options: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.options[name]

    def as_json(self) -> dict[str, Any]:
        """Return the fault as plain data, which `from_json` reads."""
        return {"kind": self.kind, **self.options}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Fault:
        """Make a fault from its constructor's name (`kind`) and arguments.

        Raises ValueError for an unknown name or argument.
        """
        options = dict(data)
        kind = str(options.pop("kind", ""))
        if kind.startswith("_") or kind not in CONSTRUCTORS:
            raise ValueError(f"There is no fault {kind!r}. There are: {', '.join(CONSTRUCTORS)}.")
        try:
            made = getattr(cls, kind)(**options)
        except TypeError as error:
            raise ValueError(str(error)) from error
        assert isinstance(made, Fault)
        return made

    # Before the service accepts anything

    @classmethod
    def drop_before_accept(cls) -> Fault:
        """Break the connection; the service never heard of the request."""
        return cls("drop_before_accept", Stage.BEFORE)

    @classmethod
    def hang(cls, seconds: float = 3600) -> Fault:
        """Answer nothing for so long, then break the connection; nothing is accepted."""
        return cls("hang", Stage.BEFORE, {"seconds": seconds})

    @classmethod
    def refuse(cls, status: int, reason: str = "", retry_after: float | str | None = None) -> Fault:
        """Refuse in the service's own words (401, 402, 403, 404, 422, 429, 500 …); nothing is accepted.

        `reason` picks among the texts of a status (for example `admin_lock`); `retry_after` is seconds, `date` or
        `date:<seconds>` for an HTTP date, any other text as it is, or None for no header.
        """
        return cls("refuse", Stage.BEFORE, {"status": status, "reason": reason, "retry_after": retry_after})

    @classmethod
    def answer(
        cls, status: int, body: Any = "", content_type: str = "", headers: dict[str, str] | None = None
    ) -> Fault:
        """Answer with exactly this (JSON when the body is no text); nothing is accepted."""
        options = {"status": status, "body": body, "content_type": content_type, "headers": headers or {}}
        return cls("answer", Stage.BEFORE, options)

    @classmethod
    def html(cls, status: int = 502, retry_after: float | str | None = None) -> Fault:
        """Answer with a proxy's error page; nothing is accepted."""
        return cls("html", Stage.BEFORE, {"status": status, "retry_after": retry_after})

    @classmethod
    def redirect(cls, to: str = "foreign", status: int = 307) -> Fault:
        """Send the client to another host: `foreign`, an origin's name such as `fal.media`, or a whole URL."""
        return cls("redirect", Stage.BEFORE, {"to": to, "status": status})

    # After the service did its work: the reply is lost or spoilt

    @classmethod
    def drop_after_accept(cls) -> Fault:
        """Do the work, then break the connection without a reply: the dangerous case for money."""
        return cls("drop_after_accept", Stage.REPLY)

    @classmethod
    def hang_after_accept(cls, seconds: float = 3600) -> Fault:
        """Do the work, answer nothing for so long, then break the connection."""
        return cls("hang_after_accept", Stage.REPLY, {"seconds": seconds})

    @classmethod
    def html_after_accept(cls, status: int = 504) -> Fault:
        """Do the work, but answer with a proxy's error page."""
        return cls("html_after_accept", Stage.REPLY, {"status": status})

    @classmethod
    def slow_headers(cls, seconds: float = 1.0) -> Fault:
        """Reply correctly, but only after so long."""
        return cls("slow_headers", Stage.REPLY, {"seconds": seconds})

    @classmethod
    def slow_body(cls, seconds: float = 1.0, pieces: int = 10) -> Fault:
        """Reply correctly, the body in pieces over so long."""
        return cls("slow_body", Stage.REPLY, {"seconds": seconds, "pieces": pieces})

    @classmethod
    def cut_body(cls, keep: float = 0.5) -> Fault:
        """Promise the whole body, send this share of it, and break the connection."""
        return cls("cut_body", Stage.REPLY, {"keep": keep})

    @classmethod
    def truncate(cls, keep: float = 0.5) -> Fault:
        """Send this share of the body as if it were all: the length agrees, the file does not."""
        return cls("truncate", Stage.REPLY, {"keep": keep})

    @classmethod
    def wrong_length(cls, by: int = -10) -> Fault:
        """Announce a length that is off by so many bytes."""
        return cls("wrong_length", Stage.REPLY, {"by": by})

    @classmethod
    def content_type(cls, name: str = "text/html") -> Fault:
        """Reply correctly, under a wrong content type."""
        return cls("content_type", Stage.REPLY, {"name": name})

    @classmethod
    def garbage(cls, text: str = '{"status": "succ') -> Fault:
        """Do the work, and answer with this text in place of JSON."""
        return cls("garbage", Stage.REPLY, {"text": text})

    @classmethod
    def empty_body(cls) -> Fault:
        """Reply with the right status and no byte."""
        return cls("empty_body", Stage.REPLY)

    @classmethod
    def huge_body(cls, size: int = 200_000_000) -> Fault:
        """Pad the body with zeros to so many bytes, sent in pieces."""
        return cls("huge_body", Stage.REPLY, {"size": size})

    @classmethod
    def without(cls, *paths: str, fields: list[str] | None = None) -> Fault:
        """Leave keys out of the reply; a path is `urls.stream` or `steps.0.output`."""
        return cls("without", Stage.REPLY, {"fields": [*paths, *(fields or [])]})

    @classmethod
    def with_fields(cls, values: dict[str, Any]) -> Fault:
        """Set fields of the reply by path, for example `{"status": "aborted", "urls.stream": None}`."""
        return cls("with_fields", Stage.REPLY, {"values": values})

    @classmethod
    def clock_skew(cls, seconds: float) -> Fault:
        """Reply with a Date header and times that are off by so much."""
        return cls("clock_skew", Stage.REPLY, {"seconds": seconds})

    # In the run that the request starts (put them on a route that submits)

    @classmethod
    def statuses(cls, words: list[str]) -> Fault:
        """Show these raw status words one after the other (any order, unknown ones too), then the truth."""
        return cls("statuses", Stage.RUN, {"words": words})

    @classmethod
    def unknown_status(cls, word: str = "paused") -> Fault:
        """Show this status word for ever."""
        return cls("unknown_status", Stage.RUN, {"word": word})

    @classmethod
    def fail(cls, error: str | None = "CUDA out of memory (E1001)", logs: str = "", status: int = 500) -> Fault:
        """Let the run fail with a text (None: no word why); `status` is what fal's result answers with."""
        return cls("fail", Stage.RUN, {"error": error, "logs": logs, "status": status})

    @classmethod
    def blocked(cls, how: str = "") -> Fault:
        """Let the safety checker hit. fal knows two ways: `flag` (a black picture, billed) and `refuse` (422)."""
        return cls("blocked", Stage.RUN, {"how": how})

    @classmethod
    def partial(cls, outputs: int = 1) -> Fault:
        """Deliver only so many of the outputs that were asked for."""
        return cls("partial", Stage.RUN, {"outputs": outputs})

    @classmethod
    def many_outputs(cls, outputs: int = 500) -> Fault:
        """Deliver so many outputs, whatever was asked for."""
        return cls("many_outputs", Stage.RUN, {"outputs": outputs})

    @classmethod
    def duplicate_outputs(cls) -> Fault:
        """List every output twice."""
        return cls("duplicate_outputs", Stage.RUN)

    @classmethod
    def lost_result(cls) -> Fault:
        """Succeed, but keep no output: removed, or 404 when it is fetched."""
        return cls("lost_result", Stage.RUN)

    @classmethod
    def late_result(cls) -> Fault:
        """Accept a cancel, and finish the run all the same."""
        return cls("late_result", Stage.RUN)

    @classmethod
    def cancelled(cls) -> Fault:
        """Let the service cancel the run by itself."""
        return cls("cancelled", Stage.RUN)

    @classmethod
    def never_ends(cls) -> Fault:
        """Stay running for ever."""
        return cls("never_ends", Stage.RUN)

    @classmethod
    def forgotten(cls) -> Fault:
        """Accept the job, then know nothing of it: 404 at every question, absent from every list."""
        return cls("forgotten", Stage.RUN)

    @classmethod
    def expired_links(cls) -> Fault:
        """Hand out output links that have expired already."""
        return cls("expired_links", Stage.RUN)

    @classmethod
    def takes(cls, seconds: float) -> Fault:
        """Let the run take so long."""
        return cls("takes", Stage.RUN, {"seconds": seconds})


CONSTRUCTORS = [
    name
    for name, value in vars(Fault).items()
    if isinstance(value, classmethod) and not name.startswith("_") and name != "from_json"
]
