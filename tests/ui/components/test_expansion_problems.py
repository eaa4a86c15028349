"""Problems of a lookup's values stand at their line, with a mend where a known name is near."""

from __future__ import annotations

from imagen.domain.expansion import Lookups, Problem, plan
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from imagen.ui.components.expansion_problems import MOST_MENDED, as_editor_problems, in_values

SPEC = ParameterSetSpec((ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT),))


def problems(values: str, **known: str) -> tuple[Problem, ...]:
    return plan(SPEC, {"prompt": "[mine]"}, Lookups.of({"mine": values, **known}), seed=1).problems


def test_each_stands_at_its_line_in_code_points() -> None:
    values = "fine 🌆\nin the [wether]\n\n[a,b"
    shown = in_values(problems(values, weather="rain"), values, "mine", ["weather", "mine"])
    places = [values[problem["start"] : problem["end"]] for problem in shown]
    assert places == ["[wether]", "["]
    assert shown[0]["mends"][0]["code"] == "weather"
    assert [problem["message"][:7] for problem in shown] == ["Line 2:", "Line 4:"]
    assert not any("In the lookup" in problem["message"] for problem in shown)


def test_a_random_pick_keeps_its_sign_in_the_mend() -> None:
    shown = in_values(problems("[?wether]", weather="rain"), "[?wether]", "mine", ["weather"])
    assert shown[0]["mends"][0]["text"] == "[?weather]"


def test_a_fault_in_another_lookup_names_it_and_offers_no_mend_here() -> None:
    (shown,) = in_values(problems("a [other]", other="x\n[nope]"), "a [other]", "mine", ["other", "nopes"])
    assert "other" in shown["message"]
    assert shown["mends"] == []
    assert shown["lookup"] == "other"
    assert shown["kind"] == "in-lookup"


def test_a_reference_that_a_prompt_may_bind_is_a_warning() -> None:
    (shown,) = in_values(problems("[=color] coat"), "[=color] coat", "mine")
    assert shown["warning"] is True


def test_mends_inside_a_lookup_stand_at_their_line() -> None:
    values = "🌆 fine\nin the [red,blue dog"
    (shown,) = in_values(problems(values), values, "mine")
    close = shown["mends"][0]
    assert close["label"] == "Close after “blue”"
    assert values[: close["start"]] + close["text"] + values[close["end"] :] == "🌆 fine\nin the [red,blue] dog"


def test_only_the_wanted_parameter() -> None:
    found = plan(SPEC, {"prompt": "[a,b"}, Lookups.of({}), seed=1).problems
    (shown,) = as_editor_problems(found, "prompt", "[a,b")
    assert [mend["label"] for mend in shown["mends"]] == ["Close at the end", "Take it literally"]
    assert as_editor_problems(found, "other", "") == []


def test_a_fault_inside_a_lookup_leads_there() -> None:
    found = problems("fine\n[nope]")
    (shown,) = as_editor_problems(found, "prompt", "[mine]", ["mine"])
    assert (shown["kind"], shown["lookup"], shown["mends"]) == ("in-lookup", "mine", [])


def test_only_as_many_problems_have_mends_as_anybody_presses() -> None:
    text = "] " * 30
    found = plan(SPEC, {"prompt": text}, Lookups.of({}), seed=1).problems
    shown = as_editor_problems(found, "prompt", text)
    assert [bool(problem["mends"]) for problem in shown] == [True] * MOST_MENDED + [False] * (30 - MOST_MENDED)
