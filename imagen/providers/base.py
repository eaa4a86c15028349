"""The contract between Imagen and every provider: a provider offers models, and a factory per model carries out generations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from imagen.domain.errors import FieldProblem, ModelGone
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.exchange import (
    FROM_WORDS,
    Estimate,
    FailureReason,
    GenerationRequest,
    Handle,
    InputFile,
    Model,
    ModelType,
    Output,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)

if TYPE_CHECKING:
    from imagen.providers.catalogue import CatalogueEntry, FoundModel
    from imagen.providers.price import Price
    from imagen.providers.surroundings import Surroundings


__all__ = [
    "FROM_WORDS",
    "BaseProductFactory",
    "ConnectionTest",
    "Estimate",
    "FailureReason",
    "GenerationRequest",
    "Handle",
    "InputFile",
    "Model",
    "ModelType",
    "Output",
    "PreparedRequest",
    "Progress",
    "Provider",
    "RemoteState",
    "Result",
    "Submission",
]


class BaseProductFactory(ABC):
    """One task with one model: what it takes, and how it is carried out at the provider.

    `submit`, `collect`, `cancel` and `release` may block on the network and are called on worker threads.
    All raise errors of `imagen.domain.errors` only.
    """

    model: Model

    asks_for_price: bool = False
    """Whether `quote` can learn from the provider what `estimate` does not know."""

    quote_sends_files: bool = False
    """Whether asking for a price takes the files that go in, so that they would go up before anybody has ordered."""

    @property
    @abstractmethod
    def spec(self) -> ParameterSetSpec:
        """Describe the parameters of this factory."""

    def validate(self, parameters: Mapping[str, Any]) -> list[FieldProblem]:
        """Report everything that is wrong with a generation parameter set."""
        return self.spec.validate(parameters)

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        """Make the actual parameter set from the generation parameter set."""
        return PreparedRequest(request.generation_id, dict(request.parameters), request.inputs)

    @property
    def patience(self) -> timedelta:
        """Say how long a submission may take before a person is asked whether to wait on."""
        return timedelta(hours=1)

    @abstractmethod
    def submit(self, prepared: PreparedRequest) -> Handle:
        """Order the work at the provider, once, and give its receipt.

        Raises SubmissionUnclear when the work may have been accepted without our knowing.
        """

    @abstractmethod
    async def check(self, submission: Submission) -> Progress:
        """Ask how far a submission has come; runs on the poller's loop, so it awaits its network and blocks for nothing."""

    @abstractmethod
    def collect(self, submission: Submission) -> Result:
        """Give what a succeeded submission made."""

    @abstractmethod
    def cancel(self, submission: Submission) -> None:
        """Ask the provider to stop; a result may arrive all the same."""

    def release(self, submission: Submission) -> None:
        """Forget a submission whose results are stored; providers that keep nothing here do nothing."""
        return None

    def quote(self, prepared: PreparedRequest) -> Estimate:
        """Ask the provider what exactly this would cost, where it can be asked; may block. Else an estimate."""
        return self.estimate(prepared.actual_parameters)

    @abstractmethod
    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        """Guess cost and time of one generation."""

    def cost_names(self) -> frozenset[str]:
        """Name the parameters that the cost hangs on, by `estimate` and by `cost_at`: all, where nothing else is known.

        Of generations that agree in these only one is estimated.
        """
        return frozenset(self.spec.names)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        """Reckon what one generation costs at a price, in micro-dollars; None where that hangs on something unknown."""
        return price.of()


@dataclass(frozen=True)
class ConnectionTest:
    """One thing about a connection that can be tried; `run` gives a sentence of what was found, or raises a ProviderError."""

    name: str
    run: Callable[[], str]


class Provider(ABC):
    """A service with its models; made once, used from many threads."""

    name: ClassVar[str]
    label: ClassVar[str]
    description: ClassVar[str] = ""
    places: ClassVar[int] = 1
    takes_key: ClassVar[bool] = True
    key_page: ClassVar[str] = ""
    """Where a person makes a key: an address that is only ever shown as a link."""

    requests_page: ClassVar[str] = ""
    """Where a person sees what was ordered there or paid for it: an address that is only ever shown as a link."""

    def __init__(self, surroundings: Surroundings | None = None) -> None:
        self._surroundings = surroundings
        self._on_change: Callable[[str], None] | None = None

    @abstractmethod
    def models(self) -> Sequence[Model]:
        """List the models, in the order in which selectors show them."""

    @abstractmethod
    def factory(self, model_key: str) -> BaseProductFactory:
        """Give the factory of a model. Raises ModelGone."""

    def price(self, model_key: str) -> Price | None:
        """Give what a model costs, as far as it is known without asking."""
        return None

    def tells_price(self, model: Model) -> bool:
        """Tell whether it can be asked what a filled form of a model costs, before anything of a person's goes there."""
        return False

    def learn_prices(self) -> bool:
        """Ask for all prices at once, where there is a list of them; may block. Tell whether any became known."""
        return False

    def problem(self) -> str | None:
        """Say why the provider cannot take orders now, or None when it can."""
        return None

    def recognise(self, reference: str) -> str | None:
        """Give the provider's own id of the model that a pasted link, name or id means; None when it is no model of this one."""
        return None

    def known_as(self, model_id: str) -> Sequence[str]:
        """Give the ids of models known already that a recognised id means; it may be none of theirs itself."""
        return ()

    def called(self, model_id: str) -> str:
        """Say for people what a recognised id means, before anything is asked about it."""
        return model_id

    def look_up(self, model_id: str) -> CatalogueEntry:
        """Ask the provider about one model. Raises ModelGone when there is none."""
        raise ModelGone(f"{self.label} has no models to add.")

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        """Search the provider's own catalogue."""
        return ()

    def page(self, model_key: str) -> str | None:
        """Give the address of a model's page at the provider, for people to look at."""
        return None

    def tests(self) -> Sequence[ConnectionTest]:
        """List what can be tested of the connection: each by itself, in the order in which they build on each other."""
        return ()

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Look in the provider's own list for a submission, made after `since`, whose answer was lost."""
        return None

    def listen(self, on_change: Callable[[str], None]) -> None:
        """Call `on_change(request_id)` from any thread whenever a submission has news, where the provider can tell."""
        self._on_change = on_change

    def changed(self, request_id: str) -> None:
        """Tell the listener that a submission has news."""
        if self._on_change is not None:
            self._on_change(request_id)

    def close(self) -> None:
        """Stop everything this provider runs on this machine."""
        return None
