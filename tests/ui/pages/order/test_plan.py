"""The plan in words and as a table, from real expansions."""

from __future__ import annotations

import pytest

from imagen.domain.expansion import Expansion, Lookups, plan
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    UIHints,
    ValidationRules,
)
from imagen.services.views import PlannedGeneration, PlanView
from imagen.ui.components.wording import duration, money
from imagen.ui.pages.order.order_bar import reason
from imagen.ui.pages.order.plan_rows import columns, rows
from imagen.ui.pages.order.wording import (
    estimate,
    factor_sentence,
    field_count,
    invitation,
    made_by,
    random_note,
    whole_number,
)

SPEC = ParameterSetSpec(
    (
        ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT),
        ParameterSpec(
            "steps",
            ParameterType.INTEGER,
            interpolation=Interpolation.VALUES,
            rules=ValidationRules(maximum=50),
        ),
    )
)
LOOKUPS = Lookups.of({"season": "spring\nsummer\nautumn\nwinter", "city": "Oslo\nRome"})


def expand(prompt: str, steps: str = "", repeats: int = 1) -> Expansion:
    return plan(SPEC, {"prompt": prompt, "steps": steps}, LOOKUPS, seed=1, repeats=repeats)


def planned(expansion: Expansion) -> list[PlannedGeneration]:
    made = expansion.between(0, expansion.count)
    return [PlannedGeneration(e.index, e.repeat, e.parameters, e.choices) for e in made]


def test_the_factors_read_like_a_sentence() -> None:
    expansion = expand("A [season] in [city], [red,blue,teal] [a|b]", "8,10,12", repeats=2)
    assert factor_sentence(expansion.factors) == "4 of season × 2 of city × 3 × 3 of steps × 2 repeats"
    assert random_note(expansion.factors) == "1 pick at random"
    assert field_count(expansion.factors, "prompt") == "×24"
    assert field_count(expansion.factors, "steps") == "×3"


def test_one_factor_alone_still_says_what_it_counts() -> None:
    assert factor_sentence(expand("A [red,blue] fox").factors) == "2 options"
    assert factor_sentence(expand("A fox").factors) == ""


def test_rows_hold_only_what_differs() -> None:
    expansion = expand("A [red,blue] [season]", "8|9", repeats=2)
    assert [c["label"] for c in columns(expansion.factors)] == ["red/blue", "season", "steps", "Repeat"]
    made = rows(expansion.factors, planned(expansion), excluded={1})
    assert len(made) == 16
    assert made[0]["cells"][:2] == ["red", "spring"]
    assert made[0]["cells"][3] == "1"
    assert made[1]["cells"][3] == "2"
    assert [row["checked"] for row in made[:3]] == [True, False, True]


def test_sub_prompts_have_a_column_of_their_own() -> None:
    expansion = expand("A [red,blue] fox || An owl")
    made = rows(expansion.factors, planned(expansion), excluded=())
    assert [row["cells"] for row in made] == [["A red fox", "red"], ["A blue fox", "blue"], ["An owl", "–"]]


@pytest.mark.parametrize(
    ("micros", "said"), [(None, "cost unknown"), (0, "free"), (2500, "$0.0025"), (36_000_000, "$36.00")]
)
def test_money(micros: int | None, said: str) -> None:
    assert money(micros) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (1.24, "1.2 s"), (61, "61 s"), (360, "6 min"), (9e4, "25.0 h")]
)
def test_time(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ((None,), ""),
        ((0, 0.1, 0.7, 1), "under 1 s"),
        ((1.1, 1.9, 2), "about 2 s"),
        ((10.2, 13.9), "about 15 s"),
        ((41, 48), "about 50 s"),
        ((62, 119), "about 2 min"),
        ((611, 890), "about 15 min"),
        ((7300, 10_000), "about 3 h"),
    ],
)
def test_an_estimate_does_not_wobble(about: tuple[float | None, ...], said: str) -> None:
    assert {estimate(seconds) for seconds in about} == {said}


def test_what_is_missing_is_an_invitation() -> None:
    prompt = ParameterSpec("prompt", ParameterType.TEXT, role=Role.PROMPT)
    image = ParameterSpec("image", ParameterType.IMAGE, ui=UIHints(label="Image to work on"))
    assert invitation([prompt, image]) == "Write a prompt to see what it makes."
    assert invitation([image]) == "Add an image to see what it makes."


def test_counts_beyond_reading_are_rounded() -> None:
    assert whole_number(1_000_000_000) == "1,000,000,000"
    assert whole_number(10**18) == "1.0 × 10^18"


@pytest.mark.parametrize(
    ("count", "outputs", "kind", "said"),
    [
        (1, 1, "image", "1 generation"),
        (1, 4, "image", "1 generation · 4 pictures"),
        (12, 48, "video", "12 generations · 48 videos"),
        (1_000, 1_000, "audio", "1,000 generations"),
    ],
)
def test_generations_that_make_several_say_how_many_that_are(count: int, outputs: int, kind: str, said: str) -> None:
    view = PlanView(count, count, 1, (), None, None, (), (), (), outputs=outputs, output_kind=kind)
    assert made_by(view) == said


def test_the_bar_names_the_fields_that_say_more() -> None:
    errors = expand("A [wether] in [red,", "800").problems
    assert reason(errors, {"prompt": "Prompt", "steps": "Steps"}) == "3 things are to be mended in Prompt and Steps."
    assert reason(errors[-1:], {"steps": "Steps"}) == errors[-1].message


def test_long_lists_are_named_by_their_ends_and_twins_are_told_apart() -> None:
    found = columns(expand("A [1..9] by [1..9] [red,blue]").factors)
    assert [column["label"] for column in found] == ["1 … 9", "1 … 9 (2)", "red/blue"]
