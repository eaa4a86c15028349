"""What people set about money: limits, when to ask, the worth of Buzz, and ceilings for models of unknown price."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from imagen.data.repositories import Repositories
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.money import MILLION, USUAL_BUZZ_PER_DOLLAR, Currency, in_dollars

_KEY = "spending"
_CEILING_PREFIX = "ceiling:"
LARGEST_AMOUNT = 1_000_000 * MILLION
_LARGEST_BILL = LARGEST_AMOUNT * USUAL_BUZZ_PER_DOLLAR
_MOST_BUZZ_PER_DOLLAR = 1_000_000


@dataclass(frozen=True)
class SpendingSettings:
    """Amounts are in micro-dollars, None where there is no limit.

    Imagen asks before an order above `ask_above`; an order stops at `order_limit` unless it has a limit of its own, and all
    orders of a day at `day_limit`. `ceiling` counts for one generation of a model whose price nobody knows.
    """

    ask_above: int | None = MILLION
    order_limit: int | None = None
    day_limit: int | None = None
    ceiling: int | None = None
    buzz_per_dollar: int = USUAL_BUZZ_PER_DOLLAR

    def in_dollars(self, amount: int, currency: Currency) -> int | None:
        """Give what one thing costs, in millionths of a currency, as micro-dollars.

        None for what nothing can cost: such amounts are a service's mistakes, and sums of them would not fit the database.
        """
        if not 0 <= amount <= _LARGEST_BILL:
            return None
        micros = in_dollars(amount, currency, self.buzz_per_dollar)
        return micros if micros <= LARGEST_AMOUNT else None


def spending_settings(reading: Repositories) -> SpendingSettings:
    """Read what is set."""
    kept = reading.settings.get(_KEY)
    known = {field.name for field in fields(SpendingSettings)}
    return SpendingSettings(**{name: value for name, value in kept.items() if name in known})


def keep_spending_settings(unit: Repositories, changes: dict[str, Any]) -> SpendingSettings:
    """Change some of them. Raises InvalidInput with all that is wrong."""
    problems = [problem for name, value in changes.items() if (problem := _problem(name, value)) is not None]
    if problems:
        raise InvalidInput(" ".join(problem.message for problem in problems), problems=problems)
    changed = replace(spending_settings(unit), **changes)
    unit.settings.put(_KEY, asdict(changed))
    return changed


def ceiling_of(reading: Repositories, model_key: str) -> int | None:
    """Give what one generation of a model counts as where its price is unknown: its own ceiling, else the general one."""
    own = reading.settings.get(f"{_CEILING_PREFIX}{model_key}").get("amount")
    return own if isinstance(own, int) else spending_settings(reading).ceiling


def own_ceilings(reading: Repositories) -> dict[str, int]:
    """Give the ceilings that models have of their own."""
    kept = reading.settings.starting_with(_CEILING_PREFIX)
    return {key: value["amount"] for key, value in kept.items() if isinstance(value.get("amount"), int)}


def keep_ceiling(unit: Repositories, model_key: str, amount: int | None) -> None:
    """Set a model's own ceiling; None means that the general one counts. Raises InvalidInput."""
    if amount is not None:
        check_amount("ceiling", amount)
    unit.settings.put(f"{_CEILING_PREFIX}{model_key}", {} if amount is None else {"amount": amount})


def check_amount(name: str, amount: int) -> None:
    """Refuse what is no amount. Raises InvalidInput."""
    problem = _problem(name, amount)
    if problem is not None:
        raise InvalidInput(problem.message, problems=[problem])


def _problem(name: str, value: Any) -> FieldProblem | None:
    if name == "buzz_per_dollar":
        if not isinstance(value, int) or not 1 <= value <= _MOST_BUZZ_PER_DOLLAR:
            return FieldProblem(name, f"A dollar is worth 1 to {_MOST_BUZZ_PER_DOLLAR:,} Buzz.")
    elif name == "ceiling" and value == 0:  # that would make free what nobody knows the price of
        return FieldProblem(
            name, "What one generation may cost is above $0. Leave it blank to be asked about each model."
        )
    elif value is not None and not 0 <= value <= LARGEST_AMOUNT:
        return FieldProblem(name, f"An amount lies between $0 and ${LARGEST_AMOUNT // MILLION:,}.")
    return None
