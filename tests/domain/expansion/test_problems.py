"""Problems: their places, several at once, and what is suggested."""

from __future__ import annotations

import pytest

from imagen.domain.expansion import PathStep, ProblemKind
from tests.domain.expansion.kit import kinds, lookups_of, planned, problem, texts


@pytest.mark.parametrize(
    ("text", "kind", "marked", "suggestion"),
    [
        ("a 🐈 [color", "unclosed", "[", "\\["),
        ("🐈 color] x", "unmatched-close", "]", "\\]"),
        ("a [] b", "empty", "[]", "\\[\\]"),
        ("a [a man with x=1, b] c", "bad-name", "a man with x=", "a man with x\\="),
        ("a [colr] b", "unknown-lookup", "[colr]", "[color]"),
        ("a [shirt=?colr] b", "unknown-lookup", "[shirt=?colr]", "[shirt=?color]"),
        ("a [a,b|c] b", "mixed", "[a,b|c]", "[a,b\\|c]"),
        ("a [a||b] b", "split-in-token", "||", "|"),
        ("a [[color]] b", "single", "[[color]]", "[color]"),
        ("a [x=[color]] b", "single", "[x=[color]]", "[x=color]"),
        ("a [??color] b", "single", "[??color]", "[?color]"),
        ("a [50mm] b", "single", "[50mm]", "\\[50mm\\]"),
        ("a [1...3] b", "range", "[1...3]", "[1..3]"),
        ("a [+1..3] b", "range", "[+1..3]", "[1..3]"),
        ("a [1e3..2e3] b", "range", "[1e3..2e3]", "[1000..2000]"),
        ("a [1..3mm] b", "range", "[1..3mm]", "[1..3]mm"),
        ("a [x=1..3..-1] b", "range", "[x=1..3..-1]", "[x=1..3..1]"),
        ("a [a,1..99999] b", "range-too-long", "1..99999", None),
        ("[color] [=colr] b", "unbound", "[=colr]", "[=color]"),
        ("[color] [=color->a,b] b", "length", "[=color->a,b]", None),
        ("[color] [=color->[x,y],b,c]", "lockstep-choice", "[x,y]", "[?x,y]"),
        ("[loop] b", "cycle", "[loop]", None),
        ("[empty] b", "empty-lookup", "[empty]", None),
    ],
)
def test_each_says_where_and_what_instead(text: str, kind: str, marked: str, suggestion: str | None) -> None:
    found = problem(text)
    assert found.kind == kind
    assert text[found.start : found.end] == marked
    assert found.suggestion == suggestion
    assert found.message.rstrip(")").endswith((".", "?"))


@pytest.mark.parametrize(
    "text", ["[] x", "[a b=1,c]", "[colr]", "[a,b|c]", "[a||b]", "[[color]]", "[50mm]", "[1...3]", "[1..3mm]", "[", "]"]
)
def test_suggestions_mend_what_they_replace(text: str) -> None:
    found = problem(text)
    assert found.suggestion is not None
    assert kinds(text[: found.start] + found.suggestion + text[found.end :]) == []


def test_all_problems_of_all_parameters_come_at_once_and_in_order() -> None:
    expansion = planned("[colr] ] [] [=zzz]", negative_prompt="[50mm]", steps="8,x,999", tiled="maybe", stepz=3)
    assert [(p.parameter, str(p.kind)) for p in expansion.problems] == [
        ("stepz", "invalid-value"),
        ("prompt", "unknown-lookup"),
        ("prompt", "unmatched-close"),
        ("prompt", "empty"),
        ("prompt", "unbound"),
        ("negative_prompt", "single"),
        ("steps", "invalid-value"),
        ("steps", "invalid-value"),
        ("tiled", "invalid-value"),
    ]
    assert expansion.count == 0
    assert not expansion.ok
    assert expansion.factors == ()
    assert expansion.problems[0].suggestion == "steps"
    assert [(p.start, p.end) for p in expansion.problems[6:8]] == [(2, 3), (4, 7)]
    assert "150" in expansion.problems[7].message


def test_one_unclosed_for_each_open_bracket() -> None:
    expansion = planned("a [b,[c")
    assert [(p.start, p.kind) for p in expansion.problems] == [(2, "unclosed"), (5, "unclosed")]


def test_an_open_bracket_hides_nothing_that_is_closed_inside_it() -> None:
    known = lookups_of({"weather": ["sun", "rain"], "color": ["red", "blue"]})
    found = planned("A [red dog at [wether]", known).problems
    assert [(str(p.kind), p.start, p.end, p.suggestion) for p in found] == [
        ("unclosed", 2, 3, "\\["),
        ("unknown-lookup", 14, 22, "[weather]"),
    ]
    assert kinds("[a,[colour]", known) == ["unclosed", "unknown-lookup"]
    assert kinds("[a,[b]", known) == ["unclosed"]
    nested = planned("🐈 [nope] [a [zzz]; [b [colr] [50mm] [=no]", known).problems
    assert [(str(p.kind), p.start, p.end) for p in nested] == [
        ("unknown-lookup", 2, 8),
        ("unclosed", 9, 10),
        ("unknown-lookup", 12, 17),
        ("unclosed", 19, 20),
        ("unknown-lookup", 22, 28),
        ("single", 29, 35),
        ("unbound", 36, 41),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[color dog [=color]",
        "[x=color dog [=x]",
        "[?color, [=color]",
        "[a [color], [=color]",
        "[[x=a,b], [=x->1,2,3]",
        "[a [x=a,b|c] [=x]",
    ],
)
def test_what_an_open_bracket_may_still_choose_is_not_called_missing(text: str) -> None:
    assert set(kinds(text)) <= {"unclosed", "mixed"}


