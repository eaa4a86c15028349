"""Who a request comes from, as the guard found out and as everything behind it may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

IDENTITY_KEY = "imagen.identity"


class Role(StrEnum):
    """What somebody may do; the services decide by it."""

    OWNER = "owner"


@dataclass(frozen=True)
class Identity:
    """A role and the session it rests on; `session_id` is None when the owner's token was shown instead."""

    role: Role
    session_id: str | None
    label: str = ""


def identity_of(scope: Mapping[str, Any]) -> Identity | None:
    """Return who sent the request with this ASGI scope; None only where no session is asked for."""
    found = scope.get(IDENTITY_KEY)
    return found if isinstance(found, Identity) else None
