"""What an order will cost: estimates of many of its generations, asked of the provider where only that knows."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import ImagenError
from imagen.domain.parameter_sets import product_ids
from imagen.domain.spending import AmountSource
from imagen.providers.base import BaseProductFactory, GenerationRequest
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
        looked_at = _spread(selection, _MOST_ADDED_UP if in_full else _MOST_LOOKED_AT)
        amounts = [_estimated(factory, parameters, settings) for parameters in looked_at]
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
        for parameters in _spread(selection):
            if _estimated(factory, parameters, settings) is not None:
                continue
            if asked == _MOST_ASKED or not _asked(factory, parameters):
                break
            asked += 1
        return asked > 0


def _has_files(selection: Selection) -> bool:
    return any(product_ids(selection.spec, parameters) for parameters in _spread(selection)[:1])


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


def _spread(selection: Selection, most: int = _MOST_LOOKED_AT) -> Sequence[Mapping[str, Any]]:
    """Give the parameters of all generations, or of many: one from each of as many equal parts.

    Which one of its part is drawn, always the same for the same count: at even distances only those of one option would be
    met where options take turns.
    """
    count = len(selection)
    if count <= most:
        return [parameters for _, parameters in selection.between(0, count)]
    draw = random.Random(count)
    places = [draw.randrange(part * count // most, (part + 1) * count // most) for part in range(most)]
    return [parameters for place in places for _, parameters in selection.between(place, place + 1)]


def _estimated(factory: BaseProductFactory, parameters: Mapping[str, Any], settings: SpendingSettings) -> int | None:
    """Give what one generation will cost in micro-dollars; None where nobody can tell."""
    estimate = factory.estimate(parameters)
    return None if estimate.cost is None else settings.in_dollars(estimate.cost, estimate.currency)


def _summed(amounts: Sequence[int | None], count: int, ceiling: int | None) -> OrderPrice:
    is_exact = len(amounts) == count
    known = [amount for amount in amounts if amount is not None]
    if len(known) == len(amounts):
        whole = sum(known) if is_exact else round(sum(known) / len(known) * count)
        return OrderPrice(count, whole, max(known, default=0), is_exact=is_exact)
    if ceiling is None:
        return OrderPrice(count, None, None, is_exact=False)
    counted = [ceiling if amount is None else amount for amount in amounts]
    whole = round(sum(counted) / len(counted) * count)
    return OrderPrice(count, whole, max(counted), is_ceiling=True, is_exact=is_exact)
