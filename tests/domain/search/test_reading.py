"""What single searches are read as, what is wrong with them and where, and how they are written."""

from __future__ import annotations

from datetime import date

import pytest

from imagen.domain.search import (
    Among,
    Both,
    Chosen,
    Either,
    Everything,
    Figure,
    Key,
    Measure,
    Node,
    Not,
    Orientation,
    ProblemKind,
    Size,
    When,
    Words,
    all_problems,
    as_typed,
    asks_for,
    meant,
    parse,
    render,
    unknown_names,
)
from imagen.domain.search.dates import read_days
from imagen.domain.search.nodes import Bytes, Days, Exactly, Period, Pixels, Span
from imagen.domain.search.parser import DEEPEST, LONGEST, MOST_TERMS
from tests.domain.search.names import NAMES

FOX, RED = Words("fox"), Words("red")
LIKED = Among(Key.IS, ("liked",))
GOOD = Measure(Key.RATING, (Span(3, None),))

READ: tuple[tuple[str, Node], ...] = (
    ("", Everything()),
    ("   ", Everything()),
    ("red fox", Both((RED, FOX))),
    ('"red fox"', Words("red fox")),
    ('"say \\"hi\\" \\\\ \\n"', Words('say "hi" \\ \\n')),
    ("red-fox don't", Both((Words("red-fox"), Words("don't")))),
    ("fox*", Words("fox", unfinished=True)),
    ("-fox", Not(FOX)),
    ("--fox", FOX),
    ('-"red fox"', Not(Words("red fox"))),
    ("red OR fox", Either((RED, FOX))),
    ("red or fox", Both((RED, Words("or"), FOX))),
    ('red "OR" fox', Both((RED, Words("OR"), FOX))),
    ("red fox OR liked", Either((Both((RED, FOX)), LIKED))),
    ("(red OR fox) liked", Both((Either((RED, FOX)), LIKED))),
    ("-(red fox)", Not(Both((RED, FOX)))),
    ("red(fox)", Both((RED, FOX))),
    ("LIKED", LIKED),
    ('"liked"', Words("liked")),
    ("-liked", Not(LIKED)),
    ("is:blocked,Missing", Among(Key.IS, ("blocked", "missing"))),
    ("Type:IMAGE", Among(Key.TYPE, ("image",))),
    ('tag:"my tag",b', Among(Key.TAG, ("my tag", "b"))),
    ('tag:"a,b"', Among(Key.TAG, ("a,b",))),
    ("model:fal:fal-ai/flux/dev", Among(Key.MODEL, ("fal:fal-ai/flux/dev",))),
    ("order:#12,7", Among(Key.ORDER, ("12", "7"))),
    ("seed:42", Figure("seed", (Span(42, 42),))),
    ("seed:-1", Figure("seed", (Span(-1, -1),))),
    ("steps:20..40", Figure("steps", (Span(20, 40),))),
    ("CFG:>3.5", Figure("cfg", (Span(3.5, None, low_open=True),))),
    ("lora_scale:<=.5,2..", Figure("lora_scale", (Span(None, 0.5), Span(2, None)))),
    ("width:>=1024px", Measure(Key.WIDTH, (Span(1024, None),))),
    ("rating:>=good", GOOD),
    ("rating:poor..good", Measure(Key.RATING, (Span(1, 3),))),
    ("length:1min..2min", Measure(Key.LENGTH, (Span(60_000, 120_000),))),
    ("length:<1.5", Measure(Key.LENGTH, (Span(None, 1500, high_open=True),))),
    ("size:portrait", Size((Orientation.PORTRAIT,))),
    ("size:1024x768,>2mp,<=5mb", Size((Exactly(1024, 768), Pixels(Span(2_000_000, None, True)), Bytes(Span(None, 5_000_000))))),
    ("date:2026-11-21", When((Days(Period("2026-11-21"), Period("2026-11-21")),))),
    ("date:last week fox", Both((When((Days(Period("last-week"), Period("last-week")),)), FOX))),
    ("date:lastweek", When((Days(Period("last-week"), Period("last-week")),))),
    ("date:2026-01..2026-3", When((Days(Period("2026-01"), Period("2026-03")),))),
    ("date:>=7d", When((Days(Period("7d"), None),))),
    ("color=red", Chosen("color", ("red",))),
    ('"hair color"="deep red",black', Chosen("hair color", ("deep red", "black"))),
)  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), READ)
def test_searches_are_read(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.problems == ()
    assert parsed.tree == tree


WRONG: tuple[tuple[str, ProblemKind, str, str], ...] = (
    ('fox "red', ProblemKind.UNCLOSED_QUOTE, '"red', 'fox "red"'),
    ('fox "', ProblemKind.UNCLOSED_QUOTE, '"', "fox "),
    ("(fox", ProblemKind.UNCLOSED, "(", "fox"),
    ("type:image(fox,", ProblemKind.UNCLOSED, "(", "type:image fox,"),
    ("type:image)fox", ProblemKind.UNMATCHED_CLOSE, ")", "type:image fox"),
    ("fox)", ProblemKind.UNMATCHED_CLOSE, ")", "fox"),
    ("fox ()", ProblemKind.EMPTY, "()", "fox "),
    ("fox -", ProblemKind.LONELY, "-", "fox "),
    ("- fox", ProblemKind.LONELY, "-", " fox"),
    ("OR fox", ProblemKind.LONELY, "OR", " fox"),
    ("fox OR", ProblemKind.LONELY, "OR", "fox "),
    ("typ:image", ProblemKind.UNKNOWN_KEY, "typ:image", "type:image"),
    ("foo:bar", ProblemKind.UNKNOWN_KEY, "foo:bar", '"foo:bar"'),
    ("=red", ProblemKind.UNKNOWN_KEY, "=red", '"=red"'),
    ("tag:", ProblemKind.NO_VALUE, "tag:", "tag:none"),
    ("rating: good", ProblemKind.NO_VALUE, "rating: good", "rating:good"),
    ("tag:a,,b", ProblemKind.NO_VALUE, ",", "tag:a,b"),
    ("color=", ProblemKind.NO_VALUE, "color=", '"color="'),
    ("type:imgae", ProblemKind.BAD_VALUE, "imgae", "type:image"),
    ("type:video,imgae", ProblemKind.BAD_VALUE, "imgae", "type:video,image"),
    ("is:lked", ProblemKind.BAD_VALUE, "lked", "is:liked"),
    ("rating:>=god", ProblemKind.BAD_VALUE, ">=god", "rating:>=good"),
    ("rating:5", ProblemKind.BAD_VALUE, "5", "rating:excellent"),
    ("steps:20-40", ProblemKind.BAD_VALUE, "20-40", "steps:20..40"),
    ("steps:40..20", ProblemKind.BAD_VALUE, "40..20", "steps:20..40"),
    ("steps>=20", ProblemKind.BAD_VALUE, "steps>=20", "steps:>=20"),
    ("date:2026/11/21", ProblemKind.BAD_VALUE, "2026/11/21", "date:2026-11-21"),
    ("date:2026-02-30", ProblemKind.BAD_VALUE, "2026-02-30", "date:today"),
    ("date:yesterdy", ProblemKind.BAD_VALUE, "yesterdy", "date:yesterday"),
    ("size:potrait", ProblemKind.BAD_VALUE, "potrait", "size:portrait"),
    ("size:>2", ProblemKind.BAD_VALUE, ">2", "size:>2mp"),
    ("order:twelve", ProblemKind.BAD_VALUE, "twelve", "order:1"),
    ("fox !!", ProblemKind.NO_WORD, "!!", "fox "),
)


@pytest.mark.parametrize(("text", "kind", "marked", "mended"), WRONG)
def test_what_is_wrong_is_marked_and_can_be_mended(text: str, kind: ProblemKind, marked: str, mended: str) -> None:
    (problem,) = parse(text).problems
    assert problem.kind is kind
    assert text[problem.start : problem.end] == marked
    assert problem.mended(text) == mended
    assert parse(mended).problems == ()


def test_what_is_right_is_searched_for_beside_what_is_wrong() -> None:
    parsed = parse("fox type:imgae (red foo:bar OR liked) rating:")
    assert parsed.tree == Both((FOX, Either((RED, LIKED))))
    assert [problem.kind for problem in parsed.problems] == ["bad-value", "unknown-key", "no-value"]


def test_a_search_has_its_limits() -> None:
    (long,) = parse("fox " * LONGEST).problems[-1:]
    assert long.kind is ProblemKind.TOO_LONG
    many = parse("fox " * (MOST_TERMS + 1))
    assert [problem.kind for problem in many.problems] == [ProblemKind.TOO_MANY]
    assert len(many.placed) == MOST_TERMS
    deep = parse("(" * (DEEPEST + 1) + "fox" + ")" * (DEEPEST + 1))
    assert [problem.kind for problem in deep.problems] == [ProblemKind.TOO_DEEP]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"fox"', "fox"),
        ('tag:"print"', "tag:print"),
        ("date:last week", "date:last-week"),
        ("size:>1.5mp", "size:>1.5mp"),
        ("length:90s", "length:90s"),
        ("(red OR (fox OR liked))", "red OR fox OR liked"),
        ("-(-fox)", "fox"),
        ("is:liked", "liked"),
        ("cfg:7.50", "cfg:7.5"),
    ],
)
def test_searches_are_written_in_one_way(text: str, written: str) -> None:
    assert render(parse(text).tree) == written


