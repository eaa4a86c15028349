"""The command `imagen`: read the command line, do what it names, and say errors as sentences."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TextIO, cast

from imagen.commands.arguments import given_settings, read_arguments
from imagen.domain.errors import ImagenError
from imagen.settings import Settings, load_settings

REFUSED = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and give the exit code; errors become a sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character gets another one, not a traceback
            stream.reconfigure(errors="replace")
    try:
        try:
            return _obey(read_arguments(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()  # here, where it can be answered for, and not when Python ends
    except ImagenError as error:
        print("\n".join(filter(None, (error.message, error.hint))), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone; nothing more can be said to them
        os.dup2(os.open(os.devnull, os.O_WRONLY), cast(TextIO, sys.stdout).fileno())
        return 1


def _obey(arguments: argparse.Namespace) -> int:
    settings = load_settings(given_settings(arguments), os.environ)
    if arguments.command == "doctor":
        from imagen.commands.doctor import examine

        return examine(settings)
    if arguments.command == "order":
        from imagen.commands.order import order

        signal.signal(signal.SIGTERM, signal.default_int_handler)  # being ended is like Ctrl+C: the order stays
        return order(settings, arguments)
    if arguments.command in ("import", "export"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        return _move(settings, arguments)
    return _run(settings)


def _move(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.command == "import":
        from imagen.commands.importing import import_

        return import_(settings, arguments)
    from imagen.commands.exporting import export

    return export(settings, arguments)


def _run(settings: Settings) -> int:
    from imagen.server import run

    signal.signal(signal.SIGTERM, _stop)
    try:
        return run(settings)
    except KeyboardInterrupt:
        return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End in order where SIGTERM comes before the server listens to it, or is handed on by it after its end."""
    raise SystemExit(0)
