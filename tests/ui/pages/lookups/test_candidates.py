"""Files that somebody wants to import: read whatever they are, told what is to be known, nothing lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.expansion import is_name, name_key
from imagen.ui.pages.lookups.candidates import LARGEST, read_file
from imagen.ui.pages.lookups.exchange import FORMAT, read_all, write_all
from imagen.ui.pages.lookups.naming import file_name, free_name


def test_a_text_file_becomes_one_lookup() -> None:
    (found,) = read_file("hair color.txt", "\ufeffred\r\n\r\n# note\r\n{a|b}\r\n".encode())
    assert (found.name, found.size, found.has_marks, found.error) == ("hair color", 2, True, "")
    assert found.values(convert=True) == "red\n\n# note\n[?a|b]\n"
    assert found.values(convert=False) == "red\n\n# note\n{a|b}\n"


def test_it_tells_what_stays_and_what_is_missing() -> None:
    (found,) = read_file("a.txt", b"{2$$x|y}\n__b__ __c__")
    remarks = found.remarks(convert=True, known={name_key("B")})
    assert remarks == [
        "Line 1: braces or wildcards that have no form here stay as plain text.",
        "It names lookups that are not there yet: c.",
    ]
    assert found.remarks(convert=False, known=set()) == []


@pytest.mark.parametrize(
    ("content", "text", "note"),
    [
        ("café".encode("cp1252"), "café", True),
        ("café".encode("utf-16"), "café", False),
        ("café".encode(), "café", False),
    ],
)
def test_encodings(content: bytes, text: str, note: bool) -> None:
    (found,) = read_file("a.txt", content)
    assert found.source == text
    assert bool(found.notes) is note


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0"),
        ("a.txt", b"x" * (LARGEST + 1)),
        ("a.json", b"{"),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"lookups": []}'),
        ("a.json", json.dumps({"format": FORMAT, "lookups": [{"name": 1}]}).encode()),
        ("a.txt", b"\xff\xfe\x00\xd8"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes) -> None:
    (found,) = read_file(name, content)
    assert found.error
    assert found.source == ""


@given(st.text(max_size=40), st.binary(max_size=200))
def test_any_file_gives_candidates_with_good_names(name: str, content: bytes) -> None:
    for found in read_file(name, content):
        assert is_name(found.name)
        found.remarks(convert=True, known=set())


def test_all_lookups_survive_the_way_out_and_in() -> None:
    text = json.dumps(
        {
            "format": FORMAT,
            "version": 1,
            "lookups": [{"name": "no.name", "values": ["[a|b]", "{x}"], "description": "d"}],
        }
    )
    (found,) = read_file("all.json", text.encode())
    assert (found.name, found.values(convert=True), found.description) == ("no_name", "[a|b]\n{x}", "d")
    assert found.notes
    assert read_all(write_all([])) == []


def test_names_that_are_free() -> None:
    assert free_name("color", ["other"]) == "color"
    assert free_name("color", ["Color", "color 2"]) == "color 3"
    assert len(free_name("x" * 200, ["x" * 200])) == 200
    assert file_name("animals/big cats") == "animals-big cats.txt"
