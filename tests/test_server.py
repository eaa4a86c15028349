"""The server as a whole: it stops in order, whoever still listens."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx

from tests.browser.server import running_server


def test_an_open_stream_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        headers = {"Authorization": f"Bearer {server.token}"}
        with httpx.stream("GET", f"{server.address}/api/events", headers=headers, timeout=20) as stream:
            lines = stream.iter_lines()
            assert next(lines) == ": listening"
            server.process.send_signal(signal.SIGTERM)
            assert [line for line in lines if line] == []
        server.process.wait(20)
        assert "Traceback" not in server.log.read_text()
