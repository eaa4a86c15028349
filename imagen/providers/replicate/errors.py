"""Replicate's refusals and its client's exceptions, as our errors."""

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
    FieldProblem,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    ProviderError,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    Unavailable,
)
from imagen.providers.http.purchase import current_purchase
from imagen.providers.http.refusals import body_of, cleaned, said, speaking
from imagen.providers.http.waiting import retry_after

BILLING = "https://replicate.com/account/billing"
_TOKENS = re.compile(r"r8_\w+")
_FIELD = re.compile(r"^-?\s*input\.([\w.\-]+):\s*(.+)$", re.MULTILINE)
_MISSING = re.compile(r"^-?\s*input:\s*([\w.\-]+) is required", re.MULTILINE)
_MONEY = re.compile(r"credit|billing|payment|\bspend", re.IGNORECASE)
_ACCOUNT = re.compile(r"token|authenticat|account|suspend|organi[sz]ation", re.IGNORECASE)


@dataclass(frozen=True)
class Refusal:
    """A refusal in Replicate's words; `headers` and `body` say how long to wait."""

    status: int
    title: str = ""
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def words(self) -> str:
        """Replicate's own words, or nothing."""
        return self.detail or self.title


def translate(response: httpx.Response) -> ImagenError:
    """Make our error of an answer that is no success."""
    return error_of(_read(response))


def error_of(refusal: Refusal) -> ImagenError:
    """Make our error of a refusal."""
    status = refusal.status
    if status in _BY_STATUS:
        return _BY_STATUS[status](refusal)
    if status == httpx.codes.REQUEST_TIMEOUT and current_purchase() is not None:
        return SubmissionUnclear("Replicate gave up waiting for the order, so it is not known whether it arrived.")
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        return Unavailable(_said(f"Replicate has a fault ({status})", refusal), "Imagen tries again by itself.")
    return Rejected(_said(f"Replicate refused the request ({status})", refusal), "Nothing was bought.")


def of_client(error: Exception) -> ImagenError:
    """Make our error of whatever Replicate's client raises, outside of purchases."""
    from replicate.exceptions import ModelError, ReplicateError

    if isinstance(error, ImagenError):
        return error
    if isinstance(error, ReplicateError):
        known = Refusal(error.status or 0, clean(error.title), clean(error.detail))
        return error_of(known) if known.status >= 400 else BadResponse(_said("Replicate reported an error", known))
    if isinstance(error, ModelError):
        told = clean(getattr(getattr(error, "prediction", None), "error", None))
        return ProviderError(f"The run failed: {told or 'Replicate gave no reason'}.")
    if isinstance(error, httpx.TransportError):
        return Unavailable("Replicate cannot be reached.", "Imagen tries again by itself.")
    return BadResponse("Replicate answered with something that cannot be read.", "Try again later.")


def spoken() -> AbstractContextManager[None]:
    """Let nothing but our errors out of a `with` block that speaks to Replicate."""
    return speaking(of_client)


def clean(text: Any) -> str:
    """Give Replicate's words without anything that looks like a key, at a length that people read."""
    return cleaned(text, _TOKENS, "r8_…")


def _read(response: httpx.Response) -> Refusal:
    body = body_of(response)
    told = body if isinstance(body, Mapping) else {}
    detail = told.get("detail")
    if isinstance(detail, str):
        detail = _TOKENS.sub("r8_…", detail.strip())
    return Refusal(
        response.status_code, clean(told.get("title")), detail if isinstance(detail, str) else clean(detail),
        response.headers, body,
    )  # fmt: skip


def _said(what: str, refusal: Refusal) -> str:
    return said(what, clean(refusal.words))


def _unauthenticated(refusal: Refusal) -> ImagenError:
    return AuthenticationFailed(_said("Replicate does not accept the key", refusal), "Set the right one in Settings.")


def _no_credit(refusal: Refusal) -> ImagenError:
    return InsufficientCredit(
        _said("The Replicate account has too little credit", refusal), f"Buy credit at {BILLING}, then resume."
    )


def _forbidden(refusal: Refusal) -> ImagenError:
    """Tell by the words whether the account or only this model is meant: the first stops all orders."""
    if _MONEY.search(refusal.words):
        return _no_credit(refusal)
    if _ACCOUNT.search(refusal.words):
        return _unauthenticated(refusal)
    return Rejected(_said("Replicate does not permit this", refusal), "Nothing was bought. Choose another model.")


def _gone(refusal: Refusal) -> ImagenError:
    return ModelGone(
        "Replicate knows no such model, version or prediction, or it is private.", "Look it up at replicate.com."
    )


def _invalid(refusal: Refusal) -> ImagenError:
    if "version" in refusal.title.casefold() or "version does not exist" in refusal.detail:
        return ModelGone(_said("Replicate does not run this version", refusal), "Add the model anew.")
    problems = _problems(refusal)
    words = clean(" ".join(problem.message for problem in problems)) or _said("Replicate refused the input", refusal)
    return Rejected(words, "Nothing was bought. Change the parameters.", problems)


def _throttled(refusal: Refusal) -> ImagenError:
    reset = {"retry_after": refusal.headers.get("ratelimit-reset")}
    wait = retry_after(refusal.headers, refusal.body) or retry_after({}, reset)
    return RateLimited(_said("Replicate asks us to wait", refusal), "Imagen goes on by itself.", wait)


def _too_large(refusal: Refusal) -> ImagenError:
    return Rejected(_said("Replicate finds a file too large", refusal), "Choose a smaller one.")


_BY_STATUS = {401: _unauthenticated, 402: _no_credit, 403: _forbidden, 404: _gone, 410: _gone, 413: _too_large,
              422: _invalid, 429: _throttled}  # fmt: skip


def _problems(refusal: Refusal) -> list[FieldProblem]:
    """Read which inputs are wrong, from the list where there is one, else from the text."""
    listed = refusal.body.get("invalid_fields") if isinstance(refusal.body, Mapping) else None
    found = [problem for item in listed if (problem := _listed(item))] if isinstance(listed, list) else []
    if found:
        return found
    wrong = [FieldProblem(name, _sentence(name, clean(text))) for name, text in _FIELD.findall(refusal.detail)]
    missing = [FieldProblem(name, f"{_label(name)} is required.") for name in _MISSING.findall(refusal.detail)]
    return [*wrong, *missing]


def _listed(item: Any) -> FieldProblem | None:
    if not isinstance(item, Mapping) or not isinstance(item.get("field"), str):
        return None
    name, text = item["field"].removeprefix("input").lstrip("."), clean(item.get("description"))
    if name:
        return FieldProblem(name, _sentence(name, text or "This is not accepted"))
    missing = _MISSING.match(f"input: {text}")
    return FieldProblem(missing[1], f"{_label(missing[1])} is required.") if missing else None


def _sentence(name: str, text: str) -> str:
    return f"{_label(name)}: {text.rstrip('.')}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
