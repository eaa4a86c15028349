"""The process that decodes strangers' files: one job a line on its input, one answer a line on its output.

Started as `python -m imagen.media.decoder` by `decoding.DecoderPool`; it ends when its input ends, so it never outlives
the program that started it. Its memory, processor time, open files and file sizes are limited by the operating system.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from imagen.domain.edits import from_json
from imagen.domain.errors import FieldProblem, ImagenError, InvalidInput, StorageError, TooLarge, UnsupportedFormat
from imagen.media.examination import Examination, examine

ERRORS: Mapping[str, type[ImagenError]] = {
    kind.code: kind for kind in (InvalidInput, UnsupportedFormat, TooLarge, StorageError)
}
_LESS_URGENT = 5
_MAX_OPEN_FILES = 64
_MAX_WRITTEN_BYTES = 1 << 30
_MAX_THUMBNAIL_BYTES = 64 << 20


@dataclass(frozen=True)
class DecoderLimits:
    """What one decoder may use: address space in bytes, and seconds for each file."""

    memory_bytes: int = 3 << 30
    seconds: float = 60.0


def main() -> None:
    """Answer jobs until the input ends; the limits are the two arguments."""
    limits = DecoderLimits(int(sys.argv[1]), float(sys.argv[2]))
    answers = _take_over_output()
    _limit_process(limits)
    for line in sys.stdin.buffer:
        job = json.loads(line)
        _limit_job(limits, _MAX_WRITTEN_BYTES if "edits" in job else _MAX_THUMBNAIL_BYTES)
        answers.write(json.dumps(_answer(job)).encode() + b"\n")
        answers.flush()
        _unlimit_job()


def examination_from(answer: Mapping[str, Any]) -> Examination:
    """Read a decoder's answer.

    Raises:
        UnsupportedFormat, TooLarge, StorageError: as the decoder did.
    """
    raise_error(answer)
    return Examination(**answer["found"])


def raise_error(answer: Mapping[str, Any]) -> None:
    """Raise what the decoder raised, if it did."""
    if "error" in answer:
        problems = [FieldProblem(field, message) for field, message in answer.get("problems", ())]
        raise ERRORS[answer["error"]](answer["message"], answer["hint"], problems)


def _answer(job: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"found": _edit(job) if "edits" in job else _examine(job)}
    except ImagenError as error:
        told = [(problem.field, problem.message) for problem in error.problems]
        return {"error": error.code, "message": error.message, "hint": error.hint, "problems": told}


def _examine(job: Mapping[str, Any]) -> dict[str, Any]:
    thumbnails = {size: Path(path) for size, path in job["thumbnails"].items()}
    return asdict(examine(Path(job["path"]), thumbnails))


def _edit(job: Mapping[str, Any]) -> dict[str, Any]:
    from imagen.media.edits import edit_file

    edit_file(Path(job["path"]), from_json(job["edits"]), Path(job["into"]))
    return {}


def _take_over_output() -> BinaryIO:
    """Keep the output for answers alone, so that nothing a library prints is taken for one."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _limit_process(limits: DecoderLimits) -> None:
    if sys.platform == "win32":
        return
    import resource

    os.nice(_LESS_URGENT)  # than pages, and than filling the places that have become free
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then ends this input
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_OPEN_FILES, _MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_WRITTEN_BYTES, _MAX_WRITTEN_BYTES))
    if sys.platform == "linux":  # elsewhere the address space cannot be limited in earnest
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _limit_job(limits: DecoderLimits, written_bytes: int) -> None:
    """Let the system end this process when a job takes too long, even if nobody is left to do it, or writes too much."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(usage.ru_utime + usage.ru_stime + limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, _MAX_WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.alarm(int(limits.seconds) + 5)


def _unlimit_job() -> None:
    if sys.platform != "win32":
        signal.alarm(0)


if __name__ == "__main__":
    main()
