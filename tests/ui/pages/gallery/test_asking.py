"""What a gallery is asked, read from addresses and from what is typed."""

from __future__ import annotations

import pytest

from imagen.domain.search import parse
from imagen.ui.components.gallery_grid import Listed
from imagen.ui.pages.gallery.asking import chips, listed, shown_problems, with_terms_dropped, without_place


@pytest.mark.parametrize(
    ("sort", "by", "expected"),
    [
        ("", "", Listed("fox", "newest", "day")),
        ("oldest", "", Listed("fox", "oldest", "day")),
        ("best", "", Listed("fox", "best", "none")),
        ("best", "model", Listed("fox", "best", "model")),
        ("<script>", "nonsense", Listed("fox", "newest", "day")),
    ],
)
def test_an_address_says_what_is_listed(sort: str, by: str, expected: Listed) -> None:
    assert listed("fox", sort, by) == expected


def test_an_endless_search_is_cut() -> None:
    assert len(listed("x" * 9000, "", "").q) == 2000


def test_conditions_become_chips_and_words_do_not() -> None:
    found = chips(parse('fox model:flux -tag:"old draft" liked color=red'))
    assert [(chip["key"], chip["label"], chip["negated"]) for chip in found] == [
        ("model", "flux", False),
        ("not tag", "old draft", True),
        ("", "liked", False),
        ("color", "red", False),
    ]


def test_a_chip_is_dropped_from_where_it_stands() -> None:
    text = 'fox model:flux "red  coat"'
    (chip,) = chips(parse(text))
    assert without_place(text, chip["start"], chip["end"]) == 'fox "red  coat"'


def test_a_search_is_offered_without_each_of_its_conditions() -> None:
    assert with_terms_dropped("fox -tag:draft") == [("fox", "-tag:draft"), ("-tag:draft", "fox")]
    assert with_terms_dropped("fox OR cat") == []


def test_problems_keep_their_place_and_their_mending() -> None:
    (problem,) = shown_problems(parse("type:vidio").problems)
    assert (problem["start"], problem["end"], problem["warning"]) == (5, 10, False)
    assert problem["suggestion"] == "video"
