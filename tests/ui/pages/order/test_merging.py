"""Two windows on one draft."""

from __future__ import annotations

from imagen.ui.pages.order.merging import merge

BASE = {"model_key": "a", "repeats": 1, "parameters": {"prompt": "p", "steps": "8"}}


def changed(parameters: dict[str, str], **rest: object) -> dict[str, object]:
    return {**BASE, **rest, "parameters": {**BASE["parameters"], **parameters}}  # type: ignore[dict-item]


def test_each_side_keeps_what_it_alone_changed() -> None:
    merged = merge(BASE, changed({"prompt": "mine"}), changed({"steps": "9"}, repeats=2))
    assert merged.state == changed({"prompt": "mine", "steps": "9"}, repeats=2)
    assert set(merged.taken) == {"steps", "*repeats"}
    assert merged.contested == ()


def test_where_both_changed_a_field_mine_stays() -> None:
    merged = merge(BASE, changed({"prompt": "mine"}), changed({"prompt": "theirs"}))
    assert merged.state["parameters"]["prompt"] == "mine"
    assert merged.contested == ("prompt",)


def test_what_both_changed_alike_is_no_contest() -> None:
    merged = merge(BASE, changed({"prompt": "same"}), changed({"prompt": "same"}))
    assert (merged.taken, merged.contested) == ((), ())


def test_a_draft_without_parameters_is_none_that_stops_anything() -> None:
    assert merge({}, {"parameters": {"prompt": "x"}}, {}).state == {"parameters": {"prompt": "x"}}
