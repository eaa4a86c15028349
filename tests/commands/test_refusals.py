"""Carets stand under what is wrong."""

from __future__ import annotations

import pytest

from imagen.commands.refusals import explain
from imagen.domain.errors import FieldProblem


def pointed(text: str, start: int, end: int) -> list[str]:
    return list(explain([FieldProblem("prompt", "This is wrong.", start=start, end=end)], {"prompt": text}))


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "carets"),
    [
        ("A [red", 2, 3, "  A [red", "    ^"),
        ("A dog\nA [cat,\nx", 8, 12, "  A [cat,", "    ^^^^"),
        ("A dog\nA [cat,\nx", 8, 15, "  A [cat,", "    ^^^^^"),  # up to the end of its line
        ("犬 [x", 2, 4, "  犬 [x", "     ^^"),  # one character in two columns
        ("🐕 [x", 2, 4, "  🐕 [x", "     ^^"),
        ("e\u0301 [x", 3, 5, "  e\u0301 [x", "    ^^"),  # two characters in one column
        ("a\t[x", 2, 3, "  a [x", "    ^"),
        ("a\x1b[2J", 2, 3, "  a [2J", "    ^"),
        ("A dog", 5, 6, "  A dog", "       ^"),
    ],
)
def test_carets(text: str, start: int, end: int, line: str, carets: str) -> None:
    assert pointed(text, start, end) == ["prompt: This is wrong.", line, carets]


def test_a_long_line_is_cut_around_the_place() -> None:
    _, line, carets = pointed("a" * 500 + "[x]" + "b" * 500, 500, 503)
    assert len(line) < 110
    assert line.startswith("  …aaa")
    assert line.endswith("b…")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "[x]"


def test_a_problem_without_a_place_is_a_sentence() -> None:
    found = list(explain([FieldProblem("", "Nothing is left."), FieldProblem("size", "Size is too big.")], {}))
    assert found == ["Nothing is left.", "Size is too big."]
