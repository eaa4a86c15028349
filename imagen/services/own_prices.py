"""What a person says that a model costs: it counts in the place of what is published, until it is taken back."""

from __future__ import annotations

from collections.abc import Mapping

from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.providers.price import Price, Unit

__all__ = ["MOST", "OWN", "Unit", "keep_price", "kept_prices", "own_price"]

OWN = "set here"
MOST = 10_000 * 1_000_000
_PREFIX = "own-price:"


def kept_prices(repositories: Repositories) -> Mapping[str, Price]:
    """Give what people set, by the keys of models."""
    kept = repositories.settings.starting_with(_PREFIX)
    return {key: Price.read(value) for key, value in kept.items() if value}


def keep_price(repositories: Repositories, key: str, price: Price | None) -> None:
    """Keep what a model costs; None takes it back."""
    repositories.settings.put(f"{_PREFIX}{key}", price.write() if price else {})


def own_price(amount: int, unit: Unit) -> Price:
    """Make a price of an amount in micro-dollars for each unit. Raises InvalidInput."""
    if not 0 <= amount <= MOST:
        message = f"A price is between $0 and ${MOST // 1_000_000:,}."
        raise InvalidInput(message, problems=[FieldProblem("amount", message)])
    return Price(amount, unit, OWN, now().date())
