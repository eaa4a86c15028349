"""What people ask for when they look at production: which orders, and which generations of one."""

from __future__ import annotations

from enum import StrEnum


class Show(StrEnum):
    """Which orders are wanted; ACTIVE ones come in the order of production, all others from the newest on."""

    ALL = "all"
    ACTIVE = "active"
    DONE = "done"
    FAILED = "failed"
    ATTENTION = "attention"


class ShowGenerations(StrEnum):
    """Which generations of an order are wanted."""

    ALL = "all"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ATTENTION = "attention"
