"""What may be spent: limits of an order, a day and a project, and what one more generation would do to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from imagen.domain.money import dollars


class SpendingState(StrEnum):
    """EXPECTED while it runs or is unclear, BILLED once it has ended, VOID when nothing was bought."""

    EXPECTED = "expected"
    BILLED = "billed"
    VOID = "void"


class AmountSource(StrEnum):
    """Who says an amount: the provider's bill, a price list, or the most that a person said where nobody knows."""

    REPORTED = "reported"
    COMPUTED = "computed"
    CEILING = "ceiling"
    UNKNOWN = "unknown"


class LimitKind(StrEnum):
    """What keeps an order from going on; PRICE where nobody knows the price and no ceiling is set."""

    ORDER = "order"
    DAY = "day"
    PROJECT = "project"
    PRICE = "price"


@dataclass(frozen=True)
class Budget:
    """One limit with what is spent of it, in micro-dollars; no limit where `limit` is None."""

    kind: LimitKind
    limit: int | None
    spent: int = 0

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.spent, 0)

    def allows(self, amount: int) -> bool:
        """Tell whether so much more may be spent; what is free always may."""
        return amount <= 0 or self.limit is None or self.spent + amount <= self.limit


def first_exceeded(budgets: tuple[Budget, ...], amount: int) -> Budget | None:
    """Give the first of several budgets that an amount would break."""
    return next((budget for budget in budgets if not budget.allows(amount)), None)


def reason(budget: Budget, amount: int) -> str:
    """Say why an order does not go on, and what to do."""
    assert budget.limit is not None
    spent = f"{dollars(budget.spent)} of {dollars(budget.limit)} is spent or on the way"
    next_one = f"the next generation may cost {dollars(amount)}"
    if budget.kind is LimitKind.ORDER:
        return f"Its limit is reached: {spent}, and {next_one}. Raise it to go on."
    if budget.kind is LimitKind.PROJECT:
        return f"The project's limit is reached: {spent}, and {next_one}. Raise it to go on."
    return f"Today's limit is reached: {spent}, and {next_one}. It goes on tomorrow, or when the limit is raised."


def start_of_day(at: datetime) -> datetime:
    """Give the midnight with which a moment's day began where the person is."""
    return _midnight(at.astimezone().date())


def starts_of_days(at: datetime, count: int) -> tuple[datetime, ...]:
    """Give the midnights with which a moment's day and those before it began, the first of them first."""
    today = at.astimezone().date()
    return tuple(_midnight(today - timedelta(days=ago)) for ago in range(count - 1, -1, -1))


def start_of_month(at: datetime) -> datetime:
    """Give the midnight with which a moment's month began where the person is."""
    return _midnight(at.astimezone().date().replace(day=1))


def seconds_to_next_day(at: datetime) -> float:
    """Tell how long the person's day still lasts."""
    return (_midnight(at.astimezone().date() + timedelta(days=1)) - at).total_seconds()


def _midnight(day: date) -> datetime:
    # days are counted as dates: where clocks change, a day has 23 or 25 hours
    return datetime.combine(day, time()).astimezone()