def test_faults_in_lookups_have_the_way_there() -> None:
    known = lookups_of({"A": ["x", "# r", "  y [b] z"], "b": ["[c,d|e]", "[nope]"]})
    expansion = planned("see [A]", known)
    assert {p.kind for p in expansion.problems} == {ProblemKind.MIXED, ProblemKind.UNKNOWN_LOOKUP}
    assert {(p.start, p.end) for p in expansion.problems} == {(4, 7)}
    assert expansion.problems[0].path == (PathStep("A", 3, 4, 7), PathStep("b", 1, 0, 7))
    assert expansion.problems[1].path == (PathStep("A", 3, 4, 7), PathStep("b", 2, 0, 6))


def test_a_cycle_names_its_way() -> None:
    found = problem("[loop]")
    assert [step.lookup for step in found.path] == ["loop", "pool"]
    assert "loop → pool → loop" in found.message
    assert problem("[x]", lookups_of({"x": ["[x]"]})).path == (PathStep("x", 1, 0, 3),)


def test_unbound_inside_a_lookup_is_told_where_it_is_used() -> None:
    found = problem("a [outfit]")
    assert (found.kind, found.start, found.end) == ("unbound", 2, 10)
    assert found.path == (PathStep("outfit", 1, 0, 8),)
    assert texts("[color] [outfit]")[0] == "red red hat"


def test_a_reference_in_the_second_text_needs_every_sub_prompt_of_the_first() -> None:
    assert kinds("[color] x || y", negative_prompt="[=color]") == ["unbound"]
    assert kinds("[color] x || [color] y", negative_prompt="[=color]") == []
    assert kinds("[c=a,b] x || [c=a,b,d] y", negative_prompt="[=c->1,2]") == ["length"]


def test_lengths_name_both_counts() -> None:
    assert "3 choices" in problem("[color] [=color->a,b]").message
    assert "2 options" in problem("[color] [=color->a,b]").message


def test_depth_counts_brackets_and_lookups_together() -> None:
    chain = {f"l{n}": [f"[l{n + 1}]"] for n in range(49)} | {"l49": ["x"]}
    assert texts("[l0]", lookups_of(chain)) == ["x"]
    assert kinds("[a,[l0]]", lookups_of(chain)) == ["too-deep"]
    assert kinds("[a," * 50 + "]" * 50) == []
    assert kinds("[a," * 51 + "]" * 51) == ["too-deep"]


def test_too_long_and_too_many() -> None:
    assert kinds("x" * 100_000) == []
    assert kinds("x" * 100_001) == ["too-long"]
    assert kinds("[a=" + "x" * 60_000 + ",y][=a]") == ["too-long"]
    assert kinds("[1..1000]" * 10) == ["too-many"]
    assert planned("[1..1000]" * 9 + "[1..999]").count == 999 * 10**27
    assert kinds("[w]", lookups_of({"w": ["x"] * 100_001})) == ["too-many"]
    doubling = {f"l{n}": [f"[l{n + 1}][l{n + 1}]"] for n in range(40)} | {"l40": ["x"]}
    assert kinds("[l0]", lookups_of(doubling)) == ["too-long"]


def test_warnings_stop_nothing() -> None:
    expansion = planned("[red,red] [color,dog] [1,1..3] [a|a] a", steps="8,8")
    assert expansion.ok
    assert [(str(w.kind), w.start, w.end) for w in expansion.warnings] == [
        ("duplicate", 5, 8),
        ("option-named-like-lookup", 11, 16),
        ("duplicate", 25, 29),
        ("duplicate", 2, 3),
    ]
    assert expansion.warnings[1].suggestion == "[color]"
    twice = planned("[w]", lookups_of({"w": ["a", "b", "a"]}))
    assert [(w.kind, w.path[0].line) for w in twice.warnings] == [(ProblemKind.DUPLICATE, 3)]


def test_repeats_below_one_are_a_problem() -> None:
    assert [p.parameter for p in planned("x", repeats=0).problems] == ["repeats"]


def test_a_text_that_is_torn_off_causes_no_follow_up_problems() -> None:
    assert kinds("a [color", negative_prompt="[=color]") == ["unclosed"]
    assert kinds("a [colr] [=colr]") == ["unknown-lookup"]
    assert kinds("[x=a,b|c] [=x->1,2]") == ["mixed"]
