"""What was spent and what may be: limits, ceilings, and the sums against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.repositories.spending import Spent
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.events import OrderChanged, ProjectChanged, SpendingSettingsChanged
from imagen.domain.spending import AmountSource, Budget, LimitKind, SpendingState, start_of_day, starts_of_days
from imagen.services.holding import day_budget, let_go_for_price, let_go_what_may
from imagen.services.spending_settings import (
    SpendingSettings,
    check_amount,
    keep_ceiling,
    keep_spending_settings,
    own_ceilings,
    spending_settings,
)
from imagen.services.wakeups import Wakeups

__all__ = ["SpendingService", "SpendingSettings", "SpendingView"]

_DAYS_SHOWN = 30


@dataclass(frozen=True)
class ProviderSpending:
    """What went to a provider in the days shown: `expected` is on the way or unclear; all in micro-dollars.

    `uncertain` is the part of `billed` that nobody has billed for certain.
    """

    provider: str
    billed: int
    expected: int
    attempts: int
    uncertain: int

    @property
    def amount(self) -> int:
        return self.billed + self.expected


@dataclass(frozen=True)
class ModelSpending(ProviderSpending):
    """What went to a model, called by its key."""

    model: str


@dataclass(frozen=True)
class Uncertain:
    """A part of what is counted, in micro-dollars, and how many attempts it is of."""

    amount: int
    attempts: int


@dataclass(frozen=True)
class SpendingView:
    """Amounts in micro-dollars, Buzz in millionths; `days` holds every day shown, the first of them first.

    `models` begin with what cost most. `uncertain` are attempts that were given up, stopped or refused without a bill, which
    count as they may have been billed; `at_ceiling` are those that count what a person said at most, as no price was told.
    `day_limit_from` names the variable that sets the day's limit, where one does: then the page cannot change it.
    """

    settings: SpendingSettings
    today: Budget
    expected_today: int
    days: tuple[tuple[date, int], ...]
    providers: tuple[ProviderSpending, ...]
    models: tuple[ModelSpending, ...]
    uncertain: Uncertain
    at_ceiling: Uncertain
    buzz: int
    ceilings: Mapping[str, int]
    day_limit_from: str = ""


class SpendingService:
    """Everything a person does about money."""

    def __init__(
        self, units: UnitOfWorkFactory, wakeups: Wakeups, *, day_limit: int | None = None, day_limit_from: str = ""
    ) -> None:
        self._units = units
        self._wakeups = wakeups
        self._day_limit = day_limit
        self._day_limit_from = day_limit_from

    @property
    def settings(self) -> SpendingSettings:
        with self._units.reading() as reading:
            return spending_settings(reading)

    def view(self) -> SpendingView:
        """Tell what is set and what was spent today and in the last thirty days."""
        begins = starts_of_days(now(), _DAYS_SHOWN)
        first, today = begins[0], begins[-1]
        with self._units.reading() as reading:
            settings = spending_settings(reading)
            sums = reading.spending.sums(first)
            return SpendingView(
                settings=settings,
                today=self.today(reading),
                expected_today=reading.spending.expected_since(today),
                days=_by_day(reading, begins),
                providers=_by_provider(sums),
                models=_by_model(sums),
                uncertain=_billed_by(sums, AmountSource.UNKNOWN),
                at_ceiling=_billed_by(sums, AmountSource.CEILING),
                buzz=reading.spending.buzz_since(first),
                ceilings=own_ceilings(reading),
                day_limit_from=self._day_limit_from,
            )

    def today(self, reading: Repositories) -> Budget:
        """Give the day's limit and what is spent of it."""
        found = day_budget(reading, spending_settings(reading), self._day_limit)
        return found[0] if found else Budget(LimitKind.DAY, None, reading.spending.since(start_of_day(now())))

    def change(self, changes: Mapping[str, Any]) -> SpendingView:
        """Change limits or other settings by their names. Raises InvalidInput."""
        with self._units() as unit:
            before = spending_settings(unit)
            if keep_spending_settings(unit, dict(changes)).buzz_per_dollar != before.buzz_per_dollar:
                let_go_for_price(unit)
            self._changed(unit)
            unit.commit()
        return self._after_change()

    def set_ceiling(self, model_key: str, amount: int | None) -> SpendingView:
        """Say what one generation of a model counts as where nobody knows its price; None for the general ceiling."""
        with self._units() as unit:
            keep_ceiling(unit, model_key, amount)
            self._changed(unit)
            unit.commit()
        return self._after_change()

    def limit_order(self, order_id: UUID, amount: int | None) -> None:
        """Say what an order may spend in all, None for no limit of its own. Raises InvalidInput and NotFound."""
        with self._units() as unit:
            order = unit.orders.get(order_id)
            if amount is not None:
                check_amount("spending_limit", amount)
            order.spending_limit = amount
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            self._changed(unit)
            unit.commit()
        self._wakeups.advance(4)

    def set_order_ceiling(self, order_id: UUID, amount: int) -> None:
        """Say what one generation of an order may cost at most, where nobody knows the price."""
        with self._units() as unit:
            order = unit.orders.get(order_id)
            check_amount("ceiling", amount)
            order.ceiling = amount
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            self._changed(unit)
            unit.commit()
        self._wakeups.advance(4)

    def limit_project(self, project_id: UUID, amount: int | None) -> None:
        """Say what a project may spend in all, None for no limit. Raises InvalidInput and NotFound."""
        with self._units() as unit:
            project = unit.projects.get(project_id)
            if amount is not None:
                check_amount("spending_limit", amount)
            project.spending_limit = amount
            unit.record(ProjectChanged(project.id))
            self._changed(unit)
            unit.commit()
        self._wakeups.advance(4)

    def _changed(self, unit: UnitOfWork) -> None:
        unit.session.flush()
        let_go_what_may(unit, self._day_limit)
        unit.record(SpendingSettingsChanged())

    def _after_change(self) -> SpendingView:
        self._wakeups.advance(4)
        return self.view()


