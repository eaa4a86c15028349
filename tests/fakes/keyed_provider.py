"""Providers that want a key and have a catalogue; what the service behind them knows stands in `Service`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from imagen.domain.errors import AuthenticationFailed, BadResponse, ModelGone, NotConfigured, Unavailable
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    ValidationRules,
)
from imagen.providers.base import (
    BaseProductFactory,
    ConnectionTest,
    Estimate,
    Handle,
    Model,
    ModelType,
    Output,
    PreparedRequest,
    Progress,
    Provider,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry, FoundModel
from imagen.providers.price import Price, Unit
from imagen.providers.surroundings import NOWHERE, Surroundings
from tests.fakes.scripted_provider import _output

RIGHT_KEY = "right-key-0123456789abcd"
BUNDLED = CatalogueEntry("house/bundled", "Bundled", ModelType.TEXT_TO_IMAGE, "House", document={"fields": ["size"]})


@dataclass
class Service:
    """What the made-up service knows and has seen; `right_keys` are those that it takes."""

    models: dict[str, CatalogueEntry] = field(default_factory=dict)
    right_keys: set[str] = field(default_factory=lambda: {RIGHT_KEY})
    received: list[Mapping[str, Any]] = field(default_factory=list)
    keys_seen: list[str | None] = field(default_factory=list)
    forms_made: list[str] = field(default_factory=list)
    down: bool = False

    def publish(self, model_id: str, *fields: str, type: ModelType | None = ModelType.TEXT_TO_IMAGE) -> None:
        """Let the service offer a model with these further texts to fill in."""
        self.models[model_id] = CatalogueEntry(
            model_id,
            model_id.rpartition("/")[2].capitalize(),
            type,
            "House",
            document={"fields": list(fields)},
            price=Price(3000, Unit.OUTPUT, "made up"),
            why_not="" if type else "It makes text.",
        )


class KeyedFactory(BaseProductFactory):
    """Words in the prompt: echo (the refusal repeats what was sent), tell (the result repeats it)."""

    def __init__(self, provider: KeyedProvider, entry: CatalogueEntry) -> None:
        assert entry.type is not None
        self.model = Model(f"{provider.name}:{entry.id}", provider.name, entry.name, entry.type, entry.family)
        self._provider = provider
        self._entry = entry

    @property
    def spec(self) -> ParameterSetSpec:
        self._provider.service.forms_made.append(self.model.key)
        texts = [] if self._entry.document is None else self._entry.document["fields"]
        return ParameterSetSpec(
            (
                ParameterSpec(
                    "prompt", ParameterType.TEXT, required=True, interpolation=Interpolation.TEXT, role=Role.PROMPT
                ),
                *(
                    ParameterSpec(name, ParameterType.TEXT, secret=name.endswith("key"))
                    for name in texts
                    if name != "rows"
                ),
                *([_ROWS] if "rows" in texts else []),
            )
        )

    def submit(self, prepared: PreparedRequest) -> Handle:
        key = self._provider.key()
        service = self._provider.service
        service.keys_seen.append(key)
        if key is None:
            raise NotConfigured("No key.", "Set one.")
        if key not in service.right_keys:
            raise AuthenticationFailed(f"The key {key} is wrong.", "Set another in Settings.")
        service.received.append(prepared.actual_parameters)
        if "echo" in str(prepared.actual_parameters["prompt"]):
            raise BadResponse(f"Cannot read {dict(prepared.actual_parameters)} from {key}.")
        return Handle(f"{self._provider.name}-{prepared.generation_id}")

    async def check(self, submission: Submission) -> Progress:
        return Progress(RemoteState.SUCCEEDED, 1.0)

    def collect(self, submission: Submission) -> Result:
        sent = self._provider.service.received[-1]
        returned = {"sent": [str(sent)]} if "tell" in str(sent["prompt"]) else {}
        made: Output = _output(submission.handle.request_id)
        return Result([made], returned)

    def cancel(self, submission: Submission) -> None:
        return None

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(3000, 1.0)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        return price.of(outputs=2)


_ROWS = ParameterSpec(
    "rows",
    ParameterType.GROUP,
    rules=ValidationRules(max_items=3),
    fields=(ParameterSpec("path", ParameterType.TEXT), ParameterSpec("token", ParameterType.TEXT, secret=True)),
)


class KeyedProvider(Provider):
    name: ClassVar[str] = "keyed"
    label: ClassVar[str] = "Keyed"
    places: ClassVar[int] = 2
    key_page: ClassVar[str] = "https://keyed.example/keys"
    service: ClassVar[Service] = Service()

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._given = surroundings

    def key(self) -> str | None:
        return self._given.key(self.name)

    def price(self, model_key: str) -> Price | None:
        entry = self._entries().get(model_key.partition(":")[2])
        return entry.price if entry else None

    def problem(self) -> str | None:
        return None if self.key() else f"No key of {self.label} is set. Set one in Settings."

    def models(self) -> Sequence[Model]:
        return [KeyedFactory(self, entry).model for entry in self._entries().values()]

    def factory(self, model_key: str) -> BaseProductFactory:
        entry = self._entries().get(model_key.partition(":")[2])
        if entry is None:
            raise ModelGone(f"{self.label} has no model {model_key}.")
        return KeyedFactory(self, entry)

    def recognise(self, reference: str) -> str | None:
        if reference.startswith("https://boom"):
            raise RuntimeError("meant to fail")
        bare = reference.removeprefix(f"https://{self.name}.example/")
        return bare if bare.count("/") == 1 and " " not in bare else None

    def look_up(self, model_id: str) -> CatalogueEntry:
        if self.service.down:
            raise Unavailable(f"{self.label} cannot be reached with {self.key()}.")
        if model_id not in self.service.models:
            raise ModelGone(f"{self.label} has no model {model_id}.")
        return self.service.models[model_id]

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        if self.service.down:
            raise Unavailable(f"{self.label} cannot be reached with {self.key()}.")
        return [FoundModel(e.id, e.name, type=e.type) for e in self.service.models.values() if words in e.id]

    def tests(self) -> Sequence[ConnectionTest]:
        return (ConnectionTest("Key", self._try_key), ConnectionTest("Upload", self._try_upload))

    def _try_key(self) -> str:
        if self.key() not in self.service.right_keys:
            raise AuthenticationFailed(f"{self.label} does not know {self.key()}.", "Set another.")
        return "The key is right."

    def _try_upload(self) -> str:
        if self.service.down:
            raise RuntimeError("meant to fail")
        return "A file could be sent."

    def _entries(self) -> dict[str, CatalogueEntry]:
        return {entry.id: entry for entry in (BUNDLED, *self._given.added(self.name))}


class OtherProvider(KeyedProvider):
    """Another service, which may have models of the same names."""

    name: ClassVar[str] = "other"
    label: ClassVar[str] = "Other"
    service: ClassVar[Service] = Service()


class FalLikeProvider(KeyedProvider):
    """One whose key may stand in the environment."""

    name: ClassVar[str] = "fal"


FAL_LIKE = {"fal": "tests.fakes.keyed_provider:FalLikeProvider"}
PATHS = {
    "keyed": "tests.fakes.keyed_provider:KeyedProvider",
    "other": "tests.fakes.keyed_provider:OtherProvider",
}
