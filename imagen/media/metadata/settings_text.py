"""Read the text that A1111 and its kin write: prompt lines, negative prompt lines and one line of settings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from imagen.media.metadata.caps import MAX_PAIRS
from imagen.media.metadata.texts import without_lone_surrogates
from imagen.media.metadata.tolerant_json import read_json

NEGATIVE = "Negative prompt:"
_TEMPLATES = ("Template:", "Negative Template:")
_FEWEST_PAIRS = 3
_MOST_OPEN_BLOCKS = 4

# Possessive and with nothing optional around it: each run of key characters is looked at once.
_RUN = re.compile(r"[\w \-/]++")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)++"')
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]')
_SPACE = re.compile(r"[ \t]*+")
_ONE_LINE_STEPS = re.compile(r"(?:, |\. |^)(?=Steps: ?[0-9])")
_FIRST_KEYS = ("Steps:", "Sampler:", "Schedule type:", "CFG scale:", "Seed:", "Size:", "Model hash:", "Model:")
_ONE_LINE_STOP = re.compile(r"\. (?=\w[\w \-/]{1,40}: )")

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class SettingsText:
    """A text taken apart; `pairs` is empty where the last line is none of settings.

    A value is a text, or what a JSON block without quotes holds.
    """

    prompt: str
    negative_prompt: str
    pairs: Pairs


def read_settings_text(text: str) -> SettingsText:
    """Take a text apart by the rules of A1111, with JSON blocks lifted out whole; in time linear in its length."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) == 1:
        lines = _unfolded(lines[0])
    templates = _taken_templates(lines)
    pairs = read_pairs(lines[-1])
    if len(pairs) < _FEWEST_PAIRS:
        pairs = ()
    else:
        lines.pop()
        pairs += templates
    prompt: list[str] = []
    negative: list[str] | None = None
    for line in lines:
        if negative is None and line.startswith(NEGATIVE):
            negative = [line.removeprefix(NEGATIVE).strip()]
        else:
            (prompt if negative is None else negative).append(line)
    return SettingsText("\n".join(prompt).strip(), "\n".join(negative or ()).strip(), pairs)


def _taken_templates(lines: list[str]) -> Pairs:
    """Take off the lines behind the settings in which extensions tell what the prompts were before they were expanded."""
    start = next((at for at, line in enumerate(lines) if at and line.startswith(_TEMPLATES)), None)
    if start is None or len(read_pairs(lines[start - 1])) < _FEWEST_PAIRS:
        return ()
    taken: list[tuple[str, list[str]]] = []
    for line in lines[start:]:
        name, mark, rest = line.partition(":")
        if mark and line.startswith(_TEMPLATES):
            taken.append((name, [rest.strip()]))
        else:
            taken[-1][1].append(line)
    del lines[start:]
    return tuple((name, "\n".join(parts).strip()) for name, parts in taken)


def _unfolded(line: str) -> list[str]:
    """Break a text that has all on one line, as some programs write it, where its parts begin."""
    starts = [found.end() for found in _ONE_LINE_STEPS.finditer(line)]
    if not starts or starts[-1] == 0 or line.startswith(_FIRST_KEYS):
        return [line]
    told, settings = line[: starts[-1]].rstrip(" ,."), line[starts[-1] :]
    if len(read_pairs(settings)) < _FEWEST_PAIRS:
        settings = _ONE_LINE_STOP.sub(", ", settings)
        if len(read_pairs(settings)) < _FEWEST_PAIRS:
            return [line]
    prompt, mark, negative = told.partition(NEGATIVE)
    return [prompt.rstrip(" ,."), *([mark + negative] if mark else ()), settings]


def read_pairs(line: str) -> Pairs:
    """Read the `key: value` pairs of a settings line."""
    pairs: list[tuple[str, Any]] = []
    at, open_blocks = 0, 0
    while len(pairs) < MAX_PAIRS and (run := _RUN.search(line, at)):
        at = run.end()
        key = run[0].lstrip(" -/").rstrip()
        if len(key) < 2 or line[at : at + 1] != ":":
            continue
        at = _end(_SPACE, line, at + 1)
        value, end = None, None
        if line[at : at + 1] in ("{", "[") and open_blocks < _MOST_OPEN_BLOCKS:
            value, end = _block(line, at)
            open_blocks += end is None
        elif line[at : at + 1] == '"':
            value, end = _quoted(line, at)
        if end is None:
            end = line.find(",", at)
            end = len(line) if end < 0 else end
            value = line[at:end].strip()
        pairs.append((key, value))
        at = end + 1
    return tuple(pairs)


def _quoted(line: str, at: int) -> tuple[str | None, int | None]:
    found = _QUOTED.match(line, at)
    end = _before_comma(line, found.end()) if found else None
    if found is None or end is None:
        return None, None
    try:
        value = json.loads(found[0], strict=False)
    except ValueError:
        return found[0], end
    return without_lone_surrogates(value), end


def _block(line: str, at: int) -> tuple[Any, int | None]:
    """Read the JSON block that begins here, when its brackets close before a comma or the end."""
    depth = 0
    for found in _BRACKET.finditer(line, at):
        if found[0] in ("{", "["):
            depth += 1
        elif found[0] in ("}", "]"):
            depth -= 1
            if depth == 0:
                end = _before_comma(line, found.end())
                return (_json_or_text(line[at : found.end()]), end) if end is not None else (None, None)
    return None, None


def _json_or_text(block: str) -> Any:
    try:
        return read_json(block)
    except ValueError:
        return block


def _before_comma(line: str, at: int) -> int | None:
    at = _end(_SPACE, line, at)
    return at if at == len(line) or line[at] == "," else None


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at
