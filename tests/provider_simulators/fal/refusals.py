"""fal's refusals: `detail` as text for requests, as a list for models; another form on the platform API."""

from __future__ import annotations

from typing import Any

from tests.provider_simulators.core.messages import Reply
from tests.provider_simulators.core.schema import Problem

LOCKED = "User is locked. Reason: "
REASONS = {
    "exhausted": LOCKED + "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
    "top_up": LOCKED + "TOP_UP. Top up your balance at fal.ai/dashboard/billing.",
    "admin_lock": LOCKED + "Admin lock. Contact support@fal.ai.",
    "scope": "This key has no access to this application",
}
TEXTS: dict[int, tuple[str, str | None]] = {
    400: ("Bad request", "bad_request"),
    401: ("Authentication is required to access this application", None),
    403: (REASONS["exhausted"], None),
    404: ("Request not found", None),
    409: ("Conflict", None),
    429: ("Too many requests", None),
    500: ("Internal Server Error", None),
    503: ("Runner scheduling failed", "runner_scheduling_failure"),
    504: ("Request timed out", "request_timeout"),
}
PLATFORM = {
    400: "validation_error",
    401: "authorization_error",
    403: "authorization_error",
    404: "not_found",
    429: "rate_limited",
}
DOCS = "https://docs.fal.ai/errors#"


def plain(status: int, reason: str = "") -> Reply:
    """Return the usual refusal of a status; `reason` picks among the 403 texts, or is the text itself."""
    if status == 422:
        return model_errors([model_error(["body", "prompt"], "Field required", "missing", {})])
    text, error_type = TEXTS.get(status, (f"Error {status}", None))
    text = REASONS.get(reason, reason or text)
    body = {"detail": text, "error_type": error_type} if error_type else {"detail": text}
    headers = {"x-fal-error-type": error_type} if error_type else {}
    if error_type == "request_timeout":
        headers["x-fal-request-timeout-type"] = "user"
    return Reply.of(body, status, **headers)


def platform(status: int, message: str, request_id: str) -> Reply:
    """Return a refusal of the platform API."""
    error = {
        "type": PLATFORM.get(status, "server_error"),
        "message": message,
        "docs_url": "https://docs.fal.ai/platform-apis",
        "request_id": request_id,
    }
    return Reply.of({"error": error}, status)


def no_application(endpoint_id: str) -> Reply:
    """Return the refusal of an endpoint that does not exist."""
    name = endpoint_id.rsplit("/", maxsplit=1)[-1]
    return Reply.of({"detail": f'Application "{name}" not found'}, 404)


def model_error(loc: list[str | int], message: str, sort: str, given: Any, **context: Any) -> dict[str, Any]:
    """Return one error of a model."""
    shown = {"loc": loc, "msg": message, "type": sort, "url": DOCS + sort, "input": given}
    return {**shown, "ctx": context} if context else shown


def model_errors(errors: list[dict[str, Any]], status: int = 422) -> Reply:
    """Return a model's refusal."""
    return Reply.of({"detail": errors}, status, x_fal_retryable="false")


def blocked(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the error of a content checker."""
    text = "The content could not be processed because it was flagged by a content checker."
    return model_error(["body", "prompt"], text, "content_policy_violation", arguments)


def invalid(one: Problem) -> dict[str, Any]:
    """Return the error of one field that does not fit."""
    loc: list[str | int] = ["body", *one.path]
    if one.sort == "missing":
        return model_error(loc, "Field required", "missing", one.value)
    if one.sort == "enum":
        expected = ", ".join(map(repr, one.limit or []))
        return model_error(loc, f"Input should be {expected}", "literal_error", one.value, expected=expected)
    if one.sort in {"minimum", "maximum"}:
        word, sign = ("greater", "ge") if one.sort == "minimum" else ("less", "le")
        text = f"Input should be {word} than or equal to {one.limit}"
        return model_error(loc, text, f"{word}_than_equal", one.value, **{sign: one.limit})
    if one.sort == "length":
        return model_error(loc, f"String should have at most {one.limit} characters", "string_too_long", one.value)
    if one.sort == "short":
        return model_error(loc, f"String should have at least {one.limit} characters", "string_too_short", one.value)
    if one.sort == "items":
        return model_error(loc, f"List should have at most {one.limit} items", "too_long", one.value)
    return model_error(loc, f"Input should be a valid {one.limit}", f"{one.limit}_type", one.value)
