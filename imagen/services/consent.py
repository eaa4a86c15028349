"""What a person is asked about money before an order is placed, and the word that answers it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from imagen.domain.errors import CostNotConfirmed, PriceUnknown
from imagen.domain.money import dollars
from imagen.services.pricing import OrderPrice
from imagen.services.spending_settings import LARGEST_AMOUNT, SpendingSettings, check_amount


@dataclass(frozen=True)
class Consent:
    """A person's word on an order, in micro-dollars.

    `spending_limit` is the most it may spend in all; it stops there, so an order that has one is not asked about.
    `ceiling` is the most that one generation may cost where nobody knows the price.
    """

    spending_limit: int | None = None
    ceiling: int | None = None

    def said(self) -> dict[str, int]:
        """Give the amounts that were said."""
        return {name: amount for name, amount in asdict(self).items() if amount is not None}

    def check(self) -> None:
        """Refuse what is no amount. Raises InvalidInput."""
        for name in ("spending_limit", "ceiling"):
            amount = getattr(self, name)
            if amount is not None:
                check_amount(name, amount)


NOTHING_SAID = Consent()


def question(price: OrderPrice, settings: SpendingSettings, consent: Consent = NOTHING_SAID) -> str:
    """Word what is to be asked before an order is placed; empty when nothing is."""
    if price.cost is None:
        return "Nobody publishes what this model costs. Say what one generation may cost at most; it counts against your limits."
    if consent.spending_limit is not None or settings.ask_above is None or price.cost <= settings.ask_above:
        return ""
    costs = "may cost up to" if price.is_ceiling else "costs" if price.is_exact else "costs about"
    return f"This order {costs} {dollars(price.cost)}. Imagen asks above {dollars(settings.ask_above)}."


def refuse_unanswered(price: OrderPrice, settings: SpendingSettings, consent: Consent) -> None:
    """Refuse an order about which something is still to be asked. Raises PriceUnknown and CostNotConfirmed."""
    asked = question(price, settings, consent)
    if not asked:
        return
    if price.cost is None:
        raise PriceUnknown(asked, "Give a ceiling.")
    raise CostNotConfirmed(asked, "Give it a spending limit, at which it stops.", min(price.cost, LARGEST_AMOUNT))
