"""Run the real Imagen as a process of its own, on a data folder of its own and a free port."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
_SECONDS_TO_START = 90
_PROGRAM = "import sys; from tests.browser.server import serve; sys.exit(serve(sys.argv[1:]))"


@dataclass
class RunningServer:
    """A running Imagen: where it answers, where its data lie, and its process."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def token(self) -> str:
        """The owner's token, for the API."""
        from imagen.datafolder import DataFolder

        return DataFolder(self.folder).owner_token().reveal()

    def api(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Any:
        """Ask the API as the owner and give the JSON answered, None for an empty answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx.request(method, f"{self.address}/api{path}", json=body, headers=headers, timeout=30)
        wanted = answer.is_success if expect is None else answer.status_code == expect
        assert wanted, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def said(self) -> str:
        """Give all that the process logged."""
        return self.log.read_text("utf-8", "replace")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        """End it as Ctrl+C would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def start_server(folder: Path, *options: str, program: str = _PROGRAM) -> RunningServer:
    """Start Imagen on a data folder and wait until it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    output, log = (folder.parent / f"{folder.name}-{stream}.txt" for stream in ("output", "log"))
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("NICEGUI", "PYTEST", "IMAGEN"))}
    arguments = [sys.executable, "-c", program, f"data_dir={folder}", "port=0", "no_browser=true", *options]
    with output.open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(arguments, cwd=ROOT, env=keep, stdout=out, stderr=err)
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        first, ended, _ = output.read_text("utf-8").partition("\n")
        if ended:
            return RunningServer(first, folder, process, log)
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError(f"Imagen did not start: {log.read_text('utf-8', 'replace')}")
        time.sleep(0.05)


@contextlib.contextmanager
def running_server(folder: Path, *options: str, program: str = _PROGRAM) -> Iterator[RunningServer]:
    """Run Imagen for the length of a `with`; options are settings such as `workers=2`, `program` ends in serving."""
    server = start_server(folder, *options, program=program)
    try:
        yield server
    finally:
        server.stop()


def serve(options: list[str]) -> int:
    """Serve with settings given as `name=value`; this runs in the process that is started."""
    from imagen.server import run
    from imagen.settings import load_settings

    return run(load_settings(dict(option.split("=", 1) for option in options), {}))
