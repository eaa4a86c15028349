"""Money: whole millionths of a currency, and how amounts are written."""

from __future__ import annotations

from enum import StrEnum

MILLION = 1_000_000
USUAL_BUZZ_PER_DOLLAR = 1_000


class Currency(StrEnum):
    """What providers bill in."""

    DOLLARS = "USD"
    BUZZ = "BUZZ"


def in_dollars(amount: int, currency: Currency, buzz_per_dollar: int = USUAL_BUZZ_PER_DOLLAR) -> int:
    """Give millionths of a currency as micro-dollars."""
    return amount if currency is Currency.DOLLARS else round(amount / buzz_per_dollar)


_CENT = MILLION // 100


def dollars(micros: int) -> str:
    """Write micro-dollars: cents from ten cents on, and below that as many digits as it takes to tell."""
    amount = micros / MILLION
    if micros == 0 or abs(amount) >= 0.1:
        cents = (abs(micros) + _CENT // 2) // _CENT  # halves go up, so that sums of what is shown come out
        return f"{'$-' if micros < 0 else '$'}{cents / 100:,.2f}"
    digits = f"{amount:.4f}".rstrip("0")
    return f"${digits}" if float(digits) else f"${amount:.6f}".rstrip("0")


def dollars_left(micros: int) -> str:
    """Write what is left of a limit, never more than there is: with what is spent it makes the limit."""
    return dollars(micros // _CENT * _CENT if micros >= 10 * _CENT else micros)


def buzz(micros: int) -> str:
    """Write millionths of a Buzz."""
    amount = micros / MILLION
    return f"{amount:,.0f} Buzz" if amount == round(amount) else f"{amount:,.2f} Buzz"
