"""Keys go in and never out: what is told of them, what they set going, and that they are in no log and no database."""

from __future__ import annotations

import logging
from base64 import b64encode
from typing import Any

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.errors import FieldProblem, InvalidInput, NotConfigured, NotFound, StorageError
from imagen.domain.events import DomainEvent, KeyChanged, ProviderPaused, ProviderResumed
from imagen.logs import set_up_logging
from imagen.services.all import Services
from imagen.services.keys import Keeper, Keys
from imagen.settings import load_settings
from tests.fakes.keyed_provider import FAL_LIKE, PATHS, RIGHT_KEY, Service
from tests.fakes.scripted_provider import wait_until
from tests.services.keyed import buy, everything_on_disk
from tests.services.ordering import fulfilled, only
from tests.warm import build

WRONG_KEY = "wrong-key-0123456789wxyz"


def test_a_key_is_told_by_its_place_and_its_end_alone(shop: Services) -> None:
    assert not shop.keys.state("keyed").is_set
    told = shop.keys.set("keyed", f"KEYED_KEY={RIGHT_KEY}\n")
    assert (told.is_set, told.keeper, told.last_four) == (True, Keeper.FILE, "abcd")
    assert "keys.json" in told.place
    assert told == shop.keys.state("keyed") == shop.keys.states()[0]
    assert RIGHT_KEY not in repr(told) + repr(shop.providers.list())
    assert not shop.keys.remove("keyed").is_set


def test_the_end_of_a_short_key_is_not_told(shop: Services) -> None:
    assert shop.keys.set("keyed", "12345678").last_four == ""


def test_what_is_no_key_is_refused_without_being_repeated(shop: Services) -> None:
    for written in ("", "short", "two words of it"):
        with pytest.raises(InvalidInput) as caught:
            shop.keys.set("keyed", written)
        assert not written or written not in str(caught.value)
        assert [problem.field for problem in caught.value.problems] == ["key"]
    with pytest.raises(NotFound):
        shop.keys.set("nobody", RIGHT_KEY)


def test_a_key_of_the_environment_counts_where_none_is_kept(folder: DataFolder, service: Service) -> None:
    settings = load_settings({}, {"FAL_KEY": "of-the-environment-7777"})
    made = build(folder, settings, FAL_LIKE)
    try:
        state = made.services.keys.state("fal")
        assert (state.keeper, state.last_four, state.variable) == (Keeper.ENVIRONMENT, "7777", "FAL_KEY")
        assert "FAL_KEY" in state.place
        assert made.services.keys.set("fal", RIGHT_KEY).keeper is Keeper.FILE
        assert made.services.keys.remove("fal").keeper is Keeper.ENVIRONMENT
    finally:
        made.stop()


def test_keys_of_two_folders_do_not_mix_and_outlive_the_program(
    folder: DataFolder,
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    before = build(folder, load_settings({}, {}), PATHS)
    before.services.keys.set("keyed", RIGHT_KEY)
    before.stop()
    after = build(folder, load_settings({}, {}), PATHS)
    with DataFolder(tmp_path_factory.mktemp("elsewhere") / "data").acquire() as elsewhere:
        apart = build(elsewhere, load_settings({}, {}), PATHS)
        assert after.services.keys.state("keyed").last_four == "abcd"
        assert not apart.services.keys.state("keyed").is_set
        apart.stop()
    after.stop()


def test_without_a_key_models_are_listed_and_not_ordered(shop: Services) -> None:
    view = shop.models.list("keyed")[0]
    assert view.problem is not None
    assert "Set one in Settings" in view.problem
    with pytest.raises(NotConfigured, match="No key of Keyed"):
        buy(shop, "a fox")


def test_a_right_key_resumes_what_a_wrong_one_paused(shop: Services, service: Service) -> None:
    told: list[DomainEvent] = []
    shop.bus.subscribe(told.append)
    shop.keys.set("keyed", WRONG_KEY)
    placed = buy(shop, "a fox")
    wait_until(lambda: shop.queue.state().providers[0].paused is not None)
    reason = shop.queue.state().providers[0].paused
    assert reason is not None
    assert WRONG_KEY not in reason
    shop.keys.set("keyed", RIGHT_KEY)
    assert fulfilled(shop, placed.id).progress.complete == 1
    kinds = [type(event) for event in told if isinstance(event, KeyChanged | ProviderPaused | ProviderResumed)]
    assert kinds == [KeyChanged, ProviderPaused, ProviderResumed, KeyChanged]
    assert service.keys_seen[-1] == RIGHT_KEY


def test_a_pause_by_hand_outlasts_a_new_key(shop: Services) -> None:
    shop.queue.pause_provider("keyed", "Paused by hand.")
    shop.keys.set("keyed", RIGHT_KEY)
    assert shop.queue.state().providers[0].paused == "Paused by hand."


def test_no_key_gets_into_a_log_a_database_or_an_error(
    folder: DataFolder,
    service: Service,
) -> None:
    log = set_up_logging("debug", folder.logs, on_terminal=False)
    made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), PATHS, log.redactor.register)
    made.start()
    try:
        made.services.keys.set("keyed", RIGHT_KEY)
        placed = buy(made.services, "echo")
        fulfilled(made.services, placed.id)
        error = only(made.services, placed.id).error_message
        assert error is not None
        assert "[hidden]" in error
        try:
            int(f"carrying {RIGHT_KEY} along")
        except ValueError:
            logging.getLogger("imagen.test").exception("It broke with %s", RIGHT_KEY)
    finally:
        made.stop()
        log.close()
    written = b"".join(path.read_bytes() for path in folder.logs.iterdir())
    assert b"It broke with" in written
    assert RIGHT_KEY.encode() not in written
    assert RIGHT_KEY.encode() not in everything_on_disk(folder)


