"""What stands in the form, as values."""

from __future__ import annotations

import pytest

from imagen.domain.ordering import Priority, SeedPolicy
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from imagen.services.order_request import OrderRequest
from imagen.ui.pages.order.state import FormState

SPEC = ParameterSetSpec(
    (
        ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT),
        ParameterSpec("steps", ParameterType.INTEGER, interpolation=Interpolation.VALUES),
    )
)


def test_what_is_written_is_read_again() -> None:
    state = FormState(
        "sketch:sketch",
        {"prompt": "a [b,c]", "image": ["product:1"]},
        seed=7,
        seed_policy=SeedPolicy.PER_REPEAT,
        repeats=3,
        sample=5,
        excluded=(1, 4),
        one_of_each_first=True,
        priority=Priority.BACKGROUND,
    )
    assert FormState.read(state.write()) == state


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"parameters": "no mapping", "seed": "x", "repeats": None, "sample": True, "excluded": 5},
        {"seed_policy": "unheard of", "priority": 3, "excluded": ["a", None], "seed": 2**70, "model_key": None},
    ],
)
def test_what_cannot_be_understood_means_the_default(kept: dict[str, object]) -> None:
    state = FormState.read(kept)
    assert state.repeats == 1
    assert state.sample is None
    assert state.excluded == ()
    assert state.parameters == {}
    assert state.seed_policy is SeedPolicy.AS_GIVEN
    assert 0 <= state.seed < 2**53


def test_a_request_holds_only_what_the_model_takes_and_was_filled_in() -> None:
    state = FormState("m", {"prompt": "a", "steps": " ", "strength": "0.5"})
    assert state.request(SPEC, None).parameters == {"prompt": "a"}


def test_forms_with_the_same_meaning_differ_only_in_the_draw() -> None:
    first = FormState.of_request(OrderRequest("m", {"prompt": "a [?b,c]"}))
    again = FormState.of_request(OrderRequest("m", {"prompt": "a [?b,c]", "steps": ""}))
    assert first.seed != again.seed
    assert first.meaning == again.meaning
    assert first.meaning != first.with_parameter("steps", "8").meaning


def test_a_form_is_recognised_by_its_prompt() -> None:
    assert FormState("m", {"negative_prompt": "x" * 90, "prompt": "a fox"}).title == "a fox"
    assert FormState("m", {}).title == "m"
    assert FormState("m", {"prompt": " "}).is_empty
