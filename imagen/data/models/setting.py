"""Settings that are changed while Imagen runs, such as a paused queue."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from imagen.data.models.base import JSON, Record


class Setting(Record, table=True):
    key: str = Field(unique=True)
    value: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
