"""Asks Replicate about one model, one version or one deployment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import BadResponse, ModelGone
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.entries import entry_of
from imagen.providers.replicate.references import Reference, read_id

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient


Tasks = Callable[[str], Iterable[str]]


def look_up(client: ReplicateClient, model_id: str, tasks: Tasks) -> CatalogueEntry:
    """Give the newest word on a model; `tasks` gives what is known of what a model does. Raises ModelGone when there is none."""
    reference = read_id(model_id)
    if reference is None:
        raise ModelGone(f"{model_id[:200]} is no model of Replicate.", "Write owner/name, or paste its link.")
    try:
        return (_deployment if reference.is_deployment else _model)(client, reference, tasks)
    except ModelGone as error:
        raise ModelGone(
            f"Replicate has no {reference.id}, or it is private.", "Look at its page on replicate.com."
        ) from error


def _model(client: ReplicateClient, reference: Reference, tasks: Tasks) -> CatalogueEntry:
    answer, known = _object(client.get(f"/v1/models/{reference.ref}")), tasks(reference.ref)
    if reference.version:
        version: Any = _version(client, reference.ref, reference.version)
        return entry_of(answer, reference, tasks=known, version=version)
    if not isinstance(answer.get("latest_version"), Mapping):
        return entry_of(answer, reference, tasks=known, version=_newest(client, reference.ref))
    return entry_of(answer, reference, tasks=known)


def _deployment(client: ReplicateClient, reference: Reference, tasks: Tasks) -> CatalogueEntry:
    """Take the form of a deployment from the version that it runs now."""
    release = _object(_object(client.get(f"/v1/{reference.id}")).get("current_release"))
    ref, version = release.get("model"), release.get("version")
    behind = read_id(ref) if isinstance(ref, str) else None
    if behind is None:
        raise BadResponse("Replicate does not say which model the deployment runs.", "Look at its page.")
    answer = _object(client.get(f"/v1/models/{behind.ref}"))
    if isinstance(version, str) and read_id(f"{behind.ref}:{version}"):
        answer = {**answer, "latest_version": _version(client, behind.ref, version)}
    made = entry_of(answer, behind, tasks=tasks(behind.ref))
    owned = entry_of(answer, reference)
    return replace(owned, type=made.type, why_not=made.why_not, family=made.family, details={"model": behind.ref})


def _version(client: ReplicateClient, ref: str, version: str) -> Mapping[str, Any]:
    return _object(client.get(f"/v1/models/{ref}/versions/{version}"))


def _newest(client: ReplicateClient, ref: str) -> Mapping[str, Any] | None:
    _, versions = next(client.pages(f"/v1/models/{ref}/versions", {}, 1))
    return next((each for each in versions if isinstance(each, Mapping)), None)


def _object(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise BadResponse("Replicate answered with something that describes no model.", "Try again later.")
    return answer
