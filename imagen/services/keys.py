"""Keys: kept by name, given to providers, and shown to nobody. Pages and the API learn where one is and how it ends."""

from __future__ import annotations

import logging
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, ImagenError, InvalidInput, StorageError
from imagen.domain.events import KeyChanged
from imagen.domain.key_text import read_key
from imagen.providers.base import Provider
from imagen.providers.registry import ProviderRegistry
from imagen.services.key_changes import note_change
from imagen.services.pauses import resume_mended
from imagen.services.tested import keep_failure
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)

HIDDEN = "[hidden]"
_SHOWN_AT_THE_END = 4
_LONG_ENOUGH_TO_SHOW_AN_END = 12
_SECONDS_UNTIL_ASKED_AGAIN = 30.0
_SHORTEST_BEGINNING = 8


class Keeper(StrEnum):
    """Who keeps a key."""

    KEYRING = "keyring"
    FILE = "file"
    ENVIRONMENT = "environment"


class Vault(Protocol):
    """Where texts are kept by name; every method raises StorageError when that fails."""

    @property
    def file(self) -> Path:
        """Give the file that is used where there is no keyring."""

    def get(self, name: str) -> tuple[str, Keeper] | None:
        """Give a text and who keeps it."""

    def put(self, name: str, text: str) -> Keeper:
        """Keep a text and tell who does."""

    def remove(self, name: str) -> None:
        """Forget a text."""


@dataclass(frozen=True)
class KeyState:
    """All that anybody is told of a provider's key.

    `keeper` is None where there is no key; `place` says in words where it is kept; `last_four` is empty for a short one.
    `variable` names the environment variable that is read where none is kept; `trouble` says why a kept one cannot be read.
    """

    provider: str
    label: str
    takes_key: bool
    keeper: Keeper | None = None
    place: str = ""
    last_four: str = ""
    variable: str = ""
    trouble: str = ""

    @property
    def is_set(self) -> bool:
        return self.keeper is not None


