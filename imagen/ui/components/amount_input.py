"""A field for an amount of dollars, read and written in micro-dollars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from imagen.ui import design as d
from imagen.ui.components.elements import Handler

MILLION = 1_000_000


class AmountInput:
    """A number with a dollar sign; blank is None."""

    def __init__(
        self,
        micros: int | None = None,
        *,
        placeholder: str = "",
        label: str | None = None,
        on_change: Handler | None = None,
    ) -> None:
        self.input = d.number_input(
            shown(micros), minimum=0, step=0.01, placeholder=placeholder, label=label, on_change=on_change
        )
        self.input.props("prefix=$")

    @property
    def micros(self) -> int | None:
        """Give what stands there in micro-dollars."""
        value: float | None = self.input.value
        return None if value is None else round(Decimal(str(value)) * MILLION)

    def set(self, micros: int | None) -> None:
        """Show another amount."""
        self.input.set_value(shown(micros))

    def on_enter(self, act: Any) -> None:
        """Do something when Enter is pressed in it."""
        self.input.on("keydown.enter", act, [])


def shown(micros: int | None) -> float | None:
    """Give an amount as the number that a field shows."""
    return None if micros is None else micros / MILLION
