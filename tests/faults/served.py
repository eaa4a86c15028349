"""The whole Imagen with all three providers and brief waits, for a process of its own: pages, API and all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import server as programs
from tests.browser.server import RunningServer, running_server

_PROGRAM = "import sys; from tests.faults.served import serve; sys.exit(serve(sys.argv[1:]))"


@contextmanager
def served(folder: Path, *options: str) -> Iterator[RunningServer]:
    """Run it for the length of a `with`; options are settings such as `workers=2`."""
    before, programs._PROGRAM = programs._PROGRAM, _PROGRAM
    try:
        with running_server(folder, *options) as running:
            yield running
    finally:
        programs._PROGRAM = before


def serve(options: list[str]) -> int:
    """Serve with settings given as `name=value`; this runs in the process that is started."""
    from imagen.server import run
    from imagen.settings import load_settings
    from tests.faults.brief_waits import brief_waits

    with brief_waits():
        return run(load_settings(dict(option.split("=", 1) for option in options), {}))
