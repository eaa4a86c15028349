"""fal's refusals and its client's exceptions, as our errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import httpx

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ContentBlocked,
    FieldProblem,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    NoCapacity,
    NotConfigured,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    TimedOut,
    Unavailable,
)
from imagen.providers.http.purchase import current_purchase
from imagen.providers.http.refusals import body_of, cleaned, said, speaking
from imagen.providers.http.waiting import retry_after

BILLING = "fal.ai/dashboard/billing"
AGAIN = "Imagen tries again by itself."
POLICY = "content_policy_violation"
_KEYS = re.compile(r"\b[0-9a-fA-F-]{8,}:\w{8,}\b|\b(?:Key|Bearer)\s+[\w.:~+/=-]{6,}")
_MONEY = re.compile(r"exhausted|balance|top[_ -]?up|billing|payment|credit|insufficient funds", re.IGNORECASE)
_LOCKED = re.compile(r"\blocked\b|admin[_ ]lock", re.IGNORECASE)
_TIMEOUTS = ("generation_timeout", "request_timeout", "startup_timeout")
_MOST_PROBLEMS = 30


@dataclass(frozen=True)
class Refusal:
    """A refusal in fal's words: `words` say what, `sort` is its own name for it, `listed` are a model's objections."""

    status: int
    words: str = ""
    sort: str = ""
    listed: tuple[Mapping[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


def translate(response: httpx.Response) -> ImagenError:
    """Make our error of an answer that is no success."""
    return error_of(_read(response))


def error_of(refusal: Refusal) -> ImagenError:
    """Make our error of a refusal."""
    status = refusal.status
    if status in _BY_STATUS:
        return _BY_STATUS[status](refusal)
    if status in {httpx.codes.REQUEST_TIMEOUT, httpx.codes.CONFLICT}:
        return _undecided(refusal)
    if refusal.sort in _TIMEOUTS:
        return TimedOut(_said("The run took longer than fal.ai lets it", refusal), "Order it again, or ask for less.")
    if refusal.sort.startswith("runner_"):
        return NoCapacity(_said("fal.ai has no machine for this now", refusal), AGAIN)
    if status >= 500:
        return Unavailable(_said(f"fal.ai has a fault ({status})", refusal), AGAIN)
    return Rejected(_said(f"fal.ai refused the request ({status})", refusal), "Nothing was bought.")


def of_client(error: Exception) -> ImagenError:
    """Make our error of whatever fal's client raises, outside of purchases."""
    from fal_client.auth import MissingCredentialsError
    from fal_client.client import FalClientHTTPError, FalClientTimeoutError, RealtimeError

    if isinstance(error, ImagenError):
        return error
    if isinstance(error, FalClientHTTPError | httpx.HTTPStatusError):
        refused = error.response.status_code >= 400
        return (
            translate(error.response)
            if refused
            else BadResponse("fal.ai sends us elsewhere, which Imagen does not follow.")
        )
    if isinstance(error, MissingCredentialsError):
        return NotConfigured("fal.ai has no key yet.", "Set it in Settings.")
    if isinstance(error, FalClientTimeoutError):
        return TimedOut("fal.ai did not answer in time.", AGAIN)
    if isinstance(error, RealtimeError | httpx.TransportError):
        return Unavailable("fal.ai cannot be reached.", AGAIN)
    return BadResponse("fal.ai answered with something that cannot be read.", "Try again later.")


def spoken() -> AbstractContextManager[None]:
    """Let nothing but our errors out of a `with` block that speaks to fal."""
    return speaking(of_client)


def clean(text: Any) -> str:
    """Give fal's words without anything that looks like a key, at a length that people read."""
    return cleaned(text, _KEYS)


