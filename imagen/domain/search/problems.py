"""What can be wrong with a search, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Kinds of problems; the last two are warnings: the search is understood, but finds nothing there, or not as asked."""

    UNCLOSED_QUOTE = "unclosed-quote"
    UNCLOSED = "unclosed"
    UNMATCHED_CLOSE = "unmatched-close"
    EMPTY = "empty"
    LONELY = "lonely"
    UNKNOWN_KEY = "unknown-key"
    NO_VALUE = "no-value"
    BAD_VALUE = "bad-value"
    NO_WORD = "no-word"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    UNKNOWN_NAME = "unknown-name"
    NO_COLLECTION = "no-collection"

    @property
    def is_warning(self) -> bool:
        return self in (ProblemKind.UNKNOWN_NAME, ProblemKind.NO_COLLECTION)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a search, at code points `start` to `end`; `suggestion` mends it when it stands there instead."""

    kind: ProblemKind
    start: int
    end: int
    message: str
    suggestion: str | None = None

    def mended(self, text: str) -> str:
        """Give the text with the suggestion in place."""
        return text[: self.start] + (self.suggestion or "") + text[self.end :]


def shown(text: str, most: int = 40) -> str:
    """Put a text into quotation marks, shortened to what a sentence can hold."""
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"
