"""Examine files from strangers in a process of its own, which may die of them, hang or grow without harm to Imagen."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from imagen.domain.errors import ImagenError, StorageError, TooLarge, UnsupportedFormat
from imagen.media.examination import Examination
from imagen.media.thumbnails import ThumbnailFiles

SECONDS_FOR_A_FILE = 60.0

_ERRORS: dict[str, type[ImagenError]] = {kind.code: kind for kind in (UnsupportedFormat, TooLarge, StorageError)}


class DecodingProcess:
    """One helper process, started when first needed, asked by one thread at a time, and replaced when it dies."""

    def __init__(self, seconds_for_a_file: float = SECONDS_FOR_A_FILE) -> None:
        self._seconds = seconds_for_a_file
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def examine(self, path: Path, thumbnails: ThumbnailFiles) -> Examination:
        """Examine a file and write its thumbnails; a file that the helper dies of is refused.

        Raises UnsupportedFormat, TooLarge or StorageError.
        """
        question = {"path": str(path), "thumbnails": {size: str(place) for size, place in thumbnails.items()}}
        with self._lock:
            answer = self._ask(question)
        if "error" in answer:
            raise _ERRORS[answer["error"]](answer["message"], answer["hint"])
        return Examination(**answer["found"])

    def close(self) -> None:
        """End the helper; whoever asks later gets a StorageError."""
        self._closed = True
        with self._lock:
            self._end()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._closed:
            raise StorageError("Imagen is stopping, so the file was not taken in.", "Try again after the next start.")
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        too_long = threading.Timer(self._seconds, process.kill)
        too_long.start()
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        finally:
            too_long.cancel()
        if not line.endswith("\n"):
            self._end()
            raise UnsupportedFormat(
                "The file could not be examined: decoding it took too long or too much memory.",
                "It may be damaged or made to do harm. Save it anew with another program, then try again.",
            )
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "imagen.media.decoder"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                cwd=Path(__file__).resolve().parents[2],
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
