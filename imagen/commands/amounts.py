"""Amounts of money as they are typed in a terminal."""

from __future__ import annotations

from imagen.domain.errors import InvalidInput
from imagen.domain.money import MILLION
from imagen.services.spending_settings import check_amount


def read_amount(option: str, text: str | None) -> int | None:
    """Read an amount of dollars into micro-dollars. Raises InvalidInput."""
    if text is None:
        return None
    try:
        micros = round(float(text.strip().removeprefix("$")) * MILLION)
    except (ValueError, OverflowError):
        raise InvalidInput(f"{option} takes an amount of dollars such as 2.50, and {text[:40]!r} is none.") from None
    check_amount(option, micros)
    return micros
