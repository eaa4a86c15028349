"""The catalogue of models: add one by pasting what names it, search a provider's own, look again, remove."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from imagen.data.models import Model as ModelRow
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import Conflict, ImagenError, ModelGone, NotFound
from imagen.domain.events import ModelsChanged
from imagen.providers.base import Provider
from imagen.providers.catalogue import CatalogueEntry, FoundModel
from imagen.providers.price import Unit
from imagen.providers.registry import ProviderRegistry
from imagen.services.holding import let_go_for_price
from imagen.services.keys import Keys
from imagen.services.known_entries import KnownEntries
from imagen.services.model_references import Candidate, candidates, looked_up, refuse, some_candidates
from imagen.services.models import ModelService
from imagen.services.own_prices import keep_price, own_price
from imagen.services.refreshing import Refreshing, Round
from imagen.services.views import FoundModelView, ModelView
from imagen.services.wakeups import Wakeups
from imagen.services.writing import SPEC

logger = logging.getLogger(__name__)

_STALE_AFTER = timedelta(days=7)
_ORDERED_LATELY = timedelta(days=30)


@dataclass(frozen=True)
class AddedModel:
    """A model that was asked for; `is_new` when it was not there before."""

    view: ModelView
    is_new: bool


class CatalogueService:
    """Everything a person does with the list of models."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        models: ModelService,
        entries: KnownEntries,
        keys: Keys,
        refreshing: Refreshing,
        wakeups: Wakeups,
    ) -> None:
        self._wakeups = wakeups
        self._units = units
        self._registry = registry
        self._models = models
        self._entries = entries
        self._keys = keys
        self._refreshing = refreshing

    def recognise(self, reference: str, provider: str | None = None) -> list[Candidate]:
        """Say which providers take a pasted link, name or id for one of their models; asks nobody."""
        return candidates(self._registry, reference, provider)

    def add(self, reference: str, provider: str | None = None) -> AddedModel:
        """Add the model that a pasted link, name or id means; where several providers have one, name the provider.

        Raises InvalidInput for what names no model or several, ModelGone where there is none of that name, and what
        providers say.
        """
        found = looked_up(some_candidates(self._registry, reference, provider), self._look_up)
        if len(found) > 1:
            labels = " and ".join(candidate.provider_label for candidate, _ in found)
            refuse(f"{labels} both have a model of this name.", "Say which provider is meant.")
        candidate, entry = found[0]
        if entry.type is None:
            why = entry.why_not or "Imagen does not know what goes into it and what comes out."
            refuse(f"{entry.name} cannot be used here.", why)
        key = f"{candidate.provider}:{entry.id}"
        is_new = not self._models.is_known(key)
        self._keep(candidate.provider, entry, added=is_new)
        return AddedModel(self._models.get(key), is_new)

    def search(self, provider: str, words: str, limit: int = 30) -> list[FoundModelView]:
        """Search a provider's own catalogue. Raises NotFound and what the provider says."""
        asked = self._registry.provider(provider)
        known = {model.key for model in asked.models()}
        with self._keys.discreetly():
            hits = asked.search(words.strip(), limit)
        return [self._discreet(_found_view(asked, hit, known)) for hit in hits[:limit]]

    def learn_prices(self) -> bool:
        """Ask the providers that have a list of prices for all of theirs; may block. Tell whether any became known.

        One that cannot be asked is left out: its prices stay as unknown as they are.
        """
        able = [provider for provider in self._registry.providers() if provider.problem() is None]
        learned = [self._learned(provider) for provider in able]
        return any(learned)

    def refresh(self, keys: Iterable[str] | None = None, provider: str | None = None) -> int:
        """Look at models again in the background, all that the database knows where none are named; tell how many."""
        if keys is None:
            keys = [key for key in self._entries.notes() if provider in {None, key.partition(":")[0]}]
        chosen = [key for key in dict.fromkeys(keys) if self._can_look_up(key)]
        self._refreshing.ask(chosen)
        return len(chosen)

    def refresh_all(self, provider: str) -> int:
        """Look at every model of a provider again in the background; tell how many. Raises NotFound."""
        return self.refresh([model.key for model in self._registry.provider(provider).models()])

    def refreshed(self, provider: str) -> Round:
        """Tell how far looking at a provider's models is. Raises NotFound."""
        return self._refreshing.round(self._registry.provider(provider).name)

    def stop_refreshing(self, provider: str) -> Round:
        """Look at no more models of a provider. Raises NotFound."""
        self._refreshing.stop(self._registry.provider(provider).name)
        return self._refreshing.round(provider)

    def refresh_stale(self) -> int:
        """Look again at models that were not looked at for a week and at those that were ordered lately."""
        before = now() - _STALE_AFTER
        with self._units.reading() as reading:
            ordered = reading.models.ordered_since(now() - _ORDERED_LATELY)
        notes = self._entries.notes()
        old = [key for key, note in notes.items() if note.seen_at < before]
        return self.refresh([*old, *(key for key in ordered if key not in notes)])

    def refresh_now(self, key: str) -> ModelView:
        """Look at one model again. Raises ModelGone where there never was one, and what the provider says.

        One that has vanished is kept and says so: orders of it can be read, and new ones are refused.
        """
        model = self._models.get(key).model
        provider = self._registry.provider(model.provider)
        if not _looks_up(provider):
            raise Conflict(f"The models of {provider.label} are built in.", "There is nothing to look up.")
        model_id = key.partition(":")[2]
        try:
            entry = self._look_up(provider.name, model_id)
        except ModelGone:
            self._note_gone(key, ModelRow(provider=model.provider, model_id=model_id, name=model.name, added=False))
        else:
            self._keep(model.provider, entry, added=False)
        return self._models.get(key)

    def remove(self, key: str) -> None:
        """Forget what was added or learned of a model; one that comes with Imagen is then as it came.

        Raises NotFound, and Conflict while there is something of it to be made or fetched.
        """
        provider, _, model_id = key.partition(":")
        with self._units() as unit:
            row = unit.models.by_name(provider, model_id)
            if row is None or row.deleted_at is not None:
                raise NotFound(
                    f"{key} was not added, so it cannot be removed.", "It comes with Imagen, or is not there."
                )
            unfinished = unit.models.unfinished(key)
            if unfinished and row.added:
                raise Conflict(
                    f"{row.name} still has {unfinished:,} unfinished generation{'s' if unfinished > 1 else ''}.",
                    "Cancel them or wait for them, then remove the model.",
                )
            unit.models.delete(row)
            unit.record(ModelsChanged(provider, (key,)))
            unit.commit()

    def restore(self, key: str) -> ModelView:
        """Take the removal of a model back, as it was known. Raises NotFound."""
        provider, _, model_id = key.partition(":")
        with self._units() as unit:
            row = unit.models.by_name(provider, model_id)
            if row is None or row.deleted_at is None:
                raise NotFound(f"{key} was not removed.", "Add it by its link or its name.")
            row.deleted_at = None
            self._tell(unit, key)
        return self._models.get(key)

    def set_price(self, key: str, amount: int, unit: Unit) -> ModelView:
        """Say what a model costs, in micro-dollars for each unit, in the place of what is published.

        Raises ModelGone and InvalidInput.
        """
        self._models.factory(key)
        price = own_price(amount, unit)
        with self._units() as unit_of_work:
            keep_price(unit_of_work, key, price)
            let_go_for_price(unit_of_work, key)
            self._tell(unit_of_work, key)
        self._wakeups.advance(4)
        return self._models.get(key)

    def clear_price(self, key: str) -> ModelView:
        """Take back what was said that a model costs: what is published counts again. Raises ModelGone."""
        self._models.factory(key)
        with self._units() as unit:
            keep_price(unit, key, None)
            let_go_for_price(unit, key)
            self._tell(unit, key)
        self._wakeups.advance(4)
        return self._models.get(key)

    def _learned(self, provider: Provider) -> bool:
        try:
            with self._keys.discreetly():
                return provider.learn_prices()
        except ImagenError as error:
            logger.info("%s told no prices: %s", provider.label, error)
        except Exception:
            logger.exception("The prices of %s could not be read", provider.label)
        return False

    def _discreet(self, view: FoundModelView) -> FoundModelView:
        """Leave out what a provider says of a model that holds a key."""
        name, about = self._keys.without_secrets(view.name), self._keys.without_secrets(view.description)
        shown = view.thumbnail_url
        return replace(
            view,
            name=name,
            description=about,
            thumbnail_url=shown if self._keys.without_secrets(shown) == shown else None,
        )

    def _look_up(self, provider: str, model_id: str) -> CatalogueEntry:
        with self._keys.discreetly():
            entry = self._registry.provider(provider).look_up(model_id)
        return CatalogueEntry.read(self._keys.without_secrets(entry.write()))

    def _keep(self, provider: str, entry: CatalogueEntry, *, added: bool) -> None:
        key = f"{provider}:{entry.id}"
        before = self._form_hash(key)
        with self._units() as unit:
            row = unit.models.by_name(provider, entry.id)
            if row is None:
                row = unit.models.add(ModelRow(provider=provider, model_id=entry.id, name=entry.name, added=added))
            elif row.deleted_at is not None:
                row.deleted_at, row.added = None, added
            price = row.price
            _write(row, entry)
            freed = let_go_for_price(unit, key) if row.price != price else 0
            unit.record(ModelsChanged(provider, (key,)))
            unit.commit()
        self._wakeups.advance(freed)
        if before is not None and before != self._form_hash(key):
            self._note_changed(provider, entry.id)

    def _form_hash(self, key: str) -> str | None:
        """Tell one form of a model from another; None where there is none."""
        try:
            return hashlib.sha256(SPEC.dump_json(self._registry.factory(key).spec)).hexdigest()
        except ModelGone:
            return None

    def _note_changed(self, provider: str, model_id: str) -> None:
        with self._units() as unit:
            row = unit.models.by_name(provider, model_id)
            assert row is not None
            row.changed_at = now()
            unit.record(ModelsChanged(provider, (f"{provider}:{model_id}",)))
            unit.commit()

    def _note_gone(self, key: str, otherwise: ModelRow) -> None:
        with self._units() as unit:
            row = unit.models.by_name(otherwise.provider, otherwise.model_id) or unit.models.add(otherwise)
            if row.deleted_at is not None:
                row.deleted_at, row.added, row.document_hash = None, False, ""
            row.seen_at = now()
            row.gone_at = row.gone_at or row.seen_at
            self._tell(unit, key)

    def _tell(self, unit: UnitOfWork, key: str) -> None:
        unit.record(ModelsChanged(key.partition(":")[0], (key,)))
        unit.commit()

    def _can_look_up(self, key: str) -> bool:
        name = key.partition(":")[0]
        if name not in self._registry.names or not self._models.is_known(key):
            return False
        provider = self._registry.provider(name)
        return _looks_up(provider) and provider.problem() is None


def _looks_up(provider: Provider) -> bool:
    return type(provider).look_up is not Provider.look_up


def _found_view(provider: Provider, hit: FoundModel, known: set[str]) -> FoundModelView:
    key = f"{provider.name}:{hit.id}"
    return FoundModelView(
        key, provider.name, hit.id, hit.name, hit.description, hit.type, hit.thumbnail_url, key in known
    )


def _write(row: ModelRow, entry: CatalogueEntry) -> None:
    written = entry.write()
    row.name = entry.name
    row.type = written["type"]
    row.family = entry.family
    row.description = entry.description
    row.document = written["document"]
    row.document_hash = hashlib.sha256(json.dumps(written["document"], sort_keys=True).encode()).hexdigest()
    row.details = written["details"]
    row.price = written["price"]
    row.why_not = entry.why_not
    row.seen_at = now()
    row.gone_at = None
