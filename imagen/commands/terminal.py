"""Write to the terminal: answers to standard output, and what is said about them to standard error."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(text + "\n")


def remark(text: str) -> None:
    """Write a line about the work, apart from the answer."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