class BrokenVault:
    """A vault that cannot be read for now."""

    def __init__(self) -> None:
        self.broken = True
        self.asked = 0

    @property
    def file(self) -> None:  # type: ignore[override]
        return None

    def get(self, name: str) -> tuple[str, Keeper] | None:
        self.asked += 1
        if self.broken:
            raise StorageError("The keyring is locked.", "Unlock it.")
        return "kept-key-01234", Keeper.KEYRING

    def put(self, name: str, text: str) -> Keeper:
        return Keeper.KEYRING

    def remove(self, name: str) -> None:
        pass


def test_a_vault_that_cannot_be_read_is_told_and_not_hammered() -> None:
    vault = BrokenVault()
    hidden: list[str] = []
    keys = Keys(vault, {"fal": "id-of-it:secret-of-it"}, hidden.append)  # type: ignore[arg-type]
    assert [keys.key("replicate") for _ in range(5)] == [None] * 5
    assert vault.asked == 1
    assert "locked" in keys.trouble("replicate")
    assert keys.key("fal") == "id-of-it:secret-of-it"
    assert set(hidden) == {"id-of-it:secret-of-it", "secret-of-it"}
    keys.put("replicate", "new-key-0123")
    assert (keys.key("replicate"), keys.trouble("replicate")) == ("new-key-0123", "")
    assert keys.without_secrets({"a": ["x new-key-0123 y", 3]}) == {"a": ["x [hidden] y", 3]}


def test_a_provider_that_needs_no_key_takes_none(folder: DataFolder) -> None:
    made: Production = build(
        folder, load_settings({}, {}), {"sketch": "imagen.providers.sketch.provider:SketchProvider"}
    )
    try:
        with pytest.raises(InvalidInput, match="takes no key"):
            made.services.keys.set("sketch", RIGHT_KEY)
        assert made.services.keys.states() == []
    finally:
        made.stop()


def test_a_secret_is_hidden_in_the_forms_it_takes_in_addresses_and_in_base64() -> None:
    vault: Any = BrokenVault()
    keys = Keys(vault, {"fal": "id-of/it:Secret+of/it"}, lambda secret: None)
    hidden = [
        "https://x.example/?key=id-of%2Fit%3ASecret%2Bof%2Fit",
        b64encode(b"user:id-of/it:Secret+of/it").decode(),
        b64encode(b"-id-of/it:Secret+of/it").decode(),
    ]
    for told in hidden:
        assert "[hidden]" in keys.without_secrets(told), told
    error = InvalidInput("No.", problems=[FieldProblem("Secret+of/it", "Secret+of/it", suggestion="Secret+of/it")])
    with pytest.raises(InvalidInput) as refused, keys.discreetly():
        raise error
    assert "Secret" not in repr(refused.value.problems)


def test_a_secret_is_hidden_where_a_text_was_cut_short_within_it() -> None:
    vault: Any = BrokenVault()
    keys = Keys(vault, {"replicate": "r8_Secret+of/it0123456789"}, lambda secret: None)
    for end in ("r8_Secret", "r8_Secret+of/it0123…", "r8_Secret+of/it012345678", "r8_Secret+of/it..."):
        assert keys.without_secrets(f"The token {end}") == "The token [hidden]"
    assert keys.without_secrets("The token r8_Secret-other") == "The token r8_Secret-other"
    assert keys.without_secrets("r8_") == "r8_"
