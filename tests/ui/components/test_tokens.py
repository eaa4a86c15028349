"""The tokens hold what the design promises: one light theme, readable text, an accent that is no rating."""

from __future__ import annotations

import re

import pytest

from imagen.ui.design import STATIC, STYLES

CSS = (STATIC / "tokens.css").read_text()
RATINGS = ("failed", "poor", "acceptable", "good", "excellent")
TEXTS = (
    "text",
    "muted",
    "faint",
    "danger",
    "accent",
    "tok-lookup",
    "tok-inline",
    "tok-back",
    "tok-random",
    "tok-error",
)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6,8});", block))


DARK = colours(CSS.split("@media")[0])
LIGHT = colours(CSS.split(':root[data-theme="light"] {')[1])
SYSTEM_LIGHT = colours(CSS.split("@media (prefers-color-scheme: light)")[1].split(':root[data-theme="light"]')[0])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_light_is_the_same_by_choice_and_by_system() -> None:
    assert LIGHT == SYSTEM_LIGHT
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_is_readable_on_every_surface(theme: dict[str, str]) -> None:
    weak = [(t, s) for t in TEXTS for s in ("bg", "field", "panel", "raised") if contrast(theme[t], theme[s]) < 4.5]
    assert weak == []
    assert contrast(theme["accent-ink"], theme["accent"]) >= 4.5
    assert contrast(theme["control"], theme["bg"]) >= 3
    assert [r for r in RATINGS if contrast(theme[r], theme["panel"]) < 3] == []


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_accent_is_no_rating_colour(theme: dict[str, str]) -> None:
    assert theme["accent"] not in {theme[rating] for rating in RATINGS}


def test_every_token_that_is_used_exists() -> None:
    sheets = "\n".join((STATIC / name).read_text() for name in STYLES)
    set_here = set(re.findall(r"--([\w-]+):", sheets))
    made_by_code = {"gap", "part", "tag", "share", "page-max", "split", "tile", "toast-lift"}
    used = set(re.findall(r"var\(--([\w-]+)", sheets))
    assert used - set_here - made_by_code == set()


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix in {".css", ".js"}:
            assert not re.search(r"(?:url\(|@import|src=)[\"']?(?:https?:)?//", path.read_text()), path
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) < 400_000
