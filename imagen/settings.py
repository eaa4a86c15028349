"""Every setting of Imagen: typed, frozen, and each remembering where its value came from."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.key_text import read_key
from imagen.domain.money import MILLION, dollars

DEFAULT_PORT = 8787
SHORTEST_OWNER_TOKEN = 16
LOG_LEVELS = ("debug", "info", "warning", "error")
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class Secret:
    """A text that is never shown by accident; `reveal()` is the one way to read it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._value

    def __str__(self) -> str:
        return "••••••"

    def __repr__(self) -> str:
        return "Secret(••••••)"


@dataclass(frozen=True)
class Origin:
    """Where a setting's value came from; `name` is the option or the variable, empty for a default."""

    kind: Literal["option", "environment", "default"]
    name: str = ""

    def __str__(self) -> str:
        return self.name or "default"


@dataclass(frozen=True)
class SettingDefinition:
    """One setting: its field in `Settings`, its two names outside, its meaning and how its text is read.

    One with an `own_variable` goes by that name, and is no option: everybody can read another program's command line.
    """

    name: str
    help: str
    read: Callable[[str], Any]
    default: Callable[[], Any]
    is_switch: bool = False
    own_variable: str = ""

    @property
    def option(self) -> str:
        """Give the option's name, nothing where there is none."""
        return "" if self.own_variable else "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        return self.own_variable or "IMAGEN_" + self.name.upper()


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `port` 0 takes a free one, `poll_seconds` is the pause between two questions."""

    data_dir: Path
    host: str
    port: int
    workers: int
    poll_seconds: float
    max_generations: int
    daily_limit: int | None
    owner_token: Secret | None
    no_browser: bool
    strict: bool
    log_level: str
    replicate_url: str | None
    fal_queue_url: str | None
    fal_run_url: str | None
    fal_rest_url: str | None
    fal_cdn_url: str | None
    fal_api_url: str | None
    civitai_url: str | None
    civitai_orchestration_url: str | None
    replicate_key: Secret | None
    fal_key: Secret | None
    civitai_key: Secret | None
    origins: Mapping[str, Origin] = field(default_factory=dict, repr=False)

    @property
    def addresses(self) -> dict[str, str]:
        """Give the addresses that stand in official ones' places, by the names of their settings."""
        given = {definition.name: getattr(self, definition.name) for definition in ADDRESSES}
        return {name: address for name, address in given.items() if address is not None}

    @property
    def provider_keys(self) -> dict[str, Secret]:
        """Give the keys found in the environment, by provider."""
        given = {provider: getattr(self, f"{provider}_key") for provider in KEY_VARIABLES}
        return {provider: key for provider, key in given.items() if key is not None}


@dataclass(frozen=True)
class DescribedSetting:
    """A setting as `imagen doctor` lists it; secrets are hidden in `value`."""

    name: str
    option: str
    variable: str
    value: str
    origin: Origin
    help: str


class _BadValueError(ValueError):
    """The end of a sentence that starts with the setting's name."""


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= 12
        if not is_number or not lowest <= int(text) <= highest:
            raise _BadValueError(f"must be a whole number from {lowest:,} to {highest:,}")
        return int(text)

    return read


