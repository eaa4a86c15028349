"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562)."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Make an id greater than every id this process made before, even when the clock goes back."""
    global _last  # noqa: PLW0603 - one counter for the process is the point
    with _lock:
        # 48 bits of milliseconds and 12 bits that count within one: together a strictly rising number
        _last = max(_last + 1, (time.time_ns() // 1_000_000) << 12)
        millis, counter = _last >> 12, _last & 0xFFF
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=(millis << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | random)
