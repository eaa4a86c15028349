"""Decoding of files from strangers in processes of their own, which may crash or hang without harm."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import imagen
from imagen.domain.edits import Edit, as_json
from imagen.domain.errors import StorageError, UnsupportedFormat
from imagen.media.alarm import Alarm
from imagen.media.decoder import DecoderLimits, examination_from, raise_error
from imagen.media.examination import Examination
from imagen.media.thumbnails import ThumbnailFiles

_log = logging.getLogger(__name__)
_COMMAND = (sys.executable, "-P", "-m", "imagen.media.decoder")
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_END_S = 2.0


class DecoderPool:
    """Up to `processes` decoders, started when first needed, used again, and replaced when they die.

    `command` is what starts one; its answers are lines of JSON as `decoder` writes them.
    """

    def __init__(
        self,
        *,
        processes: int | None = None,
        limits: DecoderLimits | None = None,
        command: tuple[str, ...] = _COMMAND,
    ) -> None:
        self._limits = limits or DecoderLimits()
        self._command = (*command, str(self._limits.memory_bytes), str(self._limits.seconds))
        self._places = threading.BoundedSemaphore(processes or min(4, os.cpu_count() or 1))
        self._lock = threading.Lock()
        self._idle: list[_DecoderProcess] = []
        self._all: set[_DecoderProcess] = set()
        self._closed = False

    def examine(self, path: Path, thumbnails: ThumbnailFiles) -> Examination:
        """Examine a file in a decoder, waiting for a free one.

        Raises:
            UnsupportedFormat: when it is no accepted format, damaged, or the decoder crashed or took too long over it.
            TooLarge, StorageError: as `examination.examine`; StorageError also after `close()`.
        """
        job = {"path": str(path.absolute()), "thumbnails": {s: str(p.absolute()) for s, p in thumbnails.items()}}
        return examination_from(self._done(job))

    def edit(self, path: Path, edits: Sequence[Edit], into: Path) -> None:
        """Carry out edits in a decoder and write the result to `into`, waiting for a free one.

        Raises:
            InvalidInput: when an edit cannot be done on the file.
            UnsupportedFormat, TooLarge, StorageError: as `examine`.
        """
        job = {"path": str(path.absolute()), "edits": as_json(edits), "into": str(into.absolute())}
        raise_error(self._done(job))

    def _done(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a job to a free decoder and return what it answers."""
        with self._places:
            process = self._take()
            answer: Mapping[str, Any] | None = None
            try:
                answer = process.ask(job, self._limits.seconds)
            finally:
                self._give_back(process, sound=answer is not None)
        if answer is None:
            raise self._no_answer(process)
        return answer

    def close(self) -> None:
        """End all decoders, also those at work; what waits for them raises StorageError."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = self._all.difference(idle)
            self._all.clear()
        for process in busy:
            process.kill()  # the thread that waits for it reaps it
        for process in idle:
            process.end()

    def _take(self) -> _DecoderProcess:
        with self._lock:
            if self._closed:
                raise _closing()
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    return process
                self._all.discard(process)
                process.end()
            try:
                process = _DecoderProcess(self._command)
            except OSError as error:
                raise StorageError(
                    f"The decoder for files from elsewhere could not be started: {error.strerror or error}.",
                    "Close other programs and try again.",
                ) from error
            self._all.add(process)
            return process

    def _give_back(self, process: _DecoderProcess, *, sound: bool) -> None:
        with self._lock:
            if sound and not self._closed:
                self._idle.append(process)
                return
            self._all.discard(process)
        process.end(at_once=True)

    def _no_answer(self, process: _DecoderProcess) -> Exception:
        if self._closed:
            return _closing()
        _log.warning("A decoder ended without an answer: %s", "timed out" if process.timed_out else process.status)
        if process.timed_out:
            return UnsupportedFormat(
                f"The file took longer than {self._limits.seconds:g} seconds to decode, so it was refused.",
                "Make it shorter or smaller, or save it anew with another program.",
            )
        return UnsupportedFormat(
            "The file could not be decoded: the decoder gave up on it.",
            "It may be damaged or made to do harm. Save it anew with another program if you trust it.",
        )


class _DecoderProcess:
    """One decoder and the two pipes to it; used by one thread at a time, ended by any."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.timed_out = False
        self._alarm = Alarm(self._time_out)
        self._process = subprocess.Popen(  # noqa: S603 - the command is our own, nobody's text is part of it
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def status(self) -> int | None:
        return self._process.returncode

    def ask(self, job: Mapping[str, Any], seconds: float) -> Mapping[str, Any] | None:
        """Return the answer, or None when the process died or had to be killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._alarm.ring_in(seconds)
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line)
        except (OSError, ValueError):
            return None
        finally:
            self._alarm.silence()
        return answer if isinstance(answer, dict) and ("found" in answer or "error" in answer) else None

    def end(self, *, at_once: bool = False) -> None:
        """End the process, by the end of its input or else by force, and reap it."""
        self._alarm.close()
        if not at_once and self._process.stdin is not None:
            with suppress(OSError, ValueError):
                self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_S)
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError, ValueError):
                    pipe.close()

    def kill(self) -> None:
        """Make the process stop at once; `end` reaps it."""
        self._process.kill()

    def _time_out(self) -> None:
        self.timed_out = True
        self.kill()


def _environment() -> dict[str, str]:
    """What a decoder is told of this process's environment: no keys, no proxies, one thread for each library."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(Path(imagen.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _closing() -> StorageError:
    return StorageError("The file was not examined: Imagen is shutting down.", "Try again after it has started.")
