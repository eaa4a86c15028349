"""Escapes, literal base sets, colouring and the first values of a lookup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.expansion import (
    Lookups,
    Span,
    escape,
    escape_line,
    escape_option,
    escape_value,
    literal,
    peek,
    plan,
    spans,
)
from tests.domain.expansion.kit import SPEC, lookups, lookups_of, planned, texts

TRICKY = st.text(alphabet="[]|,=?#\\ ->ab.1\n(", max_size=30)


@given(TRICKY)
def test_escaped_texts_come_back_once(text: str) -> None:
    assert texts(escape(text)) == [text.strip()]


@given(TRICKY, TRICKY)
def test_escaped_options_come_back(one: str, other: str) -> None:
    assert texts(f"[?zz{escape_option(one)},zz{escape_option(one)}]") == [f"zz{one}".strip()]
    assert texts(f"x[zz{escape_option(one)},zz{escape_option(other)}]x") == [
        f"xzz{t}".strip() + "x" for t in (one.rstrip(), other.rstrip())
    ]


@given(TRICKY.filter(lambda text: text.strip() and "\n" not in text))
def test_escaped_lines_come_back(text: str) -> None:
    assert texts("x[w]x", lookups_of({"w": [escape_line(text)]})) == [f"x{text.strip()}x"]


@given(TRICKY)
def test_literal_sets_come_back(text: str) -> None:
    values = {
        "prompt": f"a{text}a",
        "style": text,
        "steps": 8,
        "guidance": 1.5,
        "images": ["product:1"],
        "tiled": False,
    }
    expansion = plan(SPEC, literal(SPEC, values), Lookups.of({}), seed=1)
    assert expansion.problems == ()
    assert expansion.count == 1
    assert expansion.at(0).parameters == values


def test_escapes_stay_readable() -> None:
    assert escape("\\(vocaloid\\) a | b, [c] || C:\\dir\\") == "\\(vocaloid\\) a | b, \\[c\\] \\|\\| C:\\dir\\"
    assert escape_value("?a,b|c") == "\\?a\\,b\\|c"
    assert planned("x", style=escape_value("?a,b|c\\,")).at(0).parameters["style"] == "?a,b|c\\,"


def test_spans_are_found_outer_first() -> None:
    text = "[color] [a [=color],b|c] || [?color] [[color] x,y] [nope] [=far] ["
    assert [(s.kind, text[s.start : s.end]) for s in spans(text, lookups())] == [
        ("lookup", "[color]"),
        ("error", "[a [=color],b|c]"),
        ("back", "[=color]"),
        ("split", "||"),
        ("random", "[?color]"),
        ("inline", "[[color] x,y]"),
        ("lookup", "[color]"),
        ("error", "[nope]"),
        ("back", "[=far]"),
        ("error", "["),
    ]
    assert spans("x ]", lookups()) == [Span(2, 3, "error")]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PET", ["red dog", "blue dog", "green dog"]),
        ("outfit", ["[=color] hat", "scarf"]),
        ("loop", ["[pool]"]),
        ("nope", []),
        ("empty", []),
        ("literal", ["50% [off]", "a,b"]),
    ],
)
def test_peek_shows_first_values(name: str, wanted: list[str]) -> None:
    assert peek(lookups(), name, 3) == wanted
