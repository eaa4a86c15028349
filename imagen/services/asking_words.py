"""What a person is told of asking a provider about an order: what was asked, when, what came of it, and what to do."""

from __future__ import annotations

from imagen.data.models.base import now
from imagen.domain.errors import AuthenticationFailed, ImagenError, InsufficientCredit, NotConfigured

LOST = "Its answer was lost, so it may have been bought."
KEY_IS_NEW = (
    "The key was replaced since this was ordered: the new one may belong to another account, which is told nothing of it. "
    "Set the key again with which it was ordered and check again, or decide here."
)
_ACCOUNT = (AuthenticationFailed, InsufficientCredit, NotConfigured)


def none_listed(provider: str) -> str:
    """Say that a provider's list was looked through and has nothing like it."""
    return f"{LOST} Asked {provider} {_when()}: no such request in its list."


def no_list(provider: str) -> str:
    """Say that a provider has no list in which a request could be found."""
    return f"{LOST} {provider} has no list in which it could be looked for."


def not_told(provider: str, error: ImagenError) -> str:
    """Say that looking for a request failed: that says nothing about the order itself."""
    words, asked = error.message, f"{LOST} Asked {provider} {_when()}, and"
    unknown = "Whether the order was taken is still unknown."
    look = "look through its own list of requests"
    if isinstance(error, _ACCOUNT):
        return (
            f"{asked} this question was refused, not the order: {words} {unknown} Mend that and check again, or {look}."
        )
    return f"{asked} it could not tell: {words} {unknown} Check again later, or {look}."


def not_asked(provider: str) -> str:
    """Say that Imagen itself could not do the asking."""
    return f"{LOST} {provider} could not be asked {_when()}: Imagen made a mistake; its log says more."


def tells_nothing(said: str) -> str:
    """Say what a provider answers about an order that it had accepted, where that does not tell how it stands."""
    return f"It was accepted, and its provider tells nothing of it. Asked {_when()}, the answer was: {said}"


def runs_still(late: str) -> str:
    """Say that an order that takes longer than it should is on its way still."""
    return f"{late} Asked {_when()}: it is on its way still."


def _when() -> str:
    here = now().astimezone()
    return f"on {here.day} {here:%b} at {here:%H:%M}"
