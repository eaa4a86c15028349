"""civitai's refusals as our errors: RFC 7807 of the orchestration API, the site's own forms, bare texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    NotConfigured,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    Unavailable,
)
from imagen.providers.http.purchase import current_purchase
from imagen.providers.http.refusals import body_of, cleaned, said, speaking
from imagen.providers.http.waiting import retry_after

BUZZ = "https://civitai.com/purchase/buzz"
_MONEY = re.compile(
    r"\bbuzz\b|insufficient (?:funds|balance|credit)|\bfunds\b|payment required|spend(?:ing)? limit", re.I
)
_KEY = re.compile(r"insufficient_scope|\b(?:token|scope|api key|unauthori[sz]ed|banned|muted|account|log ?in)\b", re.I)
_CONTENT = re.compile(r"content polic|moderat|\bblocked\b|prohibited|\bnsfw\b|inappropriate|mature content", re.I)
_BEARER = re.compile(r"(?i)\b(bearer|token=|key=)\s*[\w.\-]{8,}")
_INPUT = re.compile(r"^(?:\$\.)?steps\[\d+\]\.(?:input\.?)?")
_CLOUD = frozenset({520, 521, 522, 523, 524, 525, 526, 530})


@dataclass(frozen=True)
class Refusal:
    """A refusal in civitai's words; `problems` are paths with what is wrong there."""

    status: int
    words: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


def translate(response: httpx.Response) -> ImagenError:
    """Make our error of an answer that is no success."""
    return error_of(read(response))


def error_of(refusal: Refusal) -> ImagenError:
    """Make our error of a refusal."""
    made = _BY_STATUS.get(refusal.status)
    if made is not None:
        return made(refusal)
    if refusal.status >= 500:
        what = "cannot be reached behind its gate" if refusal.status in _CLOUD else "has a fault"
        return Unavailable(_said(f"civitai {what} ({refusal.status})", refusal), "Imagen tries again by itself.")
    return _refused(refusal)


def of_client(error: Exception) -> ImagenError:
    """Make our error of whatever httpx raises that the guarded transport did not turn into one."""
    if isinstance(error, ImagenError):
        return error
    if isinstance(error, httpx.TransportError):
        return Unavailable("civitai cannot be reached.", "Imagen tries again by itself.")
    return BadResponse("civitai answered with something that cannot be read.", "Try again later.")


def spoken() -> AbstractContextManager[None]:
    """Let nothing but our errors out of a `with` block that speaks to civitai."""
    return speaking(of_client)


def clean(text: Any) -> str:
    """Give civitai's words without anything that looks like a key, at a length that people read."""
    return cleaned(text, _BEARER)


def read(response: httpx.Response) -> Refusal:
    """Read a refusal in any of the forms that civitai has."""
    body = body_of(response)
    if body is None and "html" not in response.headers.get("content-type", ""):
        body = response.text[:2000]
    told = body if isinstance(body, Mapping) else {}
    words = body if isinstance(body, str) else next((w for w in map(_text, _spoken_parts(told)) if w), "")
    return Refusal(response.status_code, clean(words), _listed(told), response.headers, body)


def _spoken_parts(told: Mapping[str, Any]) -> Iterator[Any]:
    error = told.get("error")
    yield from (told.get("detail"), told.get("message"), error)
    if isinstance(error, Mapping):
        yield error.get("message")
    yield told.get("title")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _listed(told: Mapping[str, Any]) -> dict[str, str]:
    """Read which inputs are wrong: `errors` of the orchestration API, `issues` of the site."""
    errors, found = told.get("errors"), {}
    if isinstance(errors, Mapping):
        for path, texts in list(errors.items())[:50]:
            several = texts if isinstance(texts, list) else [texts]
            found[str(path)[:200]] = " ".join(clean(text) for text in several[:5] if text)
    issues = told.get("issues")
    for issue in issues[:50] if isinstance(issues, list) else ():
        if isinstance(issue, Mapping) and isinstance(issue.get("path"), list):
            found[".".join(str(part) for part in issue["path"])[:200]] = clean(issue.get("message"))
    return found


