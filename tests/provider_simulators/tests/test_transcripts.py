"""Every transcribed request of the clients that we use is answered in kind: status, headers, keys, types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.provider_simulators import Simulators
from tests.provider_simulators.core.catalogue import rows
from tests.provider_simulators.core.files import StoredFile
from tests.provider_simulators.replicate.models import Model
from tests.provider_simulators.tests.replay import DOT, EXPLAINED, Replay, differences

VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
TRANSCRIPTS = [row for row in rows("transcripts") if row.get("exchanges")]


@pytest.fixture
def prepared(sims: Simulators) -> Simulators:
    """Return simulators that know the transcripts' models."""
    sims.replicate.files.put(StoredFile("/out.png", "out.png", "image/png", data=DOT))
    models = sims.replicate.models
    schnell = models.find("black-forest-labs/flux-schnell")
    assert schnell is not None
    optional = {**schnell.schemas, "Input": {**schnell.schemas["Input"], "required": []}}
    models.add(replace(schnell, schemas=optional))
    models.also_version(VERSION, schnell.ref)
    schemas = {"Input": {"type": "object", "properties": {}}}
    schemas["Output"] = {"type": "array", "items": {"type": "string", "format": "uri"}}
    models.add(Model("a", "b", "b" * 64, schemas, official=True))
    owned = models.add(Model("owner", "name", "c" * 64, schemas))
    models.also_version("c" * 64, owned.ref)
    return sims


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].replace("problem+json", "json")


@pytest.mark.parametrize("row", TRANSCRIPTS, ids=lambda row: f"{row['folder']}/{row['scenario']}")
def test_answered_in_kind(prepared: Simulators, row: dict[str, Any]) -> None:
    replay = Replay(prepared, row["folder"], row["scenario"])
    if row["scenario"] == "run-with-version-ref":
        prepared.replicate.models.also_version(VERSION, "owner/name")
    for number, exchange in enumerate(row["exchanges"], 1):
        expected = exchange["response"]
        if (row["scenario"], number) in EXPLAINED and number > 1:
            continue
        reply = replay.send(exchange)
        if (row["scenario"], number) in EXPLAINED:
            continue
        if expected is None:
            assert reply is None
            continue
        assert reply is not None
        assert reply.status_code == expected["status"], reply.text[:500]
        for name, value in expected["headers"].items():
            assert name in reply.headers, f"{number}: the header {name} is missing"
            if name == "content-type" and not exchange["request"]["path"].endswith(".png"):
                assert _kind(reply.headers[name]) == _kind(value)
        if isinstance(expected["body"], dict | list):
            found = differences(expected["body"], reply.json())
            assert not found, f"{number}: {exchange['request']['method']} {exchange['request']['path']}: {found}"
