"""Run the one process: data folder, production, API and pages behind the border, on a socket that tells its address."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import TYPE_CHECKING

from imagen.datafolder import DataFolder
from imagen.domain.errors import Conflict
from imagen.domain.events import StopBegun
from imagen.logs import set_up_logging
from imagen.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from imagen.bootstrap import Production
    from imagen.border.guard import Guard

RECONNECT_SECONDS = 30.0  # a tablet that slept for less finds its page as it left it
_SECONDS_TO_STOP = 3


def run(settings: Settings) -> int:
    """Serve until stopped; give the exit code. Raises ImagenError when it cannot start."""
    os.umask(0o077)  # databases and their journals are for their owner only
    folder = DataFolder(settings.data_dir)
    with folder.acquire():
        log = set_up_logging(settings.log_level, folder.logs)
        for secret in (folder.owner_token(settings.owner_token), folder.session_secret()):
            log.redactor.register(secret.reveal())
        listening = _listen(settings)
        try:
            return _serve(settings, folder, listening, log.redactor.register)
        finally:
            listening.close()
            log.close()


def make_application(
    settings: Settings, folder: DataFolder, port: int, hide: Callable[[str], None] = lambda secret: None
) -> tuple[Guard, Production]:
    """Build everything that a request passes; the folder must be held. `hide` keeps a secret out of the logs."""
    os.environ["NICEGUI_STORAGE_PATH"] = str(folder.nicegui)  # read when nicegui is imported
    from imagen.bootstrap import build
    from imagen.border import surround

    production = build(folder, settings, hide=hide)
    return surround(_inside(production, folder, port), settings, folder), production


def _inside(production: Production, folder: DataFolder, port: int) -> ASGIApp:
    from fastapi import FastAPI
    from nicegui import ui

    from imagen.api.app import make_api
    from imagen.ui.app import register_pages

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(production.start)
        calm_the_collector()
        try:
            yield
        finally:
            await asyncio.to_thread(production.stop)

    app = FastAPI(title="Imagen", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.mount("/api", make_api(production.services))
    register_pages(production.services)
    ui.run_with(
        app,
        title="Imagen",
        dark=None,
        tailwind=False,
        reconnect_timeout=RECONNECT_SECONDS,
        show_welcome_message=False,
        storage_secret=folder.session_secret().reveal(),
        session_middleware_kwargs={"session_cookie": f"imagen-pages-{port}"},
    )
    return app


def calm_the_collector() -> None:
    """Keep garbage collection from stalling the event loop.

    What is loaded by now stays for good, so it is never looked through again; and a full look, which would take half a
    second with ten pages open, comes seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _serve(settings: Settings, folder: DataFolder, listening: socket.socket, hide: Callable[[str], None]) -> int:
    import uvicorn

    class Server(uvicorn.Server):
        """Tell those that hold connections open before waiting for them."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            production.services.bus.publish(StopBegun())
            super().handle_exit(sig, frame)

    address = _address(settings, listening)
    guard, production = make_application(settings, folder, listening.getsockname()[1], hide)
    config = uvicorn.Config(
        guard,
        ws="wsproto",
        ws_per_message_deflate=False,  # packing costs each page 0.3 MB and the loop its time
        proxy_headers=False,
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    asyncio.run(_serve_and_tell(Server(config), listening, folder, address, guard, settings))
    return 0


async def _serve_and_tell(
    server: uvicorn.Server,
    listening: socket.socket,
    folder: DataFolder,
    address: str,
    guard: Guard,
    settings: Settings,
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn tells it by this flag only
        await asyncio.sleep(0.01)
    if server.started:
        folder.publish_address(address)
        start = address + guard.start_path() if settings.strict else address
        print(start, flush=True)  # noqa: T201 - the first line of output is the address
        print("Imagen is running there. Ctrl+C stops it.", flush=True)  # noqa: T201
        if not settings.no_browser:
            await asyncio.to_thread(webbrowser.open, start)
    try:
        await serving
    finally:
        folder.withdraw_address()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # by its protocol asyncio knows that answers are to leave at once, instead of up to 40 ms later
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise Conflict(
            f"Port {settings.port} on {settings.host} cannot be used: {error.strerror}.",
            "Stop the program that uses it, or choose another port with --port (0 takes a free one).",
        ) from error
    listening.listen(2048)
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    shown = "localhost" if settings.host in {"127.0.0.1", "::1"} else settings.host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
