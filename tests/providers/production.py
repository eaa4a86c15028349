"""The whole machinery with one provider alone, at its simulator, with a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.settings import load_settings
from tests.provider_simulators import Simulators
from tests.warm import build

_PROVIDERS = {
    "replicate": ("REPLICATE_API_TOKEN", "imagen.providers.replicate.provider:ReplicateProvider"),
    "fal": ("FAL_KEY", "imagen.providers.fal.provider:FalProvider"),
    "civitai": ("CIVITAI_API_TOKEN", "imagen.providers.civitai.provider:CivitaiProvider"),
}


@contextmanager
def producing(folder: Path, sims: Simulators, name: str) -> Iterator[Production]:
    """Run for the length of a `with`."""
    key_name, path = _PROVIDERS[name]
    environment = {**sims.environment, key_name: getattr(sims, name).key}
    with DataFolder(folder / "data").acquire() as acquired:
        made = build(acquired, load_settings({"poll_seconds": "0.02"}, environment), {name: path})
        made.start()
        try:
            yield made
        finally:
            made.stop()
