"""Read any JSON that a model answers with: the files in it, what is told about each, and the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

MOST_PARTS = 100_000
MOST_FILES = 1_000
MOST_VALUES = 500
DEEPEST = 32
LONGEST_TEXT = 200_000
_LONGEST_URL = 16_384
_LONGEST_HEAD = 300
_WEB = re.compile(r"https?://[^\s/]\S*\Z", re.IGNORECASE)
_DATA = re.compile(r"data:[\w.+-]*(/[\w.+-]+)?(;[\w.=+-]+)*,", re.IGNORECASE)
_FLAGS = ("has_nsfw_concepts", "has_nsfw_concept", "nsfw_content_detected")
_PREVIEWS = ("preview", "thumbnail", "thumb")
_OWN_ADDRESS = ("url", "uri")
_DESCRIBED = frozenset(
    {
        "content_type",
        "contentType",
        "mime_type",
        "mimeType",
        "file_name",
        "fileName",
        "filename",
        "file_size",
        "fileSize",
    }
    | {"size", "width", "height", "duration", "blockedReason", "blocked_reason"}
)


@dataclass(frozen=True)
class FoundFile:
    """A file in an output: its address (`http`, `https` or `data`), where it stood, and what was told about it."""

    url: str
    label: str
    content_type: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    flagged: bool = False
    blocked_reason: str | None = None

    @property
    def is_inline(self) -> bool:
        """Tell whether the file is in the address itself."""
        return self.url[:5].casefold() == "data:"


@dataclass(frozen=True)
class ReadOutput:
    """All of an output. `texts` and `values` hold the rest by path; `timings` are in seconds, as the provider names them.

    `flags` are the provider's marks of unsafe pictures, in the order of its list; `blocked` are the reasons of things that
    were withheld and have no address; `truncated` tells that the output was larger than what is read.
    """

    files: tuple[FoundFile, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int | float | bool] = field(default_factory=dict)
    seed: int | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    flags: tuple[bool, ...] = ()
    blocked: tuple[str, ...] = ()
    truncated: bool = False

    @property
    def text(self) -> str:
        """The words of the output, in order."""
        return "\n".join(self.texts.values())


def read_output(output: Any) -> ReadOutput:
    """Read an output of any form, in time proportional to what is read of it; raises nothing."""
    reader = _Reader()
    reader.walk(output)
    return reader.result()


def is_address(value: Any) -> bool:
    """Tell whether a value is the address of a file."""
    if not isinstance(value, str):
        return False
    if len(value) <= _LONGEST_URL and _WEB.match(value):
        return True
    return _DATA.match(value[:_LONGEST_HEAD]) is not None


@dataclass
class _Reader:
    """Walks an output in its own order, without recursion."""

    files: dict[str, FoundFile] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, int | float | bool] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    flags: list[bool] = field(default_factory=list)
    flagged: dict[str, bool] = field(default_factory=dict)
    blocked: list[str] = field(default_factory=list)
    seed: int | None = None
    truncated: bool = False
    _parts: int = 0
    _letters: int = 0

    def walk(self, output: Any) -> None:
        waiting: list[Iterator[tuple[str, Any, Mapping[str, Any] | None]]] = [iter([("", output, None)])]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                continue
            self._parts += 1
            if self._parts > MOST_PARTS:
                self.truncated = True
                return
            path, value, holder = step
            inner = self._read(path, value, holder)
            if inner is not None and len(waiting) > DEEPEST:
                self.truncated = True
            elif inner is not None:
                waiting.append(inner)

    def result(self) -> ReadOutput:
        files = tuple(replace(f, flagged=True) if self.flagged.get(f.label) else f for f in self.files.values())
        return ReadOutput(
            files,
            self.texts,
            self.values,
            self.seed,
            self.timings,
            tuple(self.flags),
            tuple(self.blocked),
            self.truncated,
        )

    def _read(
        self, path: str, value: Any, holder: Mapping[str, Any] | None
    ) -> Iterator[tuple[str, Any, Mapping[str, Any] | None]] | None:
        if isinstance(value, Mapping):
            self._look_at(path, value)
            told = _DESCRIBED if any(is_address(value.get(key)) for key in _OWN_ADDRESS) else frozenset()
            return (
                (_join(path, key), each, value)
                for key, each in value.items()
                if key not in told and not _is_extra(key, each, value)
            )
        if isinstance(value, list | tuple):
            if value and all(isinstance(item, str) for item in islice(value, MOST_PARTS)):
                return self._strings(path, value)
            return ((f"{path}[{at}]", each, None) for at, each in enumerate(value))
        self._keep(path, value, holder)
        return None

    def _strings(self, path: str, items: Any) -> Iterator[tuple[str, Any, None]] | None:
        """Read a list of texts: addresses one by one, pieces of one text joined."""
        if any(is_address(item) for item in islice(items, MOST_PARTS)):
            return ((f"{path}[{at}]", each, None) for at, each in enumerate(items))
        self._parts += len(items)
        self._add_text(path, "".join(islice(items, MOST_PARTS)))
        return None

    def _look_at(self, path: str, found: Mapping[str, Any]) -> None:
        """Take from an object what is told about others: seeds, times, flags, reasons."""
        for name in _FLAGS:
            if name in found:
                self._flag(path, found, found[name])
        timings = found.get("timings")
        if isinstance(timings, Mapping):
            for key, value in islice(timings.items(), MOST_VALUES):
                if _is_number(value):
                    self.timings.setdefault(str(key)[:100], float(value))
        reason = found.get("blockedReason") or found.get("blocked_reason")
        if isinstance(reason, str) and not any(is_address(found.get(key)) for key in _OWN_ADDRESS):
            self.blocked.append(reason[:500])

    def _flag(self, path: str, found: Mapping[str, Any], flags: Any) -> None:
        listed = [flag is True for flag in flags[:MOST_FILES]] if isinstance(flags, list) else [flags is True]
        self.flags += listed
        lists = [key for key, value in found.items() if isinstance(value, list) and key not in _FLAGS]
        name = "images" if "images" in found or len(lists) != 1 else lists[0]
        for at, flag in enumerate(listed):
            self.flagged[f"{_join(path, name)}[{at}]"] = flag
        if len(listed) == 1:
            self.flagged[_join(path, "image")] = listed[0]

    def _keep(self, path: str, value: Any, holder: Mapping[str, Any] | None) -> None:
        if is_address(value):
            self._add_file(path, value, holder)
        elif isinstance(value, str):
            self._add_text(path, value)
        elif isinstance(value, bool) or _is_number(value):
            last = path.rsplit(".", 1)[-1]
            if last == "seed" and isinstance(value, int) and not isinstance(value, bool) and self.seed is None:
                self.seed = value
            if len(self.values) < MOST_VALUES:
                self.values[path] = value

    def _add_text(self, path: str, text: str) -> None:
        if not text.strip():
            return
        kept = text[: max(LONGEST_TEXT - self._letters, 0)]
        self.truncated = self.truncated or len(kept) < len(text) or len(self.texts) >= MOST_VALUES
        if kept and len(self.texts) < MOST_VALUES:
            self._letters += len(kept)
            self.texts[path] = kept

    def _add_file(self, path: str, url: str, holder: Mapping[str, Any] | None) -> None:
        if url in self.files:
            return
        if len(self.files) >= MOST_FILES:
            self.truncated = True
            return
        parent, _, last = path.rpartition(".")
        is_own = holder is not None and (last or path) in _OWN_ADDRESS
        self.files[url] = _described(url, parent if is_own else path, holder if is_own and holder else {})


def _described(url: str, label: str, told: Mapping[str, Any]) -> FoundFile:
    declared = _DATA.match(url[:_LONGEST_HEAD])
    inline = declared[0][5:-1].split(";", 1)[0] if declared else ""
    return FoundFile(
        url,
        label,
        content_type=_text(told, "content_type", "contentType", "mime_type", "mimeType") or inline or None,
        file_name=_text(told, "file_name", "fileName", "filename"),
        file_size=_whole(told, "file_size", "fileSize", "size"),
        width=_whole(told, "width"),
        height=_whole(told, "height"),
        duration=_seconds(told.get("duration")),
        flagged=told.get("has_nsfw_concepts") is True,
        blocked_reason=_text(told, "blockedReason", "blocked_reason"),
    )


def _text(told: Mapping[str, Any], *names: str) -> str | None:
    found = next((told[name] for name in names if isinstance(told.get(name), str) and told[name]), None)
    return found[:500] if found else None


def _whole(told: Mapping[str, Any], *names: str) -> int | None:
    found = next((told[name] for name in names if _is_number(told.get(name))), None)
    return int(found) if found is not None and found > 0 else None


def _seconds(value: Any) -> float | None:
    return float(value) if _is_number(value) and value > 0 else None


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= 2**64 if isinstance(value, int) else math.isfinite(value)


def _is_extra(key: Any, value: Any, beside: Mapping[str, Any]) -> bool:
    """Tell whether a part was read already, or is another view of a file that stands beside it."""
    name = str(key).casefold()
    if name in {*_FLAGS, "timings"}:
        return True
    if not name.startswith(_PREVIEWS):
        return False
    return is_address(value) or (_is_file(value) and any(_is_file(other) for at, other in beside.items() if at != key))


def _is_file(value: Any) -> bool:
    return isinstance(value, Mapping) and any(is_address(value.get(key)) for key in _OWN_ADDRESS)


def _join(path: str, key: Any) -> str:
    name = str(key)[:100]
    return f"{path}.{name}" if path else name
