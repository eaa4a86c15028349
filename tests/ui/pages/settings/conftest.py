"""The Settings page on real services, with the providers that want keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
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
from imagen.ui.context import PageContext
from imagen.ui.pages import settings
from tests.fakes.keyed_provider import PATHS, KeyedProvider, Service
from tests.warm import build

ONE_PROVIDER = {"keyed": PATHS["keyed"]}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """What the service behind the provider knows."""
    made = Service()
    monkeypatch.setattr(KeyedProvider, "service", made)
    return made


@pytest.fixture
def services(tmp_path: Path, service: Service) -> Iterator[Services]:
    with DataFolder(tmp_path / "data").acquire() as folder:
        made = build(folder, load_settings({}, {}), ONE_PROVIDER)
        made.start()
        yield made.services
        made.stop()


@pytest.fixture
def pages(context: PageContext) -> None:
    settings.register(context)


def entry(user: User, label: str) -> ui.input | ui.number:
    """Find a field by the name that screen readers say."""
    found: list[ui.input | ui.number] = []
    with user:
        found += [e for e in user.find(ui.input).elements if e.props.get("aria-label") == label]
        found += [e for e in user.find(ui.number).elements if e.props.get("aria-label") == label]
    assert len(found) == 1, label
    return found[0]


def write(user: User, label: str, value: Any) -> None:
    """Fill a field in as if it had been typed."""
    field = entry(user, label)
    with user:
        field.set_value(value)


def press(user: User, label: str) -> None:
    """Press a button by the name that screen readers say, or else by its words."""
    with user:
        named = [b for b in user.find(Button).elements if b.props.get("aria-label") == label and b.visible]
    if named:
        UserInteraction(user, {named[0]}, None).click()
    else:
        user.find(kind=Button, content=label).click()


async def sees(user: User, text: str) -> None:
    """Wait until a text is there: what happens elsewhere is shown a moment later."""
    await user.should_see(text)


async def holds(user: User, label: str, value: object) -> None:
    """Wait until a field holds a value."""
    for _ in range(40):
        if entry(user, label).value == value:
            return
        await asyncio.sleep(0.05)
    assert entry(user, label).value == value
