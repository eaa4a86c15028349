"""Measure the start, from the command to the first page answered, and what an idle Imagen takes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import httpx

from tests.benchmarks.row import Row, within
from tests.browser.server import RunningServer, running_server

_TRIES = 3
_IDLE_SECONDS = 10.0


def rows() -> list[Row]:
    """Start several times on one data folder; the best counts, as the disk's cache is not ours."""
    times: list[float] = []
    with tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root:
        for _ in range(_TRIES):
            began = time.perf_counter()
            with running_server(Path(root) / "data") as server:
                _first_page(server)
                times.append(time.perf_counter() - began)
        with running_server(Path(root) / "data") as server:
            _first_page(server)
            memory, share = _idle(server)
    return [
        within("start: command to first page answered", min(times), 2.5),
        Row("idle memory", f"{memory:.0f} MB", "limit 150 MB", 150 / memory),
        Row("idle share of a core", f"{share:.2%}", "limit 1 %", 0.01 / max(share, 1e-6)),
    ]


def _first_page(server: RunningServer) -> None:
    headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = httpx.get(server.address + "/projects", headers=headers, timeout=30)
    assert answer.status_code == 200, answer.status_code


def _idle(server: RunningServer) -> tuple[float, float]:
    time.sleep(2)
    before = _cpu_seconds(server.process.pid)
    time.sleep(_IDLE_SECONDS)
    used = _cpu_seconds(server.process.pid) - before
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024, used / _IDLE_SECONDS


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    for measured in rows():
        print(measured)
