"""What an order will cost: estimates of many of its generations, asked of the provider where only that knows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import ImagenError
from imagen.domain.parameter_sets import product_ids
from imagen.domain.spending import AmountSource
from imagen.providers.base import BaseProductFactory, GenerationRequest
from imagen.services.alike import alike, first
from imagen.services.ledger import Amount
from imagen.services.selection import Selection
from imagen.services.spending_settings import SpendingSettings, ceiling_of, spending_settings

logger = logging.getLogger(__name__)

_MOST_LOOKED_AT = 400
_MOST_ADDED_UP = 20_000
_MOST_ASKED = 6
_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class OrderPrice:
    """What an order of `count` generations will cost, in micro-dollars; None where nobody can tell.

    `largest` is the most that one of those looked at costs; `is_ceiling` when the price is unknown and a ceiling stands in
    its place; `is_exact` when every generation was looked at.
    """

    count: int
    cost: int | None
    largest: int | None
    is_ceiling: bool = False
    is_exact: bool = True


class Pricing:
    """Put a price to orders, before and while they run."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    def price(
        self, factory: BaseProductFactory, selection: Selection, ceiling: int | None = None, *, in_full: bool = False
    ) -> OrderPrice:
        """Estimate an order without asking anybody; `ceiling` is what a person says about this order.

        Of a large order many generations are looked at; `in_full` looks at (nearly) all, which takes a while.
        """
        with self._units.reading() as reading:
            settings = spending_settings(reading)
            most = ceiling if ceiling is not None else ceiling_of(reading, factory.model.key)
        amounts = Counter[int | None]()
        for kind in alike(selection, factory.cost_names(), _MOST_ADDED_UP if in_full else _MOST_LOOKED_AT):
            amounts[_estimated(factory, kind.parameters, settings)] += kind.count
        return _summed(amounts, len(selection), most)

    def ask(self, factory: BaseProductFactory, selection: Selection) -> bool:
        """Ask the provider for what cannot be estimated, a few times at most; may block. Tell whether it knew anything.

        Where that takes their files, generations with files are not asked about: nobody has ordered yet.
        """
        if not factory.asks_for_price or (factory.quote_sends_files and _has_files(selection)):
            return False
        with self._units.reading() as reading:
            settings = spending_settings(reading)
        asked = 0
        for kind in alike(selection, factory.cost_names(), _MOST_LOOKED_AT):
            if _estimated(factory, kind.parameters, settings) is not None:
                continue
            if asked == _MOST_ASKED or not _asked(factory, kind.parameters):
                break
            asked += 1
        return asked > 0


def _has_files(selection: Selection) -> bool:
    return bool(product_ids(selection.spec, first(selection)))


def _asked(factory: BaseProductFactory, parameters: Mapping[str, Any]) -> bool:
    try:
        return factory.quote(factory.prepare(GenerationRequest(_NOBODY, parameters))).cost is not None
    except ImagenError as error:
        logger.info("%s could not be asked for a price: %s", factory.model.provider, error)
    except Exception:  # whatever its answer is made of, it has told no price
        logger.exception("The answer about a price of %s could not be used", factory.model.key)
    return False


def amount_of(
    reading: Repositories,
    factory: BaseProductFactory,
    parameters: Mapping[str, Any],
    ceiling: int | None,
    expected: int | None,
) -> Amount | None:
    """Say what one generation counts as against limits, None where nobody can tell.

    `ceiling` is its order's own, `expected` what it was expected to cost when it was ordered.
    """
    micros = _estimated(factory, parameters, spending_settings(reading))
    if micros is None and expected is not None:
        micros = expected
    if micros is not None:
        return Amount(micros, AmountSource.COMPUTED)
    most = ceiling if ceiling is not None else ceiling_of(reading, factory.model.key)
    return None if most is None else Amount(most, AmountSource.CEILING)


def _estimated(factory: BaseProductFactory, parameters: Mapping[str, Any], settings: SpendingSettings) -> int | None:
    """Give what one generation will cost in micro-dollars; None where nobody can tell."""
    estimate = factory.estimate(parameters)
    return None if estimate.cost is None else settings.in_dollars(estimate.cost, estimate.currency)


def _summed(amounts: Counter[int | None], count: int, ceiling: int | None) -> OrderPrice:
    """Add up what so many generations each cost; those that were not looked at cost as much on average."""
    looked_at = amounts.total()
    is_exact = looked_at == count
    if None not in amounts:
        whole = sum(amount * many for amount, many in amounts.items() if amount is not None)
        largest = max((amount for amount in amounts if amount is not None), default=0)
        return OrderPrice(count, whole if is_exact else round(whole / looked_at * count), largest, is_exact=is_exact)
    if ceiling is None:
        return OrderPrice(count, None, None, is_exact=False)
    counted = [(ceiling if amount is None else amount, many) for amount, many in amounts.items()]
    whole = sum(amount * many for amount, many in counted)
    return OrderPrice(
        count,
        whole if is_exact else round(whole / looked_at * count),
        max(amount for amount, _ in counted),
        is_ceiling=True,
        is_exact=is_exact,
    )
