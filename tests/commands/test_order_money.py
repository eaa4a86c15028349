"""Orders from the terminal at a provider that bills: what is asked, and the limits that answer it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.commands.amounts import read_amount
from imagen.domain.errors import InvalidInput
from tests.commands.program import imagen
from tests.provider_simulators import Simulators, simulators

FLUX = "replicate:black-forest-labs/flux-schnell"
UNPRICED = "replicate:bytedance/sdxl-lightning-4step"


@pytest.fixture(scope="module")
def sims() -> Iterator[Simulators]:
    with simulators() as running:
        yield running


@pytest.fixture
def variables(sims: Simulators, tmp_path: Path) -> dict[str, str]:
    return {
        **sims.environment,
        "REPLICATE_API_TOKEN": sims.replicate.key,
        "IMAGEN_DATA_DIR": str(tmp_path / "data"),
        "IMAGEN_POLL_SECONDS": "0.05",
    }


def test_a_costly_order_wants_a_limit_and_stops_there(sims: Simulators, variables: dict[str, str]) -> None:
    before = sims.ledger.count()
    refused = imagen("order", "a kite [1..400]", "--model", FLUX, **variables)
    assert refused.returncode == 2
    assert "about $1.20" in refused.stderr
    assert "Give --up-to" in refused.stderr
    assert sims.ledger.count() == before
    stopped = imagen("order", "a kite [1..400]", "--model", FLUX, "--up-to", "0.009", **variables)
    assert stopped.returncode == 1
    assert "Its limit is reached" in stopped.stderr
    assert sims.ledger.count() - before == 3
    assert len(stopped.stdout.splitlines()) == 3


def test_an_unknown_price_wants_a_ceiling(sims: Simulators, variables: dict[str, str]) -> None:
    refused = imagen("order", "a kite", "--model", UNPRICED, **variables)
    assert refused.returncode == 2
    assert "Give --ceiling" in refused.stderr
    made = imagen("order", "a kite", "--model", UNPRICED, "--ceiling", "$0.05", **variables)
    assert made.returncode == 0, made.stderr


def test_what_is_no_amount_is_said(variables: dict[str, str]) -> None:
    refused = imagen("order", "a kite", "--up-to=nan", **variables)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert "amount" in refused.stderr.lower()


@pytest.mark.parametrize("amount", ["much", "-1", "nan", "1e99"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(InvalidInput, match=r"(?i)amount"):
        read_amount("--up-to", amount)
