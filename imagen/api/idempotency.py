"""The header by which a call that is sent twice has its effect once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
