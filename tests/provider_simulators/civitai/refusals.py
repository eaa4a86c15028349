"""civitai's refusals: RFC 7807 in orchestration, other forms for money and on the site."""

from __future__ import annotations

from typing import Any

from tests.provider_simulators.core.messages import Reply
from tests.provider_simulators.core.schema import Problem

TITLES = {
    400: "One or more validation errors occurred.",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
NO_BUZZ = "Insufficient buzz"


def problem(status: int, errors: dict[str, list[str]] | None = None, **more: Any) -> Reply:
    """Return a refusal of the orchestration API."""
    body: dict[str, Any] = {"title": TITLES.get(status, f"Error {status}"), "status": status, **more}
    if errors is not None:
        body = {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", **body, "errors": errors}
    return Reply.of(body, status, kind="application/problem+json")


def plain(status: int) -> Reply:
    """Return the usual refusal of a status."""
    if status == 400:
        return problem(400, {"steps[0].input.width": ["must be between 64 and 2048"]})
    return Reply.text(NO_BUZZ, 403) if status == 403 else problem(status)


def no_buzz(form: str) -> Reply:
    """Return the refusal of an empty purse in one of the forms that were seen."""
    forms = {
        "403_text": Reply.text(NO_BUZZ, 403),
        "403_json": Reply.of({"error": "Insufficient Buzz"}, 403),
        "400": Reply.of({"code": "BAD_REQUEST", "message": "Insufficient funds for this generation"}, 400),
        "402": problem(402, title="Payment Required"),
    }
    return forms[form]


def site(status: int, message: str) -> Reply:
    """Return a refusal of the site API."""
    return Reply.of({"error": message}, status)


def invalid(step: int, found: list[Problem]) -> dict[str, list[str]]:
    """Return the errors of one step's input by path."""
    errors: dict[str, list[str]] = {}
    for one in found:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in one.path)
        errors.setdefault(f"steps[{step}].input{path}", []).append(_text(one))
    return errors


def _text(one: Problem) -> str:
    return {
        "missing": "is required",
        "type": f"must be of type {one.limit}",
        "enum": f"must be one of {', '.join(map(str, one.limit)) if isinstance(one.limit, list) else one.limit}",
        "minimum": f"must be at least {one.limit}",
        "maximum": f"must be at most {one.limit}",
        "length": f"must have at most {one.limit} characters",
        "short": f"must have at least {one.limit} characters",
        "items": f"must have at most {one.limit} items",
    }.get(one.sort, "is not valid")
