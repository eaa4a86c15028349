"""Real pictures, clips, sounds and other files, made quickly and the same for the same wish."""

from __future__ import annotations

from tests.provider_simulators.media.wish import Wish, content_type, made

__all__ = ["Wish", "content_type", "made"]
