"""Every recorded case comes out as it was recorded: the same form in sight, the same request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.provider_simulators import simulators
from tests.providers.cases import record, recorded


@pytest.mark.parametrize("path", recorded(), ids=lambda path: path.stem)
def test_a_recorded_case(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    with simulators() as sims:
        assert record(sims, case["model"], case["values"]) == case


def test_there_is_a_case_for_each_provider() -> None:
    models = {json.loads(path.read_text("utf-8"))["model"].partition(":")[0] for path in recorded()}
    assert models == {"replicate", "fal", "civitai"}
