"""A purchase: the one request that orders paid work. It leaves at most once, whatever the client around it would do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx

from imagen.domain.errors import SubmissionUnclear


class Purchase:
    """Knows whether the request has left, and keeps the answer to it, read whole."""

    def __init__(self) -> None:
        self.has_left = False
        self.answer: httpx.Response | None = None

    def leave(self) -> None:
        """Let the request out, once. Raises SubmissionUnclear the second time."""
        if self.has_left:
            raise SubmissionUnclear(
                "The order was sent once and is not sent again, though its answer could not be used.",
                "Look at the provider's own list, or decide about it here.",
            )
        self.has_left = True

    def stayed(self) -> None:
        """Note that the request surely did not reach anybody."""
        self.has_left = False


_current: ContextVar[Purchase | None] = ContextVar("purchase", default=None)


@contextmanager
def purchase() -> Iterator[Purchase]:
    """Make every POST within the `with` block one purchase: uploads and price questions belong outside."""
    made = Purchase()
    before = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(before)


def current_purchase() -> Purchase | None:
    """Give the purchase that this request belongs to."""
    return _current.get()
