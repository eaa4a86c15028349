"""How an order is to be made: its priority, its kind, and where the seeds of its generations come from."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b


class OrderKind(StrEnum):
    ORDER = "order"
    TEMPLATE = "template"


class Priority(StrEnum):
    """Interactive orders are made before background ones."""

    INTERACTIVE = "interactive"
    BACKGROUND = "background"


class SeedPolicy(StrEnum):
    """Where the seeds of an order's generations come from."""

    AS_GIVEN = "as_given"
    SAME = "same"
    PER_REPEAT = "per_repeat"
    PER_GENERATION = "per_generation"


def derive_seed(policy: SeedPolicy, order_seed: int, index: int, repeat: int, *, minimum: int, maximum: int) -> int:
    """Draw a seed between both ends, included; the same arguments always give the same seed."""
    turn = {SeedPolicy.SAME: 0, SeedPolicy.PER_REPEAT: repeat, SeedPolicy.PER_GENERATION: index}[policy]
    digest = blake2b(f"{policy}:{turn}".encode(), key=str(order_seed).encode()[:64], digest_size=16).digest()
    return minimum + int.from_bytes(digest) % (maximum - minimum + 1)
