"""Show how far an order has come, in one line."""

from __future__ import annotations

from imagen.commands.progress_line import ProgressLine
from imagen.commands.shop import OrderState


class ProgressBar:
    """The line of an order."""

    def __init__(self) -> None:
        self._line = ProgressLine()

    def show(self, state: OrderState) -> None:
        """Show a state."""
        self._line.show(state.ended / max(state.planned, 1), summary(state))

    def end(self) -> None:
        """Leave the line as it is."""
        self._line.end()


def summary(state: OrderState) -> str:
    """Say in words how far an order has come."""
    parts = [f"{state.complete:,} of {state.planned:,}"]
    for count, word in (
        (state.generating, "running"),
        (state.failed, "failed"),
        (state.cancelled, "cancelled"),
        (state.attention, "waiting for your decision"),
    ):
        if count:
            parts.append(f"{count:,} {word}")
    if state.held_reason and not state.has_ended:
        parts.append(f"held: {state.held_reason}")
    elif state.seconds_left is not None and not state.has_ended:
        parts.append(f"{duration(state.seconds_left)} left")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Write a length of time as 0:12 or 1:02:03."""
    minutes, rest = divmod(max(round(seconds), 1), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
