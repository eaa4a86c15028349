"""A provider is set up: its key, its connection, its places, its pause."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.datafolder import DataFolder
from imagen.domain.errors import AuthenticationFailed, InsufficientCredit
from imagen.services.all import Services
from imagen.services.pauses import pause
from imagen.settings import load_settings
from imagen.ui.components.fields import Field
from imagen.ui.context import PageContext
from imagen.ui.pages import settings
from tests.fakes.keyed_provider import FAL_LIKE, RIGHT_KEY, Service
from tests.ui.pages.conftest import StartedBridge
from tests.ui.pages.settings.conftest import entry, holds, press, sees, write
from tests.warm import build

KEY = "Key of Keyed"


async def test_a_key_is_set_and_tested_with_one_press_and_never_shown(
    user: User, pages: None, services: Services
) -> None:
    await user.open("/settings")
    await sees(user, "Needs a key")
    await sees(user, "Your keys at keyed.example")
    await user.should_not_see("Test connection")
    write(user, KEY, RIGHT_KEY)
    press(user, "Save and test")
    await sees(user, "Key ending in abcd")
    await sees(user, "The key is right.")
    await sees(user, "A file could be sent.")
    await sees(user, "Ready")
    assert services.keys.state("keyed").is_set
    await user.should_not_see(RIGHT_KEY)
    await user.should_not_see("Save and test")


async def test_what_is_no_key_is_told_at_its_field_and_stays(user: User, pages: None, services: Services) -> None:
    await user.open("/settings")
    write(user, KEY, "two words of it")
    press(user, "Save and test")
    await sees(user, "must be one word")
    assert entry(user, KEY).value == "two words of it"
    assert not services.keys.state("keyed").is_set


async def test_a_wrong_key_says_so_and_leads_to_where_keys_are_made(
    user: User, pages: None, services: Services, service: Service
) -> None:
    services.keys.set("keyed", "wrong-key-0123456789wxyz")
    await user.open("/settings")
    await sees(user, "Key ending in wxyz")
    press(user, "Test connection")
    await sees(user, "Keyed does not know [hidden]. Set another.")
    await sees(user, "Test failed")
    links = [e for e in user.find("Your keys at keyed.example").elements if e.visible]
    assert {link.props["href"] for link in links} == {"https://keyed.example/keys"}
    service.right_keys.add("wrong-key-0123456789wxyz")
    press(user, "Test connection")
    await sees(user, "The key is right.")
    await user.should_not_see("Test failed")


async def test_after_a_refused_key_its_field_stays_open_for_another(
    user: User, pages: None, services: Services, service: Service
) -> None:
    await user.open("/settings")
    write(user, KEY, "wrong-key-0123456789wxyz")
    press(user, "Save and test")
    await sees(user, "Key ending in wxyz")
    for _ in range(100):
        if at_the_field(user):
            break
        await asyncio.sleep(0.05)
    assert at_the_field(user) == "Keyed does not know [hidden]. Set another."
    assert entry(user, KEY).value == ""
    write(user, KEY, RIGHT_KEY)
    press(user, "Save and test")
    await sees(user, "Key ending in abcd")
    await sees(user, "The key is right.")
    await user.should_not_see("Save and test")


def at_the_field(user: User) -> str:
    """Give what is said of the key at its field, nothing while that is closed."""
    field = next(above for above in entry(user, KEY).ancestors() if isinstance(above, Field))
    shown = field.visible and all(above.visible for above in field.ancestors())
    return field.error if shown and "invalid" in field.classes else ""


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (AuthenticationFailed.code, "Nothing can be submitted or asked here without a right key."),
        (InsufficientCredit.code, "Nothing is submitted here until there is credit"),
        ("", "Nothing is submitted here; what runs goes on."),
    ],
)
async def test_a_pause_says_by_its_cause_what_becomes_of_orders(
    user: User, pages: None, services: Services, cause: str, said: str
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    with services.queue._units() as unit:
        pause(unit, "keyed", "It is so.", cause)
        unit.commit()
    await user.open("/settings")
    await sees(user, said)


async def test_a_key_is_replaced_or_kept_and_removed_after_a_question(
    user: User, pages: None, services: Services
) -> None:
    services.keys.set("keyed", "wrong-key-0123456789wxyz")
    await user.open("/settings")
    press(user, "Replace the key of Keyed")
    write(user, KEY, RIGHT_KEY)
    press(user, "Cancel")
    await user.should_not_see("Save and test")
    assert services.keys.state("keyed").last_four == "wxyz"
    press(user, "Replace the key of Keyed")
    assert entry(user, KEY).value == ""
    write(user, KEY, RIGHT_KEY)
    press(user, "Save and test")
    await sees(user, "Key ending in abcd")
    press(user, "Remove the key of Keyed")
    await sees(user, "Nothing is ordered there until")
    press(user, "Remove the key")
    await sees(user, "Needs a key")
    assert not services.keys.state("keyed").is_set


async def test_another_window_is_followed(user: User, pages: None, services: Services) -> None:
    await user.open("/settings")
    services.keys.set("keyed", RIGHT_KEY)
    await sees(user, "Key ending in abcd")
    services.queue.pause_provider("keyed", "The account has no credit.")
    await sees(user, "The account has no credit.")
    await sees(user, "Paused")
    services.providers.set_places("keyed", 7)
    await sees(user, "Nothing is submitted here")
    await holds(user, "Generations at once at Keyed", 7)


async def test_it_is_paused_and_goes_on(user: User, pages: None, services: Services) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    await user.open("/settings")
    press(user, "Pause Keyed")
    await sees(user, "Paused by hand.")
    assert services.providers.get("keyed").view.paused
    press(user, "Resume")
    await sees(user, "Ready")
    assert not services.providers.get("keyed").view.paused


async def test_places_are_set_and_what_cannot_be_is_told(user: User, pages: None, services: Services) -> None:
    await user.open("/settings")
    label = "Generations at once at Keyed"
    write(user, label, 5)
    await sees(user, "Blank: 2")
    for wrong, said in ((2.5, "Give a whole number."), (501, "1 to 500")):
        write(user, label, wrong)
        await sees(user, said)
    assert services.providers.get("keyed").view.places == 5
    write(user, label, None)
    await user.should_not_see("1 to 500")
    assert services.providers.get("keyed").view.places == 2


async def test_every_control_has_a_name(user: User, pages: None, services: Services) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    await user.open("/settings")
    press(user, "Show all")
    await sees(user, "Bundled")
    with user:
        for kind in (ui.input, ui.number, ui.select):
            assert all(control.props.get("aria-label") for control in user.find(kind).elements)


async def test_a_key_of_the_environment_says_so_and_another_goes_first(
    user: User, tmp_path: Path, service: Service
) -> None:
    settings_of_the_environment = load_settings({}, {"FAL_KEY": "of-the-environment-7777"})
    with DataFolder(tmp_path / "other").acquire() as folder:
        made = build(folder, settings_of_the_environment, FAL_LIKE)
        settings.register(PageContext(made.services, StartedBridge(made.services.bus), ()))
        await user.open("/settings")
        await sees(user, "Key ending in 7777")
        await sees(user, "Taken from the environment variable FAL_KEY. One set here goes first.")
        await user.should_not_see("Remove")
        press(user, "Set another key of Keyed")
        write(user, "Key of Keyed", RIGHT_KEY)
        press(user, "Save and test")
        await sees(user, "Key ending in abcd")
        await sees(user, "Remove")
        made.stop()