@pytest.mark.parametrize(
    ("written", "first", "after"),
    [
        ("2026-11-21", date(2026, 11, 21), date(2026, 11, 22)),
        ("2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("today", date(2026, 11, 21), date(2026, 11, 22)),
        ("yesterday", date(2026, 11, 20), date(2026, 11, 21)),
        ("this-week", date(2026, 11, 16), date(2026, 11, 23)),
        ("last-week", date(2026, 11, 9), date(2026, 11, 16)),
        ("last-month", date(2026, 10, 1), date(2026, 11, 1)),
        ("last-year", date(2025, 1, 1), date(2026, 1, 1)),
        ("7d", date(2026, 11, 14), date(2026, 11, 22)),
        ("2w", date(2026, 11, 7), date(2026, 11, 22)),
        ("9m", date(2026, 2, 21), date(2026, 11, 22)),
        ("1y", date(2025, 11, 21), date(2026, 11, 22)),
        ("2026-01..2026-02", date(2026, 1, 1), date(2026, 3, 1)),
        (">2026-10", date(2026, 11, 1), None),
        (">=2026-10", date(2026, 10, 1), None),
        ("<today", None, date(2026, 11, 21)),
        ("<=today", None, date(2026, 11, 22)),
        ("..yesterday", None, date(2026, 11, 21)),
    ],
)
def test_dates_are_days_of_the_calendar(written: str, first: date | None, after: date | None) -> None:
    days = read_days(written)
    assert days is not None
    low, high = days.bounds(date(2026, 11, 21))
    assert low == (first or date(1, 1, 2))
    assert high == (after or date(9999, 12, 30))


def test_days_stay_days_at_the_ends_of_months() -> None:
    days = read_days("1m")
    assert days is not None
    assert days.bounds(date(2026, 3, 31))[0] == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("red fo", Both((RED, Words("fo", unfinished=True)))),
        ("red fox ", Both((RED, FOX))),
        ('"fox"', FOX),
        ("fox type:image", Both((FOX, Among(Key.TYPE, ("image",))))),
        ("-fo", Not(Words("fo", unfinished=True))),
    ],
)
def test_the_last_word_may_be_unfinished_while_one_types(text: str, tree: Node) -> None:
    assert as_typed(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("tag:print project:foxes model:flux provider:FAL family:flux steps:20 top_k:3 color=RED", []),
        ("tag:none project:none collection:none", []),
        ("tag:prnt", ["tag:print"]),
        ('tag:print,"my tg"', ['tag:print,"my tag"']),
        ("model:sketsh:sketch", ["model:sketch:sketch"]),
        ("topk:3", ["top_k:3"]),
        ("colour=red", ["color=red"]),
        ("color=blu", ["color=blue"]),
        ("project:xyzzy", [None]),
    ],
)
def test_names_that_nothing_has_are_warned_of(text: str, suggestions: list[str | None]) -> None:
    problems = unknown_names(parse(text), NAMES)
    assert [problem.suggestion for problem in problems] == suggestions
    assert all(problem.kind.is_warning for problem in problems)
    assert all(unknown_names(parse(p.mended(text)), NAMES) == () for p in problems if p.suggestion)


