"""Wildcard files of other tools: printed as they stand, or converted with the same odds, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.expansion import Lookups, ProblemKind, is_name, peek, plan
from imagen.domain.expansion.wildcards import convert_wildcards, lookup_name, plain_wildcards, unconverted_lines
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType

SPEC = ParameterSetSpec((ParameterSpec("t", ParameterType.TEXT, interpolation=Interpolation.TEXT),))
MARKS = st.text(alphabet="ab _{}|\\[],=?#:$*.2-~é", max_size=30)


def texts(values: str, count: int = 50, **known: str) -> list[str]:
    """Expand the values of a lookup as many times, each with another draw."""
    lookups = Lookups.of({"v": values, **known})
    drawn = [plan(SPEC, {"t": "[?v]"}, lookups, seed=seed).at(0).parameters["t"] for seed in range(count)]
    return sorted(set(drawn))


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("{a}", "a"),
        ("{red|blue}", "[?red|blue]"),
        ("{red|}", "[?red| ]"),
        ("{2::red|blue}", "[?red|red|blue]"),
        ("{0.5::red|1.5::blue}", "[?red|blue|blue|blue]"),
        ("{0::red|blue}", "blue"),
        ("{3::red}", "red"),
        ("__color__ {fox|owl}", "[?color] [?fox|owl]"),
        ("{__color__}", "[?color]"),
        ("__animals/big-cats__", "[?animals/big-cats]"),
        ("__hair color__", "[?hair color]"),
        ("__init__ and __call__", "[?init] and [?call]"),
        ("{a|{b|c}}", "[?a|[?b|c]]"),
        ("{a, b|c=d}", r"[?a\, b|c\=d]"),
        ("{#tag}", r"\#tag"),
        (r"\{a\}", "{a}"),
        ("[cat:dog:0.5]", r"\[cat:dog:0.5\]"),
        (r"\(vocaloid\)", r"\(vocaloid\)"),
        ("# a remark {a|b}", "# a remark {a|b}"),
        ("snake_case and a_b", "snake_case and a_b"),
    ],
)
def test_marks_are_converted(line: str, values: str) -> None:
    assert convert_wildcards(line) == values
    assert unconverted_lines(line) == []


@pytest.mark.parametrize("line", ["{2$$a|b}", "{1-2$$ and $$a|b}", "__*__", "${x}", "{a|b", "a}b", "__animals/*__"])
def test_what_has_no_form_here_is_printed_as_it_stands_and_told(line: str) -> None:
    assert texts(convert_wildcards(line)) == [line]
    assert unconverted_lines(f"fine\n{line}\n{{a|b}}") == [2]


def test_a_backslash_before_a_mark_does_not_take_its_meaning_away() -> None:
    assert texts(convert_wildcards(r"x\__color__"), color="red") == [r"x\red"]


def test_an_empty_option_between_others_is_no_split() -> None:
    assert texts(convert_wildcards("{a||b} dog")) == ["a dog", "b dog", "dog"]


def test_huge_weights_stay_near_and_short() -> None:
    converted = convert_wildcards("{999999::a|1::b}")
    assert converted.count("a") > 20
    assert converted.count("b") == 1


def test_a_file_with_a_mark_of_order_and_windows_lines() -> None:
    assert convert_wildcards("\ufeffred\r\n\r\n{a|b}\r\n") == "red\n\n[?a|b]\n"


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("colors.txt", "colors"),
        ("hair  color.txt", "hair color"),
        ("sd1.5/x.txt", "sd1_5/x"),
        ("animals\\cats.txt", "animals/cats"),
        ("1980s.txt", "_1980s"),
        (".txt", "wildcards"),
        ("Größe.txt", "Größe"),
    ],
)
def test_file_names_become_names(file_name: str, name: str) -> None:
    assert lookup_name(file_name) == name


@given(st.text(max_size=300))
def test_any_file_name_becomes_a_name(text: str) -> None:
    assert is_name(lookup_name(text))


@given(MARKS.filter(lambda line: line.strip() and not line.strip().startswith("#")))
def test_plain_lines_expand_to_themselves(line: str) -> None:
    assert peek(Lookups.of({"v": plain_wildcards(line)}), "v", 5) == [line.strip()]


@given(MARKS)
def test_whatever_is_converted_can_be_expanded(line: str) -> None:
    values = convert_wildcards(f"first\n{line}")
    kinds = {problem.kind for problem in plan(SPEC, {"t": "[v]"}, Lookups.of({"v": values}), seed=1).problems}
    assert kinds <= {ProblemKind.UNKNOWN_LOOKUP, ProblemKind.CYCLE, ProblemKind.DUPLICATE}
    assert len(values.split("\n")) == 2


def test_deep_nesting_and_long_lines_take_no_time() -> None:
    assert "[?" in convert_wildcards("{a|b}" + "{a|" * 10_000)
    assert len(convert_wildcards("{a|b}" * 20_000)) == 6 * 20_000
    assert convert_wildcards("_" * 50_000) == "_" * 50_000
    assert convert_wildcards("__a" * 20_000).startswith("[?a]")
