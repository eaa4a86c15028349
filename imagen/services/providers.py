"""Providers as a person sets them up: what is there, how many generations at once, and whether the connection works."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import AuthenticationFailed, FieldProblem, ImagenError, InvalidInput
from imagen.domain.events import ProviderChanged
from imagen.providers.base import ConnectionTest, Provider
from imagen.providers.registry import ProviderRegistry
from imagen.services.keys import Keys, KeyService, KeyState
from imagen.services.models import ModelService
from imagen.services.pauses import resume_mended
from imagen.services.places import MOST_PLACES, keep_places
from imagen.services.tested import keep_failure, kept_failure
from imagen.services.views import ProviderView
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProviderDetail:
    """A provider with all that can be set up.

    `tests` names what can be tried of its connection, `key_page` is where a person makes a key,
    `failed_test` why the last test of the connection with this key failed.
    """

    view: ProviderView
    key: KeyState
    tests: tuple[str, ...]
    can_search: bool
    can_add: bool
    key_page: str = ""
    failed_test: str = ""


@dataclass(frozen=True)
class TestResult:
    """What came of one test, in a sentence; `seconds` is how long it took, `refused_key` whether it is the key's fault."""

    __test__ = False

    name: str
    ok: bool
    message: str
    seconds: float
    refused_key: bool = False


class ProviderService:
    """Set providers up."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        models: ModelService,
        keys: Keys,
        key_service: KeyService,
        wakeups: Wakeups,
    ) -> None:
        self._units = units
        self._registry = registry
        self._models = models
        self._keys = keys
        self._key_service = key_service
        self._wakeups = wakeups

    def list(self) -> list[ProviderDetail]:
        """List the providers with all that can be set up."""
        return [self._detail(view) for view in self._models.providers()]

    def get(self, name: str) -> ProviderDetail:
        """Give one provider. Raises NotFound."""
        self._registry.provider(name)
        return next(detail for detail in self.list() if detail.view.name == name)

    def test(self, name: str) -> Sequence[TestResult]:
        """Try a provider's connection, and tell what was found. Raises NotFound."""
        return tuple(self.run_tests(name))

    def run_tests(self, name: str) -> Iterator[TestResult]:
        """Try a provider's connection, giving each result as it comes; where all is well, a pause for its key ends."""
        provider = self._registry.provider(name)
        results = []
        for test in provider.tests():
            results.append(self._run(provider, test))
            yield results[-1]
        failed = next((result.message for result in results if not result.ok), "")
        with self._units() as unit:
            keep_failure(unit, name, failed)
            unit.commit()
        if results and not failed:
            self._resume(name)

    def set_places(self, name: str, places: int | None) -> ProviderDetail:
        """Say how many generations a provider makes at once; None means as many as it suggests itself."""
        self._registry.provider(name)
        if places is not None and not 1 <= places <= MOST_PLACES:
            message = f"A provider makes 1 to {MOST_PLACES} generations at once."
            raise InvalidInput(message, problems=[FieldProblem("places", message)])
        with self._units() as unit:
            keep_places(unit, name, places)
            unit.record(ProviderChanged(name))
            unit.commit()
        self._wakeups.advance(4)
        return self.get(name)

    def _run(self, provider: Provider, test: ConnectionTest) -> TestResult:
        begun, refused_key = time.monotonic(), False
        try:
            ok, message = True, test.run()
        except ImagenError as error:
            ok, message = False, str(error)
            refused_key = isinstance(error, AuthenticationFailed)
        except Exception:
            logger.exception("The test “%s” of %s broke off", test.name, provider.label)
            ok, message = False, "Imagen made a mistake; its log says more."
        seconds = time.monotonic() - begun
        return TestResult(test.name, ok, self._keys.without_secrets(message), seconds, refused_key)

    def _resume(self, name: str) -> None:
        with self._units() as unit:
            resumed = resume_mended(unit, name)
            unit.commit()
        if resumed:
            self._wakeups.advance(4)

    def _detail(self, view: ProviderView) -> ProviderDetail:
        provider = self._registry.provider(view.name)
        kind = type(provider)
        with self._units.reading() as reading:
            failed_test = kept_failure(reading, view.name)
        return ProviderDetail(
            view,
            self._key_service.state(view.name),
            tuple(test.name for test in provider.tests()),
            can_search=kind.search is not Provider.search,
            can_add=kind.look_up is not Provider.look_up,
            key_page=provider.key_page,
            failed_test=failed_test,
        )
