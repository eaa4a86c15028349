"""Find out which providers' models a pasted link, name or id means."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from imagen.domain.errors import FieldProblem, ImagenError, InvalidInput, ModelGone
from imagen.providers.base import Provider
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.registry import ProviderRegistry

logger = logging.getLogger(__name__)

_LONGEST_REFERENCE = 1000


@dataclass(frozen=True)
class Candidate:
    """A provider that takes a reference for one of its models; `model_id` is its own name for it, `called` for people.

    `known` are the keys of models that are there already and that the reference means.
    """

    provider: str
    provider_label: str
    model_id: str
    called: str = ""
    known: tuple[str, ...] = ()


def candidates(registry: ProviderRegistry, reference: str, provider: str | None = None) -> list[Candidate]:
    """Say which providers take a pasted link, name or id for one of their models; asks nobody."""
    wanted = [registry.provider(provider)] if provider else registry.providers()
    return [
        _candidate(one, model_id)
        for one in wanted
        if (model_id := _recognised(one, reference.strip(), is_named=provider is not None)) is not None
    ]


def some_candidates(registry: ProviderRegistry, reference: str, provider: str | None) -> list[Candidate]:
    """Give those that there are. Raises InvalidInput for what names no model at all."""
    if not reference.strip():
        refuse("Nothing was given that names a model.", "Paste a model's name, id or the address of its page.")
    if len(reference) > _LONGEST_REFERENCE:
        refuse("This is too long to name a model.", "Paste its name, its id or the address of its page alone.")
    found = candidates(registry, reference, provider)
    if not found:
        who = registry.provider(provider).label if provider else "No provider here"
        says = f"{who} does not know" if provider else f"{who} knows"
        refuse(f"{says} what “{reference.strip()[:80]}” means.", "Paste a model's name, id or the address of its page.")
    return found


def looked_up(
    listed: Sequence[Candidate], look_up: Callable[[str, str], CatalogueEntry]
) -> list[tuple[Candidate, CatalogueEntry]]:
    """Ask every candidate's provider; what one of them refuses is told only where none has the model."""
    found: list[tuple[Candidate, CatalogueEntry]] = []
    refusals: list[ImagenError] = []
    for candidate in listed:
        try:
            found.append((candidate, look_up(candidate.provider, candidate.model_id)))
        except ImagenError as error:
            refusals.append(error)
    if not found:
        raise next((error for error in refusals if not isinstance(error, ModelGone)), refusals[0])
    return found


def refuse(message: str, hint: str) -> NoReturn:
    """Refuse a reference. Raises InvalidInput."""
    raise InvalidInput(message, hint, [FieldProblem("reference", message)])


def _recognised(provider: Provider, reference: str, *, is_named: bool) -> str | None:
    """Let a provider read a reference; one that is named need not leave to others what they might mean by it."""
    try:
        found = provider.recognise(reference)
        return provider.recognise(f"{provider.name}:{reference}") if found is None and is_named else found
    except Exception:  # whatever was pasted, the others are asked all the same
        logger.exception("%s could not read what was pasted", provider.label)
        return None


def _candidate(provider: Provider, model_id: str) -> Candidate:
    known = dict.fromkeys([*provider.known_as(model_id), *([model_id] if _has(provider, model_id) else [])])
    keys = tuple(f"{provider.name}:{each}" for each in known)
    return Candidate(provider.name, provider.label, model_id, provider.called(model_id), keys)


def _has(provider: Provider, model_id: str) -> bool:
    return any(model.key == f"{provider.name}:{model_id}" for model in provider.models())
