"""What is said when a form goes along to another model."""

from __future__ import annotations

from typing import Any

from imagen.domain.expansion import Lookups, plan
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType, Role, UIHints
from imagen.services.views import PlanView
from imagen.ui.pages.order.kept_note import left_behind, not_taken
from imagen.ui.pages.order.kept_numbers import Kept, kept_numbers
from imagen.ui.pages.order.state import FormState

PROMPT = ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT, role=Role.PROMPT)
SEED = ParameterSpec("seed", ParameterType.INTEGER, interpolation=Interpolation.VALUES, role=Role.SEED)
OUTPUTS = ParameterSpec("num_outputs", ParameterType.INTEGER, default=1, ui=UIHints(label="Pictures"))
SPEC = ParameterSetSpec((PROMPT, SEED))


def form(prompt: str = "a fox", seed: str | None = None, **more: Any) -> FormState:
    return FormState("any:model", {"prompt": prompt, "seed": seed}, **more)


def kept(now: FormState, before: FormState | None = None) -> Kept | None:
    said = {name: value for name, value in now.parameters.items() if value is not None}
    expansion = plan(SPEC, said, Lookups.of({}), seed=1, repeats=now.repeats)
    count = min(expansion.count, now.sample or expansion.count)
    view = PlanView(count, expansion.count, 1, expansion.factors, None, None, (), (), ())
    return kept_numbers(before or now, now, SPEC, view)


def test_seeds_and_repeats_that_multiply_are_named_and_set_back() -> None:
    found = kept(form(seed="1..12", repeats=40, excluded=(3,)))
    assert found is not None
    assert found.said == ("Seed 1..12", "Repeats 40")
    assert (found.without.repeats, found.without.parameters["seed"], found.without.excluded) == (1, None, ())


def test_what_was_changed_since_is_meant() -> None:
    assert kept(form(repeats=3), before=form(repeats=40)) is None
    found = kept(form(seed="1,2", repeats=40), before=form(seed="1..12", repeats=40))
    assert found is not None
    assert found.said == ("Repeats 40",)
    assert found.without.parameters["seed"] == "1,2"


def test_nothing_is_said_of_what_multiplies_nothing() -> None:
    assert kept(form("a [red,blue] fox")) is None
    assert kept(form(seed="7")) is None
    assert kept(form("a [1..100] fox", sample=5)) is None


def test_a_sample_is_set_back_only_where_that_buys_no_more() -> None:
    whole = kept(form("a [red,blue] fox", repeats=40, sample=12))
    assert whole is not None
    assert (whole.said, whole.without.sample) == (("Repeats 40", "Sample 12"), None)
    part = kept(form("a [1..100] fox", repeats=40, sample=12))
    assert part is not None
    assert (part.said, part.without.sample) == (("Repeats 40",), 12)


def test_what_does_not_go_along_is_named_by_its_label() -> None:
    before = ParameterSetSpec((PROMPT, SEED, OUTPUTS))
    assert not_taken(before, SPEC, {"prompt": "a fox", "num_outputs": 4}) == ["Pictures"]
    assert not_taken(before, SPEC, {"prompt": "a fox", "num_outputs": 1}) == []


def test_the_sentence_fits_what_it_names() -> None:
    assert left_behind([]) == ""
    assert left_behind(["Pictures"]) == "Not carried over: Pictures. It comes back with a model that takes it."
    assert (
        left_behind(["Style", "Lyrics"])
        == "Not carried over: Style, Lyrics. They come back with a model that takes them."
    )
    assert left_behind(list("abcdef")).startswith("Not carried over: a, b, c, d and more.")
