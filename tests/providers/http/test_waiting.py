"""`Retry-After` in all its forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from imagen.providers.http.waiting import LONGEST, retry_after

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "body", "expected"),
    [
        ("7", None, timedelta(seconds=7)),
        ("0.5", None, timedelta(seconds=0.5)),
        ("Sat, 21 Nov 2026 12:00:30 GMT", None, timedelta(seconds=30)),
        ("Sat, 21 Nov 2026 11:00:00 GMT", None, timedelta(0)),
        ("-3", None, timedelta(0)),
        ("99999999999999999999", None, LONGEST),
        ("soon", None, None),
        ("nan", None, None),
        ("", None, None),
        (None, None, None),
        (None, {"retry_after": 12}, timedelta(seconds=12)),
        (None, {"retry_after": "12"}, timedelta(seconds=12)),
        (None, {"retry_after": True}, None),
        (None, {"retry_after": [1]}, None),
        (None, [1], None),
        ("soon", {"retry_after": 3}, timedelta(seconds=3)),
    ],
)
def test_forms(written: str | None, body: Any, expected: timedelta | None) -> None:
    headers = {} if written is None else {"retry-after": written}
    assert retry_after(headers, body, NOW) == expected
