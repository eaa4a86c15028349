"""The advanced parameters: grouped, labelled, found by words."""

from __future__ import annotations

from imagen.domain.parameters import ParameterSpec, ParameterType, UIHints
from imagen.ui.pages.order.controls.advanced import grouped, label_within, matches


def parameter(label: str, group: str = "", hint: str = "") -> ParameterSpec:
    return ParameterSpec(label.lower(), ParameterType.TEXT, hint=hint, ui=UIHints(label=label, group=group))


def test_groups_follow_what_belongs_to_none_and_one_alone_is_no_group() -> None:
    speed, pitch = parameter("Voice: speed", "Voice"), parameter("Voice: pitch", "Voice")
    rate, steps = parameter("Audio: rate", "Audio"), parameter("Steps")
    found = grouped([speed, rate, steps, pitch])
    assert found == [("", [rate, steps]), ("Voice", [speed, pitch])]
    assert grouped([]) == []


def test_below_its_head_a_label_needs_no_group() -> None:
    assert label_within(parameter("Voice: speed", "Voice")) == "Speed"
    assert label_within(parameter("Speed", "Voice")) == "Speed"
    assert label_within(parameter("A: b")) == "A: b"


def test_all_words_are_looked_for_in_names_and_hints() -> None:
    steps = parameter("Steps", hint="More take longer.")
    assert matches(steps, ["longer", "step"])
    assert not matches(steps, ["longer", "pitch"])
    assert matches(steps, [])
