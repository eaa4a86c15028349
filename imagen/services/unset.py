"""A value for what is left as it is, where nothing would mean nothing."""

from __future__ import annotations

from enum import Enum


class Unset(Enum):
    UNSET = 0


UNSET = Unset.UNSET