MEANT = (
    ("color:red", "color:red", "color=red"),
    ("fox color: red", "color: red", "fox color=red"),
    ("color: fox", "color:", "color=red fox"),
    ("color:reed", "color:reed", "color=red"),
    ("-Color:blue", "Color:blue", "-color=blue"),
    ("color=", "color=", "color=red"),
    ('"hair color":black', '"hair color":black', '"hair color"=black'),
    ("top_k:abc", "top_k:abc", "top_k:>=1"),
    ("foo:bar", "foo:bar", '"foo:bar"'),
)


@pytest.mark.parametrize(("text", "marked", "mended"), MEANT)
def test_a_choice_that_was_written_like_a_key_is_mended(text: str, marked: str, mended: str) -> None:
    (problem,) = all_problems(parse(text), NAMES)
    assert text[problem.start : problem.end] == marked
    assert problem.mended(text) == mended
    assert all_problems(parse(mended), NAMES) == ()


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        ("fox red", ("fox color=red",)),
        ("deep", ('color="deep red"',)),
        ("-red", ()),
        ("fox OR red", ()),
        ("wolf", ()),
        ("color=red", ()),
    ],
)
def test_a_word_may_mean_a_choice(text: str, searches: tuple[str, ...]) -> None:
    assert meant(parse(text), NAMES) == searches


def test_a_value_says_how_it_is_asked_for() -> None:
    told = {
        name: asks_for(name, value, NAMES) for name, value in (("color", "deep red"), ("top_k", 3), ("top_k", True))
    }
    assert told == {"color": 'color="deep red"', "top_k": ""}
    assert asks_for("top_k", 3, NAMES) == "top_k:3"
    assert (
        asks_for("top_k", float("nan"), NAMES) == asks_for("color", "", NAMES) == asks_for("size", "big", NAMES) == ""
    )
