"""Recorded cases, a file each: a model, the values of its form, and the request that must come of them."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from imagen.providers.base import GenerationRequest
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators import Simulators

FOLDER = Path(__file__).parent
_PROVIDERS = {"replicate": "ReplicateProvider", "fal": "FalProvider", "civitai": "CivitaiProvider"}


def recorded() -> list[Path]:
    """Give the files of all cases."""
    return sorted(FOLDER.glob("*.json"))


def record(sims: Simulators, model: str, values: dict[str, Any]) -> dict[str, Any]:
    """Order a model at its simulator, and give the case that comes of it."""
    name = model.partition(":")[0]
    key = getattr(sims, name).key
    surroundings = Surroundings(key=lambda _: key, addresses=_addresses(sims))
    provider: RemoteProvider[Any] = getattr(import_module(f"imagen.providers.{name}.provider"), _PROVIDERS[name])(
        surroundings
    )
    try:
        factory = provider.factory(model)
        factory.submit(factory.prepare(GenerationRequest("0001", values)))
    finally:
        provider.close()
    sent = sims.recorder.all(service=name, method="POST")[-1]
    in_sight = [parameter.name for parameter in factory.spec.parameters if not parameter.ui.advanced]
    return {
        "model": model,
        "values": values,
        "family": factory.model.family,
        "in_sight": in_sight,
        "request": {"method": sent.method, "path": sent.path, "body": json.loads(sent.body)},
    }


def _addresses(sims: Simulators) -> dict[str, str]:
    made = {f"fal_{part}_url": sims.urls[f"fal.{part}"] for part in ("queue", "run", "rest", "cdn", "api")}
    made |= {"civitai_url": sims.urls["civitai.site"], "civitai_orchestration_url": sims.urls["civitai.orchestration"]}
    return {**made, "replicate_url": sims.replicate.url}
