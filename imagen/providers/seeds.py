"""Seeds that stay blank in a form and are drawn here: they tell a submission from its sisters, and let it be made again."""

from __future__ import annotations

from hashlib import blake2b

from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.providers.schema import SeedLimits

_LARGEST = 2**31 - 1


def seed_limits(spec: ParameterSetSpec) -> SeedLimits | None:
    """Say between which numbers a seed is drawn that every service takes; None for a model without seeds."""
    seed = spec.with_role(Role.SEED)
    if seed is None:
        return None
    low = max(int(seed.rules.minimum or 0), 0)
    high = _LARGEST if seed.rules.maximum is None else min(int(seed.rules.maximum), _LARGEST)
    return SeedLimits(low, high) if low < high else None


def drawn_seed(generation_id: str, limits: SeedLimits) -> int:
    """Draw a generation's seed, the same whenever it is asked for."""
    drawn = int.from_bytes(blake2b(generation_id.encode(), digest_size=8).digest(), "big")
    return limits.minimum + drawn % (limits.maximum - limits.minimum + 1)
