"""The official clients pointed at the simulators, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.provider_simulators.simulators import Simulators


def replicate_client(sims: Simulators, key: str = "", **options: Any) -> Any:
    """Return a `replicate.Client` for the simulator: its `base_url` is given without `/v1`."""
    from replicate.client import Client

    client: Any = Client(api_token=key or sims.replicate.key, base_url=sims.replicate.url, **options)
    client.poll_interval = 0.01
    return client


@contextmanager
def fal_module(sims: Simulators) -> Iterator[Any]:
    """Lend the `fal_client` module with its addresses pointed at the simulator: they are constants of the module."""
    import fal_client.client as module

    addresses = {
        "RUN_URL_FORMAT": sims.urls["fal.run"] + "/",
        "QUEUE_URL_FORMAT": sims.urls["fal.queue"] + "/",
        "REST_URL": sims.urls["fal.rest"],
        "CDN_URL": sims.urls["fal.cdn"],
    }
    before = {name: getattr(module, name) for name in addresses}
    try:
        for name, address in addresses.items():
            setattr(module, name, address)
        yield module
    finally:
        for name, address in before.items():
            setattr(module, name, address)