def _by_day(reading: Repositories, begins: Sequence[datetime]) -> tuple[tuple[date, int], ...]:
    ends = [*begins[1:], now() + timedelta(days=1)]
    return tuple((begin.date(), reading.spending.between(begin, end)) for begin, end in zip(begins, ends, strict=True))


def _by_provider(sums: Sequence[Spent]) -> tuple[ProviderSpending, ...]:
    groups = _grouped(sums, lambda one: one.provider)
    return tuple(ProviderSpending(name, **_added_up(rows)) for name, rows in groups.items())


def _by_model(sums: Sequence[Spent]) -> tuple[ModelSpending, ...]:
    groups = _grouped(sums, lambda one: one.model)
    found = [ModelSpending(rows[0].provider, **_added_up(rows), model=key) for key, rows in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.model)))


def _grouped(sums: Sequence[Spent], key: Callable[[Spent], str]) -> dict[str, list[Spent]]:
    groups: dict[str, list[Spent]] = {}
    for one in sums:
        groups.setdefault(key(one), []).append(one)
    return groups


def _added_up(rows: Sequence[Spent]) -> dict[str, int]:
    billed = [row for row in rows if row.state is SpendingState.BILLED]
    return {
        "billed": _amount(billed),
        "expected": _amount(rows) - _amount(billed),
        "attempts": sum(row.attempts for row in rows),
        "uncertain": _billed_by(rows, AmountSource.UNKNOWN).amount,
    }


def _billed_by(sums: Iterable[Spent], source: AmountSource) -> Uncertain:
    found = [one for one in sums if one.state is SpendingState.BILLED and one.source is source]
    return Uncertain(_amount(found), sum(one.attempts for one in found))


def _amount(sums: Iterable[Spent]) -> int:
    return sum(one.amount for one in sums)
