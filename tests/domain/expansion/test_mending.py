"""Mends: what each writes, where typing goes on, and that what is mended is mended."""

from __future__ import annotations

import pytest

from imagen.domain.expansion import Problem, ProblemKind
from imagen.domain.expansion.mending import Mend, mends
from tests.domain.expansion.kit import lookups_of, planned

KNOWN = lookups_of({"weather": ["sun", "rain"], "hair color": ["brown"], "color": ["red", "blue", "green"]})


def problems(text: str) -> tuple[Problem, ...]:
    found = planned(text, KNOWN)
    return (*found.problems, *found.warnings)


def offered(text: str, kind: str) -> dict[str, str]:
    """Give what the mends of the first problem of a kind make of a text, with `^` where typing goes on."""
    problem = next(problem for problem in problems(text) if problem.kind == kind)
    return {f"{mend.label} {mend.code}".strip(): shown(mend, text) for mend in mends(text, problem, KNOWN.names)}


def shown(mend: Mend, text: str) -> str:
    done = mend.applied(text)
    at = None if mend.caret is None else mend.start + mend.caret
    return done if at is None else f"{done[:at]}^{done[at:]}"


def test_a_bracket_is_closed_behind_a_word_or_at_the_end() -> None:
    assert offered("A [red dog at [wether]", "unclosed") == {
        "Close after “red”": "A [red^] dog at [wether]",
        "Close at the end": "A [red dog at [wether]^]",
        "Take it literally": "A \\[red dog at [wether]",
    }


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("🐈 [red,blue dog, asleep", "🐈 [red,blue]^ dog, asleep"),
        ("A [dark red, light blue dog at sea", "A [dark red, light blue]^ dog at sea"),
        ("A [red, blue, green dog.", "A [red, blue, green]^ dog."),
        ("A [hair color dog", "A [hair color]^ dog"),
        ("A [?color dog", "A [?color]^ dog"),
        ("A [x=red|blue. More", "A [x=red|blue]^. More"),
        ("[1..4 dogs", "[1..4]^ dogs"),
        ("[color] [=color dog", "[color] [=color]^ dog"),
        ("[color] [=color->a,b,c dog", "[color] [=color->a,b,c]^ dog"),
        ("A [[color] dog,cat", "A [[color] dog,cat]^"),
        ("A [red,blue || x", "A [red,blue]^ || x"),
        ("A [red,blue\\] dog", "A [red,blue\\]]^ dog"),
        ("A [red,blue dog [1..3", "A [red,blue]^ dog [1..3"),
    ],
)
def test_the_first_guess_closes_where_the_options_likely_end(text: str, closed: str) -> None:
    found = offered(text, "unclosed")
    assert next(iter(found.values())) == closed


def test_a_name_that_is_nearly_one_is_closed_and_mended_at_once() -> None:
    assert offered("A [wether in town", "unclosed")["Use [weather]"] == "A [weather]^ in town"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "a [wether]",
            "unknown-lookup",
            {"Use weather": "a [weather]^", "Take it literally": "a \\[wether\\]"},
        ),
        ("a [zzzz]", "unknown-lookup", {"Add an option": "a [zzzz,^]", "Take it literally": "a \\[zzzz\\]"}),
        ("[50mm] x", "single", {"Add an option": "[50mm,^] x", "Take it literally": "\\[50mm\\] x"}),
        ("x ]", "unmatched-close", {"Take it literally": "x \\]", "Take it away": "x "}),
        ("x [] y", "empty", {"Take it away": "x  y", "Take it literally": "x \\[\\] y"}),
        (
            "[a,b|c]",
            "mixed",
            {
                "Take each: [a,b,c]": "[a,b,c]^",
                "Take one at random: [a|b|c]": "[a|b|c]^",
                "Use [a,b\\|c]": "[a,b\\|c]^",
            },
        ),
        ("[a b=1,c]", "bad-name", {"Take = literally": "[a b\\=1,c]"}),
        ("[=color]", "unbound", {"Choose here: [color]": "[color]^", "Take it literally": "\\[=color\\]"}),
        ("[red,blue,red]", "duplicate", {"Take it away": "[red,blue]"}),
        ("[red,red]", "duplicate", {}),
        ("[color,dog]", "option-named-like-lookup", {"Use [color]": "[[color]^,dog]"}),
    ],
)
def test_each_problem_has_its_mends(text: str, kind: str, expected: dict[str, str]) -> None:
    assert offered(text, kind) == expected


def test_what_is_taken_literally_inside_a_list_stays_one_option() -> None:
    mended = offered("[a,[b|c,d=e],f]", "mixed")
    assert "Take it literally" not in mended
    assert offered("[a,[??b,c],[=1x,y],f]", "bad-name")["Take it literally"] == "[a,[??b,c],\\[\\=1x\\,y\\],f]"


@pytest.mark.parametrize(
    "text",
    [
        "A [red dog at [wether]",
        "[] [50mm] [colr] [1...3] ]",
        "[a b=1,c] [[color]]",
        "[a||b]",
        "[a,b|c] [=color] [color,x,x]",
        "[a,[50mm],[zzzz]]",
        "🐈🐈 [wether] [red,blue",
    ],
)
def test_no_mend_leaves_the_problem_where_it_was(text: str) -> None:
    for problem in problems(text):
        if problem.kind is ProblemKind.SINGLE:
            continue  # an option is still to be typed
        for mend in mends(text, problem, KNOWN.names):
            after = {(p.kind, p.start) for p in problems(mend.applied(text))}
            assert (problem.kind, problem.start) not in after, (problem, mend)


def test_values_are_mended_without_brackets() -> None:
    def done(steps: str) -> list[str]:
        found = planned("x", steps=steps)
        return [m.applied(steps) for p in (*found.problems, *found.warnings) for m in mends(steps, p)]

    assert done("8,,9") == ["8,9"]
    assert done("8,8") == ["8"]
    assert done("8,9|10") == ["8,9,10", "8|9|10"]
    assert done("900") == []


def test_a_fault_inside_a_lookup_is_not_mended_in_the_text() -> None:
    known = lookups_of({"A": ["[nope]"]})
    (found,) = planned("see [A]", known).problems
    assert mends("see [A]", found, known.names) == ()
