"""The Sketch provider: the models found in `models/`, and the threads that carry out their work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

from imagen.domain.errors import ModelGone
from imagen.providers.base import BaseProductFactory, Handle, Model, PreparedRequest, Provider
from imagen.providers.price import Price, Unit
from imagen.providers.sketch.discovery import model_factories
from imagen.providers.sketch.factory import new_request_id
from imagen.providers.sketch.jobs import Jobs
from imagen.providers.surroundings import NOWHERE, Surroundings

_FREE = Price(0, Unit.RUN)


class SketchProvider(Provider):
    """Draw, film and compose by rules on this machine."""

    name = "sketch"
    label = "Sketch"
    description = (
        "Built in: draws simple illustrations, clips and tunes from the words it knows. "
        "It is no AI; it needs no key and no network, costs nothing, and is there to try Imagen out."
    )
    places = os.cpu_count() or 2
    takes_key = False

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._jobs = Jobs(self.places, self.changed)
        factories = [factory(self._jobs) for factory in model_factories()]
        self._factories = {factory.model.key: factory for factory in factories}

    def models(self) -> Sequence[Model]:
        return [factory.model for factory in self._factories.values()]

    def factory(self, model_key: str) -> BaseProductFactory:
        if model_key not in self._factories:
            known = ", ".join(self._factories)
            raise ModelGone(f"Sketch has no model {model_key}.", f"It has: {known}.")
        return self._factories[model_key]

    def price(self, model_key: str) -> Price | None:
        return _FREE

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Give a new receipt: drawing again is free and gives the same bytes, so no lost answer is ever unclear."""
        return Handle(new_request_id(prepared.generation_id))

    def close(self) -> None:
        self._jobs.close()
