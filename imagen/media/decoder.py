"""The helper process of `decoding`: reads a file's place from a line, examines it within limits, answers with a line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from imagen.domain.errors import ImagenError
from imagen.media.examination import examine

_MEMORY = 4 << 30
_LARGEST_WRITTEN_FILE = 64 << 20


def limit_this_process() -> None:
    """Bound what decoding may take, where the operating system can: memory, written files, no core dump."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _LARGEST_WRITTEN_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Examine one file and give what was found, or the error."""
    thumbnails = {size: Path(place) for size, place in question["thumbnails"].items()}
    try:
        return {"found": asdict(examine(Path(question["path"]), thumbnails))}
    except ImagenError as error:
        return {"error": error.code, "message": error.message, "hint": error.hint}


def main() -> None:
    """Answer until the input ends, which it does when the parent dies."""
    limit_this_process()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
