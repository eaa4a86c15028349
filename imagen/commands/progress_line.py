"""Show how far something is: one line that changes in a terminal, plain lines anywhere else."""

from __future__ import annotations

import shutil
import sys

_CELLS = 24
_PLAIN_STEPS = 10


class ProgressLine:
    """A line on standard error."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._last = ""
        self._step = -1

    def show(self, fraction: float, words: str) -> None:
        """Show how far it is, from 0 to 1; without a terminal only after each tenth of the way."""
        full = int(_CELLS * fraction)
        bar = "█" * full + "░" * (_CELLS - full)
        line = _fitting(f"{bar} {words}") if self._is_terminal else words
        step = int(fraction * _PLAIN_STEPS)
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


def _fitting(line: str) -> str:
    """Cut a line to the terminal's width; a broken one could not be written over."""
    return line[: shutil.get_terminal_size().columns - 1]
