"""Placeholders of prompt versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.errors import InvalidInput
from imagen.domain.prompts import escape_braces, fill, fill_together, joined, placeholders, template_problems


def test_values_go_in_literally() -> None:
    assert fill("A {a} in {style_2}", {"a": "{style_2} \\1 %s", "style_2": "[x]"}) == "A {style_2} \\1 %s in [x]"


def test_doubled_braces_print_braces() -> None:
    assert fill("{{a}} {{{a}}}", {"a": "x"}) == "{a} {x}"


@pytest.mark.parametrize(
    ("template", "at"), [("a { b", 2), ("a } b", 2), ("{1a}", 0), ("{a b}", 0), ("{}", 0), ("{a!r}", 0), ("{a.b}", 0)]
)
def test_lone_braces_say_to_double_them(template: str, at: int) -> None:
    problem = template_problems(template)[0]
    assert (problem.start, problem.end) == (at, at + 1)
    assert problem.suggestion == template[at] * 2
    assert "Double it" in problem.message


def test_missing_names_are_listed_with_what_is_given() -> None:
    with pytest.raises(InvalidInput) as caught:
        fill("{stile} {x}", {"style": "a"})
    first, second, third = caught.value.problems
    assert (first.start, first.end, first.suggestion) == (0, 7, "{style}")
    assert "style" in second.message
    assert (third.field, third.suggestion) == ("style", "stile")


def test_several_fields_share_their_values() -> None:
    assert fill_together({"system": "be {a}", "user": "{b}"}, {"a": "1", "b": "2"}) == {"system": "be 1", "user": "2"}


def test_names_come_in_order_once() -> None:
    assert placeholders("{b} {a} {{c}} {b}") == ("b", "a")


def test_system_and_user_prompt_join_by_a_blank_line() -> None:
    assert joined("be kind", "a dog") == "be kind\n\na dog"
    assert joined(" ", "a dog") == "a dog"


@given(st.text())
def test_escaped_braces_come_back(text: str) -> None:
    assert fill(escape_braces(text), {}) == text
