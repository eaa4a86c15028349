"""Refusals as services write them: their JSON, their words without anything secret, and sentences made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from imagen.domain.errors import ImagenError

LONGEST = 500


def body_of(response: httpx.Response) -> Any:
    """Give the JSON of a refusal; None where it is none."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def cleaned(text: Any, secrets: re.Pattern[str], instead: str = "…") -> str:
    """Give a service's words without anything that looks like a key, at a length that people read."""
    if text is None:
        return ""
    words = text if isinstance(text, str) else repr(text)
    shown = secrets.sub(instead, " ".join(words[: 20 * LONGEST].split()))
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def said(what: str, words: str) -> str:
    """Make a sentence of what happened and the service's own words for it, if it had any."""
    words = words.rstrip(".")
    return f"{what}: {words}." if words else f"{what}."


@contextmanager
def speaking(of_client: Callable[[Exception], ImagenError]) -> Iterator[None]:
    """Let nothing but our errors out of a `with` block that speaks to a service."""
    try:
        yield
    except ImagenError:
        raise
    except Exception as error:
        raise of_client(error) from error
