"""A program for tests: NiceGUI with one page behind the border, under uvicorn; prints its port and its token."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from imagen.border import surround
from imagen.datafolder import DataFolder
from imagen.settings import load_settings


def main(data_dir: str) -> None:
    settings = load_settings({"data_dir": data_dir, "port": "0"}, {})
    with DataFolder(Path(data_dir)).acquire() as folder:
        os.environ["NICEGUI_STORAGE_PATH"] = str(folder.nicegui)
        import uvicorn
        from fastapi import FastAPI
        from nicegui import ui

        app = FastAPI()

        @ui.page("/")
        def page() -> None:
            count = ui.label("pressed 0 times")
            presses: list[int] = []

            def press() -> None:
                presses.append(1)
                count.set_text(f"pressed {len(presses)} times")

            ui.button("Press", on_click=press)
            ui.link("elsewhere", "/other")

        ui.run_with(app, show_welcome_message=False)
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # from here on who connects waits until the server is up
        print(listening.getsockname()[1], folder.owner_token().reveal(), flush=True)
        config = uvicorn.Config(
            surround(app, settings, folder), ws="wsproto", proxy_headers=False, server_header=False, log_level="warning"
        )
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
