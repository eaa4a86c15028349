"""Replicate's refusals: problem+json."""

from __future__ import annotations

import math
from typing import Any

from tests.provider_simulators.core.messages import Reply
from tests.provider_simulators.core.schema import Problem

TEXTS: dict[int, tuple[str | None, str]] = {
    400: ("Bad request", "The request could not be read."),
    401: ("Unauthenticated", "You did not pass a valid authentication token"),
    402: (
        "Insufficient credit",
        "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to "
        "purchase credit. Once you purchase credit, please wait a few minutes before trying again.",
    ),
    403: ("Forbidden", "You do not have permission to do this."),
    404: (None, "The requested resource could not be found."),
    409: ("Conflict", "The request is in conflict with another."),
    422: ("Input validation failed", "- input.width: Must be less than or equal to 1440\n"),
    429: ("Too many requests", "Request was throttled. Your rate limit resets in ~30s."),
    500: (None, "Internal server error"),
    503: (None, "Service unavailable"),
}


def problem(status: int, title: str | None, detail: str, **more: Any) -> Reply:
    """Return a refusal; a missing title is left out, as the service does."""
    named = {"title": title} if title else {}
    return Reply.of({**named, "detail": detail, "status": status, **more}, status, kind="application/problem+json")


def plain(status: int) -> Reply:
    """Return the usual refusal of a status."""
    title, detail = TEXTS.get(status, (None, f"Error {status}"))
    more: dict[str, Any] = {}
    if status == 422:
        field = {"type": "number_lte", "field": "input.width", "description": "Must be less than or equal to 1440"}
        more = {"invalid_fields": [field]}
    reply = problem(status, title, detail, **more)
    return throttled(30) if status == 429 else reply


def throttled(seconds: float, text: str = "Request was throttled.") -> Reply:
    """Return a 429 that says when to come back."""
    after = max(1, math.ceil(seconds))
    detail = f"{text} Your rate limit resets in ~{after}s."
    reply = problem(429, "Too many requests", detail, retry_after=after)
    reply.headers |= {"retry-after": str(after), "ratelimit-remaining": "0", "ratelimit-reset": str(after)}
    return reply


def no_version() -> Reply:
    """Return the refusal of a version that does not exist."""
    detail = "The specified version does not exist (or perhaps you don't have permission to use it?)"
    return problem(422, "Invalid version or not permitted", detail)


def invalid_input(found: list[Problem]) -> Reply:
    """Return a 422 that names each field."""
    fields = [_field(one) for one in found]
    detail = "".join(f"- {field['field']}: {field['description']}\n" for field in fields)
    return problem(422, "Input validation failed", detail, invalid_fields=fields)


def _field(one: Problem) -> dict[str, str]:
    name = ".".join(["input", *(str(step) for step in one.path)])
    if one.sort == "missing":
        return {"type": "required", "field": "input", "description": f"{one.path[-1]} is required"}
    sort, text = {
        "type": ("invalid_type", f"Invalid type. Expected: {one.limit}, given: {_type_name(one.value)}"),
        "enum": ("enum", f"Must be one of the following: {_listed(one.limit)}"),
        "minimum": ("number_gte", f"Must be greater than or equal to {one.limit}"),
        "maximum": ("number_lte", f"Must be less than or equal to {one.limit}"),
        "length": ("string_lte", f"String length must be less than or equal to {one.limit}"),
        "short": ("string_gte", f"String length must be greater than or equal to {one.limit}"),
        "items": ("array_max_items", f"Array must have at most {one.limit} items"),
        "uri": ("format", "Does not match format 'uri'"),
        "too_large": ("format", "The data URI is too large: upload the file or give its address"),
    }[one.sort]
    return {"type": sort, "field": name, "description": text}


def _listed(limit: Any) -> str:
    return ", ".join(map(repr, limit)) if isinstance(limit, list) else repr(limit)


def _type_name(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")
