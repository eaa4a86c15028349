"""Making lookups from what is selected, and the names that texts bind."""

from __future__ import annotations

import pytest

from imagen.ui.pages.order.lookup_help import as_values, bound_names


@pytest.mark.parametrize(
    ("selected", "values"),
    [
        ("red, blue", "red\nblue"),
        ("[red,blue,green]", "red\nblue\ngreen"),
        ("[shirt=red,blue]", "red\nblue"),
        ("[dawn|dusk]", "dawn\ndusk"),
        ("a fox", "a fox"),
        ("[color] dog, [color] cat", "[color] dog, [color] cat"),
        (r"a\, b, c", "a\\, b\nc"),
        ("", ""),
    ],
)
def test_a_list_becomes_one_value_a_line(selected: str, values: str) -> None:
    assert as_values(selected) == values


def test_lookups_and_named_choices_bind_names() -> None:
    text = r"A [season] with [shirt=color] and [who=cat,dog], [red,blue] [=season] \[not this]"
    assert bound_names(text) == ["season", "shirt", "who"]
