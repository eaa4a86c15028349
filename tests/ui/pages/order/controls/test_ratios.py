"""Proportions that choices name."""

from __future__ import annotations

import pytest

from imagen.ui.pages.order.controls.choice_words import are_drawn
from imagen.ui.pages.order.controls.ratios import ratio_of


@pytest.mark.parametrize(
    ("value", "ratio"),
    [
        ("16:9", 16 / 9),
        ("1024x768", 1024 / 768),
        ("Landscape 4:3", 4 / 3),
        ("landscape_16_9", 16 / 9),
        ("Portrait 16:9", 9 / 16),
        ("portrait_4_3", 3 / 4),
        ("Square HD", 1.0),
        ("square_hd", 1.0),
        ("2.39:1", 2.39),
        ("0x768", None),
        ("9000x1", None),
        ("auto", None),
        ("jpeg", None),
    ],
)
def test_proportions_are_read(value: str, ratio: float | None) -> None:
    assert ratio_of(value) == (None if ratio is None else pytest.approx(ratio))


def test_choices_are_drawn_where_most_of_them_are_proportions() -> None:
    assert are_drawn(["1:1", "16:9", "auto"])
    assert not are_drawn(["SD_1_5", "SDXL", "Flux.1 D", "Pony"])
    assert not are_drawn([])
