"""What is in the files somebody wants to import: the lookups they would become, with what is to be known of each."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.expansion import is_name, name_key
from imagen.domain.expansion.wildcards import convert_wildcards, lookup_name, plain_wildcards, unconverted_lines
from imagen.ui.pages.lookups.exchange import read_all
from imagen.ui.pages.lookups.study import names_used

LARGEST = 5_000_000
_MARKS = re.compile(r"__[^\s_][^\n]{0,200}?__|\{[^{}\n]*\|[^{}\n]*\}")
_SAMPLE = 2_000_000


class Clash(StrEnum):
    """What becomes of a lookup whose name is taken."""

    BOTH = "both"
    REPLACE = "replace"
    SKIP = "skip"


@dataclass(frozen=True)
class Candidate:
    """A lookup to be. `source` is what the file holds; `is_written` says that this is our language already."""

    file: str
    name: str
    source: str
    description: str = ""
    is_written: bool = False
    notes: tuple[str, ...] = ()
    clash: Clash = Clash.BOTH
    error: str = ""

    def values(self, *, convert: bool) -> str:
        """Give the values of the lookup."""
        if self.is_written:
            return self.source
        return convert_wildcards(self.source) if convert else plain_wildcards(self.source)

    @property
    def has_marks(self) -> bool:
        """Tell whether there is something to convert."""
        return not self.is_written and _MARKS.search(self.source[:_SAMPLE]) is not None

    @property
    def size(self) -> int:
        """Count the values."""
        lines = (line.strip() for line in self.source.splitlines())
        return sum(1 for line in lines if line and not line.startswith("#"))

    def remarks(self, *, convert: bool, known: Collection[str]) -> list[str]:
        """Say what a person should know before importing; `known` are the keys of all names there will be."""
        said = list(self.notes)
        if not self.size:
            said.append("It has no values.")
        if convert and not self.is_written:
            left = unconverted_lines(self.source)
            if left:
                said.append(f"{_lines(left)}: braces or wildcards that have no form here stay as plain text.")
        missing = self._missing(known, convert=convert)
        if missing:
            listed = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
            said.append(f"It names lookups that are not there yet: {listed}.")
        return said

    def _missing(self, known: Collection[str], *, convert: bool) -> list[str]:
        return [name for name in names_used(self.values(convert=convert)) if name_key(name) not in known]


def read_file(name: str, content: bytes) -> list[Candidate]:
    """Read a file into the lookups it would become; what cannot be read says why."""
    if len(content) > LARGEST:
        return [_unreadable(name, f"It has {len(content):,} bytes; at most {LARGEST:,} can be taken.")]
    text, notes = _decoded(content)
    if text is None:
        return [_unreadable(name, "This is no text file.")]
    if name.casefold().endswith(".json"):
        return _from_json(name, text)
    return [Candidate(name, lookup_name(name), text.replace("\r\n", "\n").replace("\r", "\n"), notes=notes)]


def _from_json(file: str, text: str) -> list[Candidate]:
    try:
        written = read_all(text)
    except UnsupportedFormat as refused:
        return [_unreadable(file, str(refused))]
    made = []
    for lookup in written:
        name = " ".join(lookup.name.split())
        good = name if is_name(name) else lookup_name(name)
        notes = () if good == name else (f"Named {good}, as {name[:60]} is no name here.",)
        made.append(Candidate(file, good, lookup.values, lookup.description, is_written=True, notes=notes))
    return made


def _unreadable(file: str, reason: str) -> Candidate:
    return Candidate(file, lookup_name(file), "", error=reason)


def _decoded(content: bytes) -> tuple[str | None, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError:
            return None, ()
    if b"\0" in content:
        return None, ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = "It is not UTF-8 and was read as Western European (Windows-1252): check accented letters."
        return content.decode("cp1252", "replace"), (note,)


def with_clash(candidate: Candidate, clash: Clash) -> Candidate:
    """Decide what becomes of it where its name is taken."""
    return replace(candidate, clash=clash)


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:6]) + (", …" if len(numbers) > 6 else "")
    return f"Line {shown}" if len(numbers) == 1 else f"Lines {shown}"
