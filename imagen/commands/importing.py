"""`imagen import`: files, folders and addresses, or a whole library, with a bar and the time that is left."""

from __future__ import annotations

import argparse
import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from imagen.commands.library_desk import LibraryDesk, open_desk
from imagen.commands.progress_bar import duration
from imagen.commands.progress_line import ProgressLine
from imagen.commands.terminal import remark, say
from imagen.domain.errors import InvalidInput
from imagen.settings import Settings

COMPLETE, INCOMPLETE, INTERRUPTED = 0, 1, 130
_SECONDS_BETWEEN_LOOKS = 0.25
_ENDED = ("done", "cancelled", "failed")
_MOST_SHOWN = 50


def import_(settings: Settings, arguments: argparse.Namespace) -> int:
    """Import what the command line names; the exit code tells whether all of it could be taken."""
    urls = [one for one in arguments.what if one.lower().startswith(("http://", "https://"))]
    paths = [str(Path(one).expanduser().absolute()) for one in arguments.what if one not in urls]
    if arguments.library and (urls or len(paths) != 1):
        raise InvalidInput("Name one exported library, a ZIP file or a folder.")
    with closing(open_desk(settings)) as desk:
        if arguments.library:
            return _follow(desk, desk.start_library(paths[0]), arguments)
        project = desk.project(arguments.project) if arguments.project else None
        results = []
        for some_paths, some_urls in ((paths, []), ([], urls)):
            if some_paths or some_urls:
                started = desk.start(some_paths, some_urls, project, not arguments.no_subfolders)
                results.append(_follow(desk, started, arguments))
    return max(results)


def _follow(desk: LibraryDesk, started: dict[str, Any], arguments: argparse.Namespace) -> int:
    line, told = ProgressLine(), started
    try:
        while True:
            line.show(told["fraction"], summary(told))
            if told["state"] in _ENDED:
                break
            time.sleep(_SECONDS_BETWEEN_LOOKS)
            told = desk.progress(started["id"])
    except KeyboardInterrupt:
        line.end()
        told = desk.cancel(started["id"])
        remark(f"Stopped. {summary(told)}. What was taken stays.")
        return INTERRUPTED
    line.end()
    _report(told, as_json=arguments.json)
    return COMPLETE if told["state"] == "done" and not told["refused"] else INCOMPLETE


def _report(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say(json.dumps({**told, "started_at": str(told["started_at"])}, default=str))
        return
    refused = [note for note in told["notes"] if note["outcome"] == "refused"]
    for note in refused[:_MOST_SHOWN]:
        remark(f"{_plain(note['name'])}: {_plain(note['message'])}")
    if told["refused"] > _MOST_SHOWN:
        remark(f"… and {told['refused'] - _MOST_SHOWN:,} more were refused.")
    if told["trouble"]:
        remark(told["trouble"])
    say(f"{summary(told)}.")


def summary(told: dict[str, Any]) -> str:
    """Say in words how far an import is."""
    if told["state"] in ("waiting", "looking"):
        return "Looking at what there is"
    parts = [f"{told['done']:,} of {told['total']:,} files", f"{told['taken']:,} taken"]
    for name, words in (("already_there", "already there"), ("in_bin", "in the Bin"), ("refused", "refused")):
        if told[name]:
            parts.append(f"{told[name]:,} {words}")
    if told["left_alone"]:
        parts.append(f"{told['left_alone']:,} others left alone")
    if told["seconds_left"] is not None and told["state"] not in _ENDED:
        parts.append(f"{duration(told['seconds_left'])} left")
    return " · ".join(parts)


def _plain(text: str) -> str:
    """Keep escapes of somebody's file name from moving what stands on the terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
