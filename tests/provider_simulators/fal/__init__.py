"""fal.ai: the queue, blocking runs, uploads, the media host, the platform API."""

from __future__ import annotations

from tests.provider_simulators.fal.service import Fal

__all__ = ["Fal"]
