"""Whether Imagen takes orders."""

from __future__ import annotations

from imagen.api.schemas.base import Answer


class HealthAnswer(Answer):
    """`ready` only when orders are accepted; `reason` says why not."""

    ready: bool
    reason: str
    version: str
