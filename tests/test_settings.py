"""Settings come from options, the environment and defaults, in this order, and bad ones are named."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from imagen.domain.errors import InvalidInput
from imagen.domain.key_text import read_key
from imagen.secret import Secret
from imagen.settings import SETTINGS, Origin, Settings, describe_settings, load_settings


def test_the_defaults() -> None:
    settings = load_settings({}, {})
    assert (settings.host, settings.port, settings.max_generations) == ("127.0.0.1", 8787, 10_000)
    assert settings.data_dir.is_absolute()
    assert settings.data_dir.name == "imagen"
    assert (settings.owner_token, settings.no_browser, settings.strict) == (None, False, False)
    assert set(settings.origins.values()) == {Origin("default")}


def test_an_option_goes_before_the_environment_and_that_before_the_default() -> None:
    environment = {"IMAGEN_PORT": "9000", "IMAGEN_WORKERS": "7", "IMAGEN_STRICT": "Yes", "PATH": "/bin"}
    settings = load_settings({"port": "0", "host": None}, environment)
    assert (settings.port, settings.workers, settings.strict) == (0, 7, True)
    assert str(settings.origins["port"]) == "--port"
    assert str(settings.origins["workers"]) == "IMAGEN_WORKERS"
    assert str(settings.origins["host"]) == "default"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings({}, {"IMAGEN_PORT": " "}).port == 8787


def test_a_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert load_settings({"data_dir": "here"}, {}).data_dir == tmp_path / "here"
    assert load_settings({"data_dir": "~/there"}, {}).data_dir == tmp_path / "home" / "there"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("IMAGEN_PORT", "65536"),
        ("IMAGEN_PORT", "-1"),
        ("IMAGEN_PORT", "8787.0"),
        ("IMAGEN_PORT", "²"),
        ("IMAGEN_PORT", "9" * 5000),
        ("IMAGEN_PORT", "--5"),
        ("IMAGEN_WORKERS", "0"),
        ("IMAGEN_POLL_SECONDS", "nan"),
        ("IMAGEN_POLL_SECONDS", "inf"),
        ("IMAGEN_POLL_SECONDS", "soon"),
        ("IMAGEN_MAX_GENERATIONS", "many"),
        ("IMAGEN_HOST", "0.0.0.0"),
        ("IMAGEN_HOST", "192.168.1.5"),
        ("IMAGEN_HOST", "example.org"),
        ("IMAGEN_STRICT", "perhaps"),
        ("IMAGEN_LOG_LEVEL", "loud"),
        ("IMAGEN_DATA_DIR", "a\0b"),
        ("IMAGEN_DATA_DIR", "~nobody-of-that-name/x"),
        ("IMAGEN_OWNER_TOKEN", "short"),
        ("IMAGEN_OWNER_TOKEN", "sixteen or more but with spaces"),
        ("IMAGEN_OWNER_TOKEN", "töken-of-more-than-sixteen"),
    ],
)
def test_a_bad_value_is_named_in_a_sentence(variable: str, value: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_settings({}, {variable: value})
    assert caught.value.message.startswith(f"{variable} must ")
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 250
    assert [problem.field for problem in caught.value.problems] == [variable.removeprefix("IMAGEN_").lower()]


def test_every_problem_is_told_at_once_and_none_shows_a_token() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_settings({"port": "x", "prot": "1"}, {"IMAGEN_WORKERS": "0", "IMAGEN_OWNER_TOKEN": "hush hush"})
    assert [problem.field for problem in caught.value.problems] == ["prot", "port", "workers", "owner_token"]
    assert "--port" in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "host"), [("::1", "::1"), ("[::1]", "::1"), ("LOCALHOST", "localhost"), ("127.0.0.5", "127.0.0.5")]
)
def test_addresses_of_this_machine(given: str, host: str) -> None:
    assert load_settings({"host": given}, {}).host == host


def test_a_secret_is_never_shown() -> None:
    token = "a-token-of-twenty-letters"
    settings = load_settings({}, {"IMAGEN_OWNER_TOKEN": token})
    assert settings.owner_token == Secret(token)
    assert settings.owner_token is not None
    assert settings.owner_token.reveal() == token
    described = describe_settings(settings)
    for text in (repr(settings), str(settings), f"{settings.owner_token}", repr(settings.owner_token), repr(described)):
        assert token not in text


def test_every_setting_is_described_with_where_it_came_from() -> None:
    described = {one.name: one for one in describe_settings(load_settings({"no_browser": "1"}, {}))}
    assert set(described) == {field.name for field in fields(Settings)} - {"origins"}
    assert set(described) == {definition.name for definition in SETTINGS}
    assert described["no_browser"].option == "--no-browser"
    assert described["no_browser"].variable == "IMAGEN_NO_BROWSER"
    assert (described["no_browser"].value, str(described["no_browser"].origin)) == ("yes", "--no-browser")
    assert described["owner_token"].value == "(none)"


def test_addresses_and_keys_of_providers() -> None:
    given = {
        "IMAGEN_FAL_QUEUE_URL": "http://127.0.0.1:9/fal/",
        "FAL_KEY": "key-id:key-secret",
        "REPLICATE_API_TOKEN": "",
    }
    settings = load_settings({"replicate_url": "https://proxy.example/r8"}, given)
    assert settings.addresses == {
        "replicate_url": "https://proxy.example/r8",
        "fal_queue_url": "http://127.0.0.1:9/fal",
    }
    assert {name: key.reveal() for name, key in settings.provider_keys.items()} == {"fal": "key-id:key-secret"}
    assert "key-secret" not in repr(describe_settings(settings)) + repr(settings)
    with pytest.raises(InvalidInput):  # a command line can be read by every program
        load_settings({"fal_key": "key-id:key-secret"}, {})


@pytest.mark.parametrize(
    "address", ["ftp://host", "host:9000", "https://", "https://key@host", "http://host:0", "http://h/?a=b"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="must be an address"):
        load_settings({"civitai_url": address}, {})


@pytest.mark.parametrize(
    "pasted",
    [
        "r8_0123456789",
        " r8_0123456789\n",
        "REPLICATE_API_TOKEN=r8_0123456789",
        "export A_KEY='r8_0123456789'",
        "Bearer r8_0123456789",
    ],
)
def test_a_key_is_read_as_people_paste_it(pasted: str) -> None:
    assert read_key(pasted) == "r8_0123456789"


@pytest.mark.parametrize("pasted", ["", "short", "two words of it", "schlüssel-mit-ü", "x" * 501, "line\nbreak-in-it"])
def test_what_is_no_key_is_refused_without_showing_it(pasted: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_settings({}, {"FAL_KEY": pasted or "x"})
    assert not pasted or pasted not in str(caught.value)


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings({}, {}).port = 1  # type: ignore[misc]
