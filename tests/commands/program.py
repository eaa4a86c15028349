"""Start the real `imagen` as a process of its own, with nothing of the surroundings' settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 120


def imagen(*arguments: str, input: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "imagen", *arguments],
        check=False,
        cwd=ROOT,
        env=_environment(variables),
        input=input,
        stdin=subprocess.DEVNULL if input is None else None,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
    )


def started(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start a command and let it run."""
    return subprocess.Popen(
        [sys.executable, "-m", "imagen", *arguments],
        cwd=ROOT,
        env=_environment(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@dataclass
class Running:
    """An Imagen that serves; `first_line` is what it said first."""

    folder: Path
    process: subprocess.Popen[str]
    first_line: str

    def stop(self) -> int:
        """Stop it as a service manager does and give the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def running(folder: Path, log: Path) -> Iterator[Running]:
    """Serve on a free port until the end of the block; what it logs goes to a file, where no pipe fills up."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "main.py", "--data-dir", str(folder), "--port", "0", "--no-browser"],
            cwd=ROOT,
            env=_environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
    with process:
        try:
            assert process.stdout is not None
            first_line = process.stdout.readline().strip()
            assert first_line, log.read_text()
            yield Running(folder, process, first_line)
        finally:
            if process.poll() is None:
                process.kill()


def _environment(variables: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMAGEN_")}
    return {**kept, "PYTHONUTF8": "1", **variables}
