"""What takes longer to make than most tests last and differs in none of them: an empty database, and decoders that run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from imagen import bootstrap
from imagen.bootstrap import Production
from imagen.data.upgrade import upgrade
from imagen.datafolder import DataFolder
from imagen.media.decoding import DecoderPool
from imagen.providers.registry import BUILT_IN
from imagen.settings import Settings


class SharedDecoders(DecoderPool):
    """Decoders that outlive the apps that use them; they end with this process, as all decoders do."""

    def close(self) -> None:
        """Go on: the next app needs them."""


def build(
    folder: DataFolder,
    settings: Settings,
    provider_paths: Mapping[str, str] = BUILT_IN,
    hide: Callable[[str], None] = lambda secret: None,
) -> Production:
    """Build an app as `bootstrap.build` does, on a database that is already there and with decoders that already run."""
    if not folder.database.exists():
        folder.database.write_bytes(empty_database())
    production = bootstrap.build(folder, settings, provider_paths, hide)
    production.store._decoder = _decoders()
    return production


@cache
def empty_database() -> bytes:
    """Give the content of a database that the migrations made: all tables and no rows."""
    with tempfile.TemporaryDirectory(prefix="imagen-empty-") as folder:
        path = Path(folder) / "imagen.db"
        upgrade(path)
        return path.read_bytes()


@cache
def _decoders() -> SharedDecoders:
    return SharedDecoders()
