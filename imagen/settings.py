"""Every setting of Imagen: typed, frozen, and each remembering where its value came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from imagen import setting_texts as texts
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.money import dollars
from imagen.secret import Secret

DEFAULT_PORT = 8787


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


def _usual_data_dir() -> Path:
    from platformdirs import user_data_dir

    return Path(user_data_dir("imagen", appauthor=False))


def _address(name: str, what: str) -> SettingDefinition:
    return SettingDefinition(name, f"Address that stands in the place of {what}.", texts.web_address, lambda: None)


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
    SettingDefinition("data_dir", "Folder for the database, pictures and logs.", texts.folder, _usual_data_dir),
    SettingDefinition("host", "Address of this machine to listen on.", texts.loopback_host, lambda: "127.0.0.1"),
    SettingDefinition(
        "port", "Port to listen on; 0 takes a free one.", texts.whole_number(0, 65535), lambda: DEFAULT_PORT
    ),
    SettingDefinition(
        "workers", "Threads that submit generations and fetch their results.", texts.whole_number(1, 64), lambda: 8
    ),
    SettingDefinition(
        "poll_seconds", "Seconds between two questions to a provider.", texts.seconds(0.01, 3600), lambda: 1.0
    ),
    SettingDefinition(
        "max_generations", "Most generations of one order.", texts.whole_number(1, 1_000_000), lambda: 10_000
    ),
    SettingDefinition(
        "daily_limit",
        "Dollars that may be spent in a day; a lower limit in Settings counts too.",
        texts.dollars_of,
        lambda: None,
    ),
    SettingDefinition("owner_token", "The owner's token for the API.", texts.owner_token, lambda: None),
    SettingDefinition("no_browser", "Do not open a browser at the start.", texts.switch, lambda: False, is_switch=True),
    SettingDefinition(
        "strict", "Ask for the start link even on this computer.", texts.switch, lambda: False, is_switch=True
    ),
    SettingDefinition(
        "log_level",
        "Least weight of what is logged: " + ", ".join(texts.LOG_LEVELS) + ".",
        texts.log_level,
        lambda: "info",
    ),
    *ADDRESSES,
    *(
        SettingDefinition(
            f"{provider}_key",
            f"Key of {provider}, where none is kept in Imagen.",
            texts.key,
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
        except texts.BadValueError as error:
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
    if definition.read is texts.dollars_of:
        return dollars(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
