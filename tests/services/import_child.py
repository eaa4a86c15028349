"""A program that imports a folder until it is killed: `python -m tests.services.import_child DATA FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from imagen.datafolder import DataFolder
from imagen.services import import_run
from imagen.settings import load_settings
from tests.fakes.scripted_provider import PATHS
from tests.warm import build


def main(data: str, folder: str) -> None:
    """Import, saying how many rows there are after each batch."""
    import_run._BATCH = 40
    with DataFolder(Path(data)).acquire() as held:
        production = build(held, load_settings({}, {}), PATHS)
        production.start()
        started = production.services.imports.start_folder(folder)
        while not production.services.imports.wait(started.id, 0.01).has_ended:
            print(production.services.imports.progress(started.id).taken, flush=True)
        print("ended", flush=True)
        production.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
