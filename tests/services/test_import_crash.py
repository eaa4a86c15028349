"""A program killed in the middle of an import: no half file is a product, and importing again completes it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from imagen.data.models import Product
from imagen.datafolder import DataFolder
from imagen.domain.product import ProductState
from imagen.services.import_progress import ImportState
from imagen.settings import load_settings
from tests.fakes.scripted_provider import PATHS
from tests.services.test_importing import _many
from tests.warm import build, empty_database

FILES = 1500


@pytest.mark.parametrize("rows_at_the_kill", [1, 300])
def test_a_kill_leaves_whole_products_only_and_the_rest_comes_with_the_next_import(
    tmp_path: Path, rows_at_the_kill: int
) -> None:
    folder, data = tmp_path / "many", tmp_path / "data"
    _many(folder, FILES)
    data.mkdir()
    (data / "imagen.db").write_bytes(empty_database())
    command = [sys.executable, "-m", "tests.services.import_child", str(data), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == "ended" or int(line) >= rows_at_the_kill:
                break
        child.kill()
    left_behind = set((data / "parts").iterdir())
    with DataFolder(data).acquire() as held:
        production = build(held, load_settings({}, {}), PATHS)
        production.start()
        try:
            imports = production.services.imports
            with imports._units.reading() as reading:
                products = list(reading.products.page(limit=10_000))
            assert rows_at_the_kill <= len(products) < FILES
            assert all(_is_whole(production.store.path_of(product.path), product) for product in products)
            assert not left_behind & set(held.parts.iterdir())
            again = imports.wait(imports.start_folder(str(folder)).id, 120)
            assert (again.state, again.refused) == (ImportState.DONE, 0)
            assert (again.taken, again.already_there) == (FILES - len(products), len(products))
            assert imports.wait_for_checks(240)
            with imports._units.reading() as reading:
                all_of_them = list(reading.products.page(limit=10_000))
            assert len({product.sha256 for product in all_of_them}) == len(all_of_them) == FILES
            assert {product.state for product in all_of_them} == {ProductState.READY}
        finally:
            production.stop()


def _is_whole(path: Path, product: Product) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() == product.sha256
