"""Where a lookup is used: tokens that choose from it count, references to an earlier choice do not."""

from __future__ import annotations

import pytest

from imagen.services.all import Services


@pytest.mark.parametrize(
    ("values", "uses"),
    [
        ("[color] coat", True),
        ("[?Color] coat", True),
        ("[coat=color]", True),
        ("[plain,a [color] one] coat", True),
        ("[=color] coat", False),
        (r"\[color\]", False),
        ("[color,other]", False),
        ("# [color]", False),
    ],
)
def test_uses(services: Services, values: str, uses: bool) -> None:
    color = services.lookups.create("color", "red\nblue")
    services.lookups.create("mine", values)
    assert services.lookups.get(color.id).used_in_lookups == (("mine",) if uses else ())