def _read(response: httpx.Response) -> Refusal:
    body = body_of(response)
    told = body if isinstance(body, Mapping) else {}
    detail, error = told.get("detail"), told.get("error")
    objections = detail[:_MOST_PROBLEMS] if isinstance(detail, list) else []
    listed = tuple(each for each in objections if isinstance(each, Mapping))
    sort = told.get("error_type") or response.headers.get("x-fal-error-type")
    if isinstance(error, Mapping):
        detail, sort = error.get("message"), sort or error.get("type")
    elif detail is None:
        detail = error or told.get("message") or told.get("status")
    words = " ".join(clean(each.get("msg")) for each in listed) if listed else clean(detail)
    return Refusal(response.status_code, words, clean(sort)[:80], listed, response.headers, body)


def _said(what: str, refusal: Refusal) -> str:
    return said(what, clean(refusal.words))


def _unauthenticated(refusal: Refusal) -> ImagenError:
    return AuthenticationFailed("fal.ai does not accept the key.", "Set the right one in Settings.")


def _forbidden(refusal: Refusal) -> ImagenError:
    """Tell by the words whether money is missing, the account is locked, or the key may not do this."""
    if _MONEY.search(refusal.words):
        return InsufficientCredit(
            _said("The account at fal.ai has no credit", refusal),
            f"Top it up at {BILLING}, then resume. If it stays locked although it has credit, only its support can unlock it.",
        )
    if _LOCKED.search(refusal.words):
        return InsufficientCredit(
            _said("fal.ai has locked the account", refusal),
            "Only fal.ai's support can unlock it: write to support@fal.ai.",
        )
    return AuthenticationFailed(
        _said("The key may not do this at fal.ai", refusal), "Make one with the scope “API” at fal.ai/dashboard/keys."
    )


def _no_credit(refusal: Refusal) -> ImagenError:
    return InsufficientCredit(
        _said("The account at fal.ai has no credit", refusal), f"Top it up at {BILLING}, then resume."
    )


def _gone(refusal: Refusal) -> ImagenError:
    return ModelGone(
        _said("fal.ai knows no such endpoint or request, or no longer", refusal), "Look it up at fal.ai/models."
    )


def _invalid(refusal: Refusal) -> ImagenError:
    if any(each.get("type") == POLICY for each in refusal.listed) or refusal.sort == POLICY:
        return ContentBlocked(
            _said("fal.ai's content checker blocked this", refusal), "Change the words or the images."
        )
    problems = [_problem(each) for each in refusal.listed]
    words = clean(" ".join(problem.message for problem in problems)) or _said("fal.ai refused the input", refusal)
    return Rejected(words, "Change the parameters.", problems)


def _throttled(refusal: Refusal) -> ImagenError:
    return RateLimited(_said("fal.ai asks us to wait", refusal), "Imagen goes on by itself.",
                       retry_after(refusal.headers, refusal.body))  # fmt: skip


def _too_large(refusal: Refusal) -> ImagenError:
    return Rejected(_said("fal.ai finds a file too large", refusal), "Choose a smaller one.")


def _undecided(refusal: Refusal) -> ImagenError:
    """An answer that does not say whether anything was done."""
    if current_purchase() is not None:
        return SubmissionUnclear(
            f"fal.ai answered the order with {refusal.status}, so it is not known whether it was taken."
        )
    return Unavailable(_said(f"fal.ai could not do this now ({refusal.status})", refusal), AGAIN)


_BY_STATUS = {401: _unauthenticated, 402: _no_credit, 403: _forbidden, 404: _gone, 410: _gone, 413: _too_large,
              422: _invalid, 429: _throttled}  # fmt: skip


def _problem(told: Mapping[str, Any]) -> FieldProblem:
    """Read an objection: `loc` is the way to the input, from `body` on."""
    way = told.get("loc")
    steps = [str(step) for step in way if step != "body"] if isinstance(way, list) else []
    text = clean(told.get("msg")).rstrip(".") or "This is not accepted"
    sort = clean(told.get("type"))[:80] or "invalid-value"
    if not steps:
        return FieldProblem("", f"{text}.", sort)
    label = steps[0].replace("_", " ").capitalize()
    return FieldProblem(".".join(steps), f"{label} is required." if sort == "missing" else f"{label}: {text}.", sort)
