"""An own price counts in what is estimated and, where computing is paid by the second, in what was charged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    Handle,
    Model,
    ModelType,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.price import Price, Unit
from imagen.services.all import Services
from imagen.services.discretion import DiscreetFactory

SUBMISSION = Submission(Handle("one"), PreparedRequest("one", {}))


class Told(BaseProductFactory):
    """A service that tells what it took: two and a half seconds, for a tenth of a dollar."""

    model = Model("told:one", "told", "One", ModelType.TEXT_TO_IMAGE, "One")

    @property
    def spec(self) -> Any:
        raise AssertionError("nobody asks for it")

    def submit(self, prepared: PreparedRequest) -> Handle:
        return Handle("one")

    async def check(self, submission: Submission) -> Progress:
        return Progress(RemoteState.SUCCEEDED)

    def collect(self, submission: Submission) -> Result:
        return Result((), inference_time_ms=2500, cost=100_000)

    def cancel(self, submission: Submission) -> None:
        return None

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(7, 3.0)


@pytest.mark.parametrize(
    ("own", "estimated", "charged"),
    [
        (None, 7, 100_000),
        (Price(50, Unit.RUN), 50, 100_000),
        (Price(1_000, Unit.COMPUTE_SECOND), None, 2_500),
        (Price(0, Unit.RUN), 0, 100_000),
    ],
)
def test_an_own_price_counts(shop: Services, own: Price | None, estimated: int | None, charged: int) -> None:
    factory = DiscreetFactory(Told(), shop.providers._keys, None, lambda key: own)  # type: ignore[arg-type]
    assert factory.estimate({}) == Estimate(estimated, 3.0)
    assert factory.collect(SUBMISSION).cost == charged
    if own is not None:
        assert factory.quote(SUBMISSION.prepared) == Estimate(estimated, 3.0)
