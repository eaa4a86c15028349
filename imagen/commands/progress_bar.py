"""Show how far an order has come: one line that changes in a terminal, plain lines anywhere else."""

from __future__ import annotations

import shutil
import sys

from imagen.commands.shop import OrderState

_CELLS = 24
_PLAIN_STEPS = 10


class ProgressBar:
    """A line on standard error."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._last = ""
        self._step = -1

    def show(self, state: OrderState) -> None:
        """Show a state; without a terminal only after each tenth of the way."""
        line = _fitting(f"{_bar(state)} {summary(state)}") if self._is_terminal else summary(state)
        step = state.ended * _PLAIN_STEPS // max(state.planned, 1)
        if line == self._last or (not self._is_terminal and step == self._step):
            return
        self._last, self._step = line, step
        sys.stderr.write(f"\r\x1b[K{line}" if self._is_terminal else line + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line as it is."""
        if self._is_terminal and self._last:
            sys.stderr.write("\n")
            sys.stderr.flush()


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


def _fitting(line: str) -> str:
    """Cut a line to the terminal's width; a broken one could not be written over."""
    return line[: shutil.get_terminal_size().columns - 1]


def _bar(state: OrderState) -> str:
    full = _CELLS * state.ended // max(state.planned, 1)
    return "█" * full + "░" * (_CELLS - full)
