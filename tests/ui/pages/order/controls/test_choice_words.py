"""Values without labels read as words; what is none stays as it is."""

from __future__ import annotations

import pytest

from imagen.ui.pages.order.controls.choice_words import readable


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("realistic_image", "Realistic image"),
        ("realistic_image/b_and_w", "Realistic image / b and w"),
        ("portrait_4_3", "portrait_4_3"),
        ("K_EULER", "K_EULER"),
        ("png", "png"),
        ("urn:air:sdxl:a_b", "urn:air:sdxl:a_b"),
        ("", ""),
    ],
)
def test_values_are_written_as_words(value: str, shown: str) -> None:
    assert readable(value) == shown
