"""Clicks on facets."""

from __future__ import annotations

import pytest

from imagen.services.gallery_views import FacetsView, FacetValue
from imagen.ui.components.facets import Picked
from imagen.ui.pages.gallery.facet_terms import parts, picked


@pytest.mark.parametrize(
    ("text", "facet", "term", "how", "expected"),
    [
        ("fox", "type", "type:video", "on", "fox type:video"),
        ("fox type:image", "type", "type:video", "on", "fox type:image,video"),
        ("fox type:image,video", "type", "type:video", "back", "fox type:image"),
        ("fox", "tag", "tag:draft", "out", "fox -tag:draft"),
        ("fox tag:draft", "tag", "tag:draft", "out", "fox -tag:draft"),
        ("fox -tag:draft", "tag", "tag:draft", "on", "fox tag:draft"),
        ("fox -tag:draft", "tag", "tag:draft", "back", "fox"),
        ("rating:good", "rating", "rating:excellent", "on", "rating:excellent"),
        ("fox OR cat", "liked", "liked", "on", "(fox OR cat) liked"),
        ("fox", "type", "", "on", "fox"),
    ],
)
def test_a_click_changes_one_condition(text: str, facet: str, term: str, how: Picked, expected: str) -> None:
    assert picked(text, facet, term, how) == expected


def value(name: str, count: int, term: str, *, asked: bool = False) -> FacetValue:
    return FacetValue(name, name, count, term, asked)


def test_facets_show_what_is_asked_for_and_what_is_left_out() -> None:
    counted = FacetsView(
        9,
        {
            "type": (value("image", 9, "type:image"),),
            "tag": (value("draft", 2, "tag:draft", asked=True), value("print", 0, "tag:print")),
            "rating": (value("good", 4, "rating:good"), value("unrated", 5, "is:unrated")),
        },
        (),
    )
    shown = {part["name"]: part["rows"] for part in parts("tag:draft -tag:print", counted)}
    assert list(shown) == ["rating", "tag"]  # one type tells nothing
    assert [(row["on"], row["out"]) for row in shown["tag"]] == [(True, False), (False, True)]
    assert [(row["label"], row["rating"]) for row in shown["rating"]] == [("Good", 3), ("Unrated", None)]