def _said(what: str, refusal: Refusal) -> str:
    return said(what, clean(refusal.words))


def _invalid(refusal: Refusal) -> ImagenError:
    """Tell wrong inputs from an empty purse: civitai answers 400 to both."""
    if not refusal.problems and _MONEY.search(refusal.words):
        return _no_credit(refusal)
    if not refusal.problems:
        return _blocked(refusal) if _CONTENT.search(refusal.words) else _refused(refusal)
    problems = [FieldProblem(_INPUT.sub("", path), text) for path, text in refusal.problems.items()]
    words = " ".join(f"{_label(problem.field)}: {problem.message.rstrip('.')}." for problem in problems)
    return Rejected(clean(words), "Nothing was bought. Change the parameters.", problems)


def _label(path: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", path).replace("_", " ") or "The input"
    return spaced[:1].upper() + (spaced[1:] if ":" in spaced else spaced[1:].lower())


def _unauthenticated(refusal: Refusal) -> ImagenError:
    return AuthenticationFailed(_said("civitai does not accept the key", refusal), "Set the right one in Settings.")


def _no_credit(refusal: Refusal) -> ImagenError:
    return InsufficientCredit(
        _said("The civitai account has too little Buzz, or a limit for this key is reached", refusal),
        f"Get Buzz at {BUZZ}, then resume.",
    )


def _forbidden(refusal: Refusal) -> ImagenError:
    """Tell by the words whether the purse, the key, the content or only this model is meant."""
    if "insufficient_scope" not in refusal.words and _MONEY.search(refusal.words):
        return _no_credit(refusal)
    if _KEY.search(refusal.words):
        return _unauthenticated(refusal)
    return _blocked(refusal) if _CONTENT.search(refusal.words) else _refused(refusal)


def _blocked(refusal: Refusal) -> ImagenError:
    return ContentBlocked(_said("civitai does not make this", refusal), "Nothing was bought. Change the prompt.")


def _refused(refusal: Refusal) -> ImagenError:
    what = f"civitai refused the request ({refusal.status})"
    return Rejected(_said(what, refusal), "Nothing was bought.")


def _gone(refusal: Refusal) -> ImagenError:
    return ModelGone("civitai knows no such model or workflow, or it is private.", "Look it up at civitai.com.")


def _between(refusal: Refusal) -> ImagenError:
    """408 and 409: while buying, the order may be there already; else it is only early."""
    if current_purchase() is not None:
        return SubmissionUnclear(
            f"civitai answered {refusal.status} to the order, so it is not known whether it was taken."
        )
    return Unavailable(
        _said(f"civitai cannot do this now ({refusal.status})", refusal), "Imagen tries again by itself."
    )


def _file(refusal: Refusal) -> ImagenError:
    what = "civitai finds a file too large" if refusal.status == 413 else "civitai does not take a file of this kind"
    return Rejected(_said(what, refusal), "Choose another file.")


def _unprocessable(refusal: Refusal) -> ImagenError:
    return _invalid(refusal)


def _throttled(refusal: Refusal) -> ImagenError:
    wait = retry_after(refusal.headers, refusal.body)
    return RateLimited(_said("civitai asks us to wait", refusal), "Imagen goes on by itself.", wait)


def _country(refusal: Refusal) -> ImagenError:
    return NotConfigured(
        "civitai does not serve the country that this computer is in (451).",
        "Choose another provider, or set an address for civitai that may be used from here.",
    )


_BY_STATUS = {400: _invalid, 401: _unauthenticated, 402: _no_credit, 403: _forbidden, 404: _gone, 408: _between,
              409: _between, 410: _gone, 413: _file, 415: _file, 422: _unprocessable, 429: _throttled,
              451: _country}  # fmt: skip
