"""`imagen export`: what a search finds, or the whole library, as one archive."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from imagen.commands.library_desk import open_desk
from imagen.commands.progress_bar import duration
from imagen.commands.progress_line import ProgressLine
from imagen.commands.terminal import remark, say
from imagen.domain.errors import InvalidInput, StorageError
from imagen.settings import Settings

COMPLETE, INTERRUPTED = 0, 130


def export(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the archive, under its name only when it is whole, and never over a file that is there. Raises ImagenError."""
    if arguments.library and arguments.search:
        raise InvalidInput("A whole library takes no search.", "Leave away --library or the search.")
    kind = "library" if arguments.library else "export"
    name = arguments.out or f"imagen-{kind}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
    target = Path(name).expanduser()
    part = target.with_name(f"{target.name}.{uuid4().hex[:8]}.part")
    if target.exists():
        raise StorageError(f"{target} is there already.", "Give another name with --out.")
    with closing(open_desk(settings)) as desk:
        asked = arguments.search, arguments.notes, arguments.list
        opened = desk.library() if arguments.library else desk.products(*asked)
        try:
            with opened as (size, pieces), part.open("xb") as file:
                written = 0
                line, began = ProgressLine(), time.monotonic()
                for piece in pieces:
                    written += file.write(piece)
                    _show(line, written, size, time.monotonic() - began)
                line.end()
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                raise StorageError(f"{target} came to be there meanwhile.", "Give another name with --out.")
            part.rename(target)
        except OSError as error:
            raise StorageError(
                f"{target} cannot be written: {error.strerror or error}.", "Give another place with --out."
            ) from error
        except KeyboardInterrupt:
            remark("Stopped; nothing was written.")
            return INTERRUPTED
        finally:
            part.unlink(missing_ok=True)
    say(str(target))
    return COMPLETE


def _show(line: ProgressLine, written: int, size: int | None, seconds: float) -> None:
    words = f"{written / 2**20:,.1f} MiB"
    if not size:
        if sys.stderr.isatty():
            line.show(0.0, words)
        return
    fraction = min(written / size, 1.0)
    line.show(fraction, f"{words} · {duration(seconds * (1 - fraction) / max(fraction, 1e-6))} left")
