"""Turn wildcard files of other tools into the values of a lookup."""

from __future__ import annotations

import re

_WILDCARD = re.compile(r"__([^\s_](?:[^\s]*?[^\s_])?)__")
_SPECIAL = re.compile(r"[\[\]\\]|\|(?=\|)|(?<=\|)\|")


def plain_wildcards(text: str) -> str:
    """Print every line of a wildcard file exactly as it stands; remarks (`#`) stay remarks."""
    return "\n".join(_kept(line) or _escaped(line) for line in text.splitlines())


def convert_wildcards(text: str) -> str:
    """Turn `__name__` into a random pick of that lookup, and `{a|b}` into a random pick of its options."""
    return "\n".join(_kept(line) or _converted(line) for line in text.splitlines())


def _kept(line: str) -> str:
    stripped = line.strip()
    return line if not stripped or stripped.startswith("#") else ""


def _escaped(line: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), line)


def _converted(line: str) -> str:
    named = _WILDCARD.sub(lambda found: f"[?{_lookup_name(found.group(1))}]", _escaped(line))
    out, depth = [], 0
    for character in named:
        if character == "{":
            depth += 1
            out.append("[")
        elif character == "}" and depth:
            depth -= 1
            out.append("]")
        else:
            out.append(character)
    return "".join(out) if depth == 0 else named


def _lookup_name(wildcard: str) -> str:
    return wildcard.removesuffix(".txt")
