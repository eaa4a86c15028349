"""A library from before there were search tables is found whole after the upgrade."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command

from imagen.data import upgrade as upgrading
from imagen.data.database import Database
from imagen.data.repositories.product_search import ProductSearchRepository, Search
from imagen.data.repositories.search_facets import Facet, SearchFacets
from imagen.data.upgrade import open_for_migration, upgrade
from imagen.domain.ids import new_id
from imagen.domain.search import parse

_BEFORE = "8c41be07d3f2"
_AT = "2026-11-20 10:00:00.000000"


def test_what_was_made_before_is_found_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    config = upgrading._config()
    with open_for_migration(path) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
    product_id, deleted_id = new_id(), new_id()
    with closing(sqlite3.connect(path)) as old, old:
        project, order, generation = (new_id().hex for _ in range(3))
        _insert(old, "project", id=project, name="Foxes", description="", status="active")
        _insert(old, "order", id=order, kind="order", name="", number=7, model_key="sketch:sketch", provider="sketch", base_parameters="{}", expansion_seed=1, excluded="[]", one_of_each_first=0, repeats=1, seed_policy="as_given", status="fulfilled", priority="interactive", rank=0, planned=1, written=1, lookups_used="{}", spec_used="{}", factors="[]")  # fmt: skip # noqa: E501
        choices = json.dumps([{"key": "k", "parameter": "prompt", "name": "color", "option": 0, "text": "red"}])
        _insert(old, "generation", id=generation, order_id=order, provider="sketch", position=0, expansion_index="0", repeat=0, status="complete", generation_parameters='{"steps": 20}', choices=choices, model_used="sketch:sketch", notes="", search_id=1)  # fmt: skip # noqa: E501
        old.execute("INSERT INTO generation_text (rowid, prompt) VALUES (1, 'a red fox')")
        shared = {"generation_id": generation, "order_id": order, "project_id": project, "type": "image", "path": "", "sha256": "a", "file_size": 1, "mime_type": "image/png", "state": "ready", "liked": 1, "origin": "generated", "name": "", "width": 64, "height": 96}  # fmt: skip # noqa: E501
        _insert(old, "product", id=product_id.hex, output_index=0, **shared)
        _insert(old, "product", id=deleted_id.hex, output_index=1, deleted_at=_AT, **shared)
    upgrade(path)
    database = Database(path)
    with database.read() as session:
        search = ProductSearchRepository(session)
        texts = (
            "fox",
            "liked",
            "model:sketch",
            "project:foxes",
            "order:7",
            "steps:20",
            "color=red",
            "size:portrait",
            "is:unrated",
        )
        for text in texts:
            assert search.ids(Search(parse(text).tree)) == [product_id], text
        facets = SearchFacets(search).facets(Search())
        assert [(count.value, count.count) for count in facets[Facet.PROJECT]] == [("Foxes", 1)]
    database.close()


def _insert(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    given = {"created_at": _AT, "updated_at": _AT, **values}
    places = ",".join("?" for _ in given)
    connection.execute(f'INSERT INTO "{table}" ({",".join(given)}) VALUES ({places})', tuple(given.values()))