class Keys:
    """The keys as the program uses them: read once, hidden from logs before anybody gets them, never raising."""

    def __init__(self, vault: Vault, environment: Mapping[str, str], hide: Callable[[str], None]) -> None:
        self._vault = vault
        self._environment = dict(environment)
        self._hide = hide
        self._lock = threading.Lock()
        self._read: dict[str, tuple[str, Keeper] | None] = {}
        self._troubles: dict[str, tuple[str, float]] = {}
        self._forms: tuple[str, ...] = ()
        for key in self._environment.values():
            self._learn(key)

    @property
    def file(self) -> Path:
        return self._vault.file

    def key(self, provider: str) -> str | None:
        """Give a provider's key: the kept one, else the environment's."""
        found = self.found(provider)
        return found[0] if found else None

    def found(self, provider: str) -> tuple[str, Keeper] | None:
        """Give a provider's key with who keeps it."""
        kept = self.kept(provider)
        if kept is None and provider in self._environment:
            return self._environment[provider], Keeper.ENVIRONMENT
        return kept

    def kept(self, name: str) -> tuple[str, Keeper] | None:
        """Give what is kept under a name; what cannot be read is not there, and `trouble` tells why."""
        if name in self._read:
            return self._read[name]
        with self._lock:
            if name in self._read:
                return self._read[name]
            if time.monotonic() < self._troubles.get(name, ("", 0.0))[1]:
                return None
            try:
                found = self._vault.get(name)
            except StorageError as error:
                logger.warning("The key of %s cannot be read: %s", name, error)
                self._troubles[name] = (str(error), time.monotonic() + _SECONDS_UNTIL_ASKED_AGAIN)
                return None
            self._troubles.pop(name, None)
            if found is not None:
                self._learn(found[0])
            self._read[name] = found
            return found

    def trouble(self, name: str) -> str:
        """Say why what is kept under a name cannot be read, or nothing."""
        return self._troubles.get(name, ("", 0.0))[0]

    def put(self, name: str, text: str) -> None:
        """Keep a text from now on. Raises StorageError."""
        self._learn(text)
        with self._lock:
            self._read[name] = (text, self._vault.put(name, text))
            self._troubles.pop(name, None)

    def remove(self, name: str) -> None:
        """Forget what is kept under a name. Raises StorageError."""
        with self._lock:
            self._vault.remove(name)
            self._read[name] = None
            self._troubles.pop(name, None)

    def without_secrets(self, value: Any) -> Any:
        """Give a text or a JSON value with every known secret in it hidden."""
        if isinstance(value, str):
            for form in self._forms:
                value = _without_its_beginning(value.replace(form, HIDDEN), form)
            return value
        if isinstance(value, Mapping):
            return {self.without_secrets(name): self.without_secrets(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.without_secrets(item) for item in value]
        return value

    @contextmanager
    def discreetly(self) -> Iterator[None]:
        """Let errors leave the `with` block without secrets in their words."""
        try:
            yield
        except ImagenError as error:
            error.message = self.without_secrets(error.message)
            error.hint = self.without_secrets(error.hint)
            error.problems = tuple(self._without_secrets_in(problem) for problem in error.problems)
            error.args = (error.message,)
            raise

    def _without_secrets_in(self, problem: FieldProblem) -> FieldProblem:
        return replace(
            problem,
            field=self.without_secrets(problem.field),
            message=self.without_secrets(problem.message),
            suggestion=self.without_secrets(problem.suggestion),
        )

    def _learn(self, secret: str) -> None:
        """Hide a secret in logs; of one in two halves, the telling half by itself too."""
        halves = {secret, secret.rpartition(":")[2]}
        for known in halves:
            self._hide(known)
        long_enough = {known for known in halves if len(known) >= _LONG_ENOUGH_TO_SHOW_AN_END - _SHOWN_AT_THE_END}
        forms = set(self._forms).union(*(_forms_of(known) for known in long_enough))
        self._forms = tuple(sorted(forms, key=len, reverse=True))  # a key whole before its half


class KeyService:
    """What a person does with the keys of providers: set and remove them, and see that they are there."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        keys: Keys,
        variables: Mapping[str, str],
        wakeups: Wakeups,
    ) -> None:
        self._units = units
        self._registry = registry
        self._keys = keys
        self._variables = variables
        self._wakeups = wakeups

    def states(self) -> list[KeyState]:
        """Tell of every provider that takes a key whether there is one."""
        return [self._state(provider) for provider in self._registry.providers() if provider.takes_key]

    def state(self, provider: str) -> KeyState:
        """Tell whether a provider has a key, where it is kept and its last four characters. Raises NotFound."""
        return self._state(self._registry.provider(provider))

    def set(self, provider: str, written: str) -> KeyState:
        """Keep a provider's key; a pause that was for want of a right key ends. Raises InvalidInput and StorageError."""
        taking = self._taking(provider)
        key, before = _read(written, taking.label), self._keys.key(provider)
        self._keys.put(provider, key)
        self._changed(provider, present=True, other=key != before)
        return self._state(taking)

    def remove(self, provider: str) -> KeyState:
        """Forget a provider's key; one in the environment counts again then. Raises StorageError."""
        taking = self._taking(provider)
        before = self._keys.key(provider)
        self._keys.remove(provider)
        left = self._keys.key(provider)
        self._changed(provider, present=left is not None, other=left not in (None, before))
        return self._state(taking)

    def _taking(self, name: str) -> Provider:
        provider = self._registry.provider(name)
        if not provider.takes_key:
            raise InvalidInput(f"{provider.label} takes no key.", "There is nothing to set.")
        return provider

    def _changed(self, provider: str, *, present: bool, other: bool) -> None:
        with self._units() as unit:
            if other:
                note_change(unit, provider)
            if present:
                resume_mended(unit, provider)
            keep_failure(unit, provider, "")
            unit.record(KeyChanged(provider, present))
            unit.commit()
        if present:
            self._wakeups.advance(4)

    def _state(self, provider: Provider) -> KeyState:
        name = provider.name
        found = self._keys.found(name) if provider.takes_key else None
        variable = self._variables.get(name, "")
        told = KeyState(name, provider.label, provider.takes_key, variable=variable, trouble=self._keys.trouble(name))
        if found is None:
            return told
        key, keeper = found
        places = {
            Keeper.KEYRING: "the keyring of this computer",
            Keeper.FILE: f"the file {self._keys.file}, which only you can read",
            Keeper.ENVIRONMENT: f"the environment variable {variable}",
        }
        end = key[-_SHOWN_AT_THE_END:] if len(key) >= _LONG_ENOUGH_TO_SHOW_AN_END else ""
        return KeyState(name, provider.label, True, keeper, places[keeper], end, variable, told.trouble)


def _without_its_beginning(text: str, form: str) -> str:
    """Hide what is left of a secret where a text was cut short within it."""
    beginning = form[:_SHORTEST_BEGINNING]
    at = text.rfind(beginning, max(0, len(text) - len(form) - 1))
    left = text[at:].rstrip("…. ") if at >= 0 else ""
    return text[:at] + HIDDEN if left and form.startswith(left) else text


def _forms_of(secret: str) -> set[str]:
    """Give a secret as it is, as addresses quote it, and as it looks within a longer text in base64."""
    forms = {secret, quote(secret, safe="")}
    for before in range(3):
        encoded = b64encode(b"-" * before + secret.encode()).decode()
        forms.add(encoded[4 if before else 0 : -4])
    return forms


def _read(written: str, label: str) -> str:
    try:
        return read_key(written)
    except ValueError as error:
        message = f"A key of {label} {error}."
        raise InvalidInput(message, "Copy it whole.", [FieldProblem("key", message)]) from None
