"""Files are examined many at once, and one at a time while something else is waited for."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from imagen.bootstrap import Production
from imagen.domain.edits import Edit
from imagen.domain.errors import UnsupportedFormat
from imagen.domain.product import ProductState
from imagen.media.examination import Examination
from imagen.media.thumbnails import ThumbnailFiles
from imagen.services.import_run import FEW
from tests.services.test_importing import _folder, _many

CORES = 4


class Watching:
    """Refuses every file, and remembers how many were before it at once."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def examine(self, path: Path, thumbnails: ThumbnailFiles) -> Examination:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.005)  # so that others come in the meantime
        with self._lock:
            self._now -= 1
        raise UnsupportedFormat("No.", "Try another.")

    def edit(self, path: Path, edits: Sequence[Edit], into: Path) -> NoReturn:
        raise NotImplementedError

    def close(self) -> None:
        pass


def test_files_are_examined_one_at_a_time_while_it_steps_back(
    at_rest: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching, checking = Watching(), at_rest.checking
    monkeypatch.setattr(at_rest.store, "_decoder", watching)
    monkeypatch.setattr(os, "cpu_count", lambda: CORES)
    _many(tmp_path / "many", FEW + 1)
    _folder(at_rest.services, tmp_path / "many")
    try:
        with checking.stepping_back():
            checking.start()
            assert checking.wait(60)
        assert (at_rest.services.imports.unchecked(), watching.most) == (0, 1)
        with at_rest.services.imports._units() as unit:
            for product in unit.products.page(limit=1000):
                unit.imported.change(product.id, state=ProductState.UNCHECKED)
            unit.commit()
        checking.ask()
        assert checking.wait(60)
        assert 1 < watching.most <= CORES
    finally:
        checking.close()


def test_an_import_of_many_has_the_check_step_back_until_it_ends(at_rest: Production, tmp_path: Path) -> None:
    _many(tmp_path / "many", FEW + 1)
    seen = []
    at_rest.services.bus.subscribe(lambda event: seen.append(at_rest.checking._stepping_back))
    _folder(at_rest.services, tmp_path / "many")
    assert 1 in seen
    assert at_rest.checking._stepping_back == 0