def _seconds(lowest: float, highest: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not lowest <= value <= highest:
            raise _BadValueError(f"must be a number of seconds from {lowest:g} to {highest:g}")
        return value

    return read


def _dollars(text: str) -> int:
    try:
        value = float(text.removeprefix("$"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1_000_000:
        raise _BadValueError("must be an amount of dollars from 0 to 1,000,000")
    return round(value * MILLION)


def _switch(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise _BadValueError("must be one of 1, true, yes, on, 0, false, no, off")
    return word in _YES


def _folder(text: str) -> Path:
    if "\0" in text:
        raise _BadValueError("must be the path of a folder")
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise _BadValueError("must be the path of a folder; its home folder is not known") from error


def _loopback_host(text: str) -> str:
    host = text.casefold()
    if host == "localhost":
        return host
    try:
        is_loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise _BadValueError("must be an address of this machine: 127.0.0.1, ::1 or localhost")
    return host.strip("[]")


def _owner_token(text: str) -> Secret:
    if len(text) < SHORTEST_OWNER_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise _BadValueError(f"must have {SHORTEST_OWNER_TOKEN} or more ASCII characters and no spaces")
    return Secret(text)


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        is_whole = is_whole and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise _BadValueError("must be an address such as https://host or http://127.0.0.1:9000")
    return text.rstrip("/")


def _key(text: str) -> Secret:
    try:
        return Secret(read_key(text))
    except ValueError as error:
        raise _BadValueError(str(error)) from None


def _log_level(text: str) -> str:
    if text.casefold() not in LOG_LEVELS:
        raise _BadValueError("must be one of " + ", ".join(LOG_LEVELS))
    return text.casefold()


def _usual_data_dir() -> Path:
    from platformdirs import user_data_dir

    return Path(user_data_dir("imagen", appauthor=False))


def _address(name: str, what: str) -> SettingDefinition:
    return SettingDefinition(name, f"Address that stands in the place of {what}.", _web_address, lambda: None)


ADDRESSES: tuple[SettingDefinition, ...] = (
    _address("replicate_url", "api.replicate.com"),
    _address("fal_queue_url", "queue.fal.run"),
    _address("fal_run_url", "fal.run"),
    _address("fal_rest_url", "rest.fal.ai"),
    _address("fal_cdn_url", "v3.fal.media"),
    _address("fal_api_url", "api.fal.ai"),
    _address("civitai_url", "civitai.com"),
    _address("civitai_orchestration_url", "orchestration.civitai.com"),
)

KEY_VARIABLES: Mapping[str, str] = {
    "replicate": "REPLICATE_API_TOKEN",
    "fal": "FAL_KEY",
    "civitai": "CIVITAI_API_TOKEN",
}

SETTINGS: tuple[SettingDefinition, ...] = (
    SettingDefinition("data_dir", "Folder for the database, pictures and logs.", _folder, _usual_data_dir),
    SettingDefinition("host", "Address of this machine to listen on.", _loopback_host, lambda: "127.0.0.1"),
    SettingDefinition("port", "Port to listen on; 0 takes a free one.", _whole_number(0, 65535), lambda: DEFAULT_PORT),
    SettingDefinition(
        "workers", "Threads that submit generations and fetch their results.", _whole_number(1, 64), lambda: 8
    ),
    SettingDefinition(
        "poll_seconds", "Seconds between two questions to a provider.", _seconds(0.01, 3600), lambda: 1.0
    ),
    SettingDefinition("max_generations", "Most generations of one order.", _whole_number(1, 1_000_000), lambda: 10_000),
    SettingDefinition(
        "daily_limit",
        "Dollars that may be spent in a day; a lower limit in Settings counts too.",
        _dollars,
        lambda: None,
    ),
    SettingDefinition("owner_token", "The owner's token for the API.", _owner_token, lambda: None),
    SettingDefinition("no_browser", "Do not open a browser at the start.", _switch, lambda: False, is_switch=True),
    SettingDefinition(
        "strict", "Ask for the start link even on this computer.", _switch, lambda: False, is_switch=True
    ),
    SettingDefinition(
        "log_level", "Least weight of what is logged: " + ", ".join(LOG_LEVELS) + ".", _log_level, lambda: "info"
    ),
    *ADDRESSES,
    *(
        SettingDefinition(
            f"{provider}_key",
            f"Key of {provider}, where none is kept in Imagen.",
            _key,
            lambda: None,
            own_variable=variable,
        )
        for provider, variable in KEY_VARIABLES.items()
    ),
)


def load_settings(arguments: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Read all settings: an argument (by its field's name) goes before the environment, that before the default.

    An environment variable that is empty counts as not set.

    Raises:
        InvalidInput: with one problem for each bad value, naming its option or variable.
    """
    known = {definition.name for definition in SETTINGS if definition.option}
    problems = [FieldProblem(name, f"There is no setting {name!r}.") for name in arguments if name not in known]
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for definition in SETTINGS:
        text, origin = _given(definition, arguments, environment)
        origins[definition.name] = origin
        try:
            values[definition.name] = definition.default() if text is None else definition.read(text)
        except _BadValueError as error:
            problems.append(FieldProblem(definition.name, f"{origin.name} {error}{_shown(definition, text)}."))
    if problems:
        hint = "Correct it and start Imagen again." if len(problems) == 1 else "Correct them and start Imagen again."
        raise InvalidInput(" ".join(problem.message for problem in problems), hint, problems)
    return Settings(**values, origins=origins)


def describe_settings(settings: Settings) -> tuple[DescribedSetting, ...]:
    """List every setting with its value as text (secrets hidden) and its origin."""
    return tuple(
        DescribedSetting(
            name=definition.name,
            option=definition.option,
            variable=definition.variable,
            value=_as_text(definition, getattr(settings, definition.name)),
            origin=settings.origins.get(definition.name, Origin("default")),
            help=definition.help,
        )
        for definition in SETTINGS
    )


def _given(
    definition: SettingDefinition, arguments: Mapping[str, str | None], environment: Mapping[str, str]
) -> tuple[str | None, Origin]:
    argument = arguments.get(definition.name)
    if argument is not None:
        return argument.strip(), Origin("option", definition.option)
    variable = environment.get(definition.variable, "").strip()
    if variable:
        return variable, Origin("environment", definition.variable)
    return None, Origin("default")


def _shown(definition: SettingDefinition, text: str | None) -> str:
    if definition.own_variable or definition.name == "owner_token" or text is None:
        return ""
    return f", but is {text[:60]!r}"


def _as_text(definition: SettingDefinition, value: Any) -> str:
    if value is None:
        return "(none)"
    if definition.read is _dollars:
        return dollars(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
