"""The Order page on real services, production running, with the scripted provider beside Sketch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.datafolder import DataFolder
from imagen.services.all import Services
from imagen.settings import load_settings
from imagen.ui.components.elements import Button
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.context import PageContext
from imagen.ui.pages import order
from tests.browser.conftest import visit
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedProvider
from tests.warm import build

__all__ = ["visit"]  # pages in the real browser

SKETCH = {"sketch": "imagen.providers.sketch.provider:SketchProvider"}


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    fresh = Ledger()
    monkeypatch.setattr(ScriptedProvider, "ledger", fresh)
    return fresh


@pytest.fixture
def services(tmp_path: Path, ledger: Ledger) -> Iterator[Services]:
    with DataFolder(tmp_path / "data").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02", "workers": "2"}, {}), {**PATHS, **SKETCH})
        made.start()
        yield made.services
        ledger.gate.set()
        made.stop()


@pytest.fixture
def pages(context: PageContext) -> None:
    order.register(context)


def editor(user: User, label: str = "Prompt") -> ExpansionEditor:
    """Find the editor of a parameter."""
    with user:
        found = [e for e in user.find(ExpansionEditor).elements if e.props["label"] == label]
    assert len(found) == 1
    return found[0]


def choose(user: User, label: str) -> None:
    """Choose the entry of a menu with this label."""
    with user:
        entries = user.find(ui.menu_item).elements
        found = [e for e in entries if any(isinstance(part, ui.item_section) and part.text == label for part in e)]
    assert len(found) == 1, f"{len(found)} entries are named {label}."
    UserInteraction(user, set(found), None).click()


def press(user: User, label: str) -> None:
    """Press the button with exactly this label."""
    with user:
        found = [b for b in user.find(Button).elements if label in (b.text, b.props.get("aria-label")) and b.visible]
    assert len(found) == 1, f"{len(found)} buttons are named {label}."
    UserInteraction(user, set(found), None).click()


def type_into(user: User, text: str, label: str = "Prompt") -> None:
    """Type a text into an editor, as the browser tells it."""
    UserInteraction(user, {editor(user, label)}, None).trigger("change", {"text": text})


async def until(reached: Callable[[], Any], seconds: float = 60.0) -> None:
    """Let the page go on until something has come about."""
    end = asyncio.get_running_loop().time() + seconds
    while not reached():
        assert asyncio.get_running_loop().time() < end, "It did not come about in time."
        await asyncio.sleep(0.02)
