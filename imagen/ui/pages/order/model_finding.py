"""Find models beyond those that are known: what a pasted text names, what providers have, and the way from there to a form."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.parameters import ParameterSetSpec, ParameterType
from imagen.services.all import Services
from imagen.services.views import ModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.model_picker import ModelPicker
from imagen.ui.pages.order.model_rows import found_rows

_LONGEST_REFERENCE = 1000


class ModelFinding:
    """Answers the picker; `on_added(view)` is called with a model that was added and has its form."""

    def __init__(
        self, services: Services, picker: ModelPicker, on_added: Callable[[ModelView], Awaitable[None]]
    ) -> None:
        self._catalogue = services.catalogue
        self._models = services.models
        self._picker = picker
        self._on_added = on_added
        self._labels = {provider.name: provider.label for provider in services.models.providers()}
        self._client = ui.context.client

    async def recognise(self, text: str) -> None:
        """Say which providers take a pasted link, name or id; nobody is asked for that."""
        if len(text) > _LONGEST_REFERENCE:
            return
        candidates = await call(self._catalogue.recognise, text)
        if not self._client.is_deleted:
            self._picker.set_candidates(
                text,
                [
                    {
                        "key": f"{one.provider}:{one.model_id}",
                        "provider": one.provider,
                        "provider_label": one.provider_label,
                        "id": one.model_id,
                        "called": one.called,
                        "known": list(one.known),
                    }
                    for one in candidates
                ],
            )

    async def search(self, text: str, providers: Sequence[str]) -> None:
        """Search at all these providers at once; each answers, or fails, by itself."""
        await asyncio.gather(*(self._search(text, provider) for provider in providers))

    async def _search(self, text: str, provider: str) -> None:
        try:
            hits = await call(self._catalogue.search, provider, text)
        except ImagenError as error:
            if not self._client.is_deleted:
                self._picker.set_found(text, provider, "failed", message=str(error))
            return
        if not self._client.is_deleted:
            self._picker.set_found(text, provider, "done", hits=found_rows(hits))

    async def add(self, identity: str, provider: str, reference: str) -> None:
        """Add a model, make its form, and use it; what goes wrong stands at its row."""
        label = self._labels.get(provider, provider)
        self._picker.set_adding(identity, "busy", f"Asking {label} about it…")
        try:
            added = await call(self._catalogue.add, reference, provider)
            if self._client.is_deleted:
                return
            self._picker.set_adding(identity, "busy", f"Making a form of what {added.view.model.name} takes…")
            spec = await call(self._models.spec, added.view.model.key)
        except ImagenError as error:
            if not self._client.is_deleted:
                self._picker.set_adding(identity, "failed", str(error))
            return
        if self._client.is_deleted:
            return
        self._picker.close()
        await self._on_added(added.view)
        d.toast(_told(added.view, spec), kind="done")


def _told(view: ModelView, spec: ParameterSetSpec) -> str:
    fields = len(spec.parameters)
    raw = sum(1 for parameter in spec.parameters if parameter.type is ParameterType.JSON)
    as_json = f", {raw:,} of them as JSON" if raw else ""
    return f"{view.model.name} is added: {fields:,} {'field' if fields == 1 else 'fields'}{as_json}."
