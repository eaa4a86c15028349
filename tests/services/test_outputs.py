"""How many products a plan makes, where each generation may make several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from imagen.datafolder import DataFolder
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.warm import build

PROMPT = {"prompt": "a [red,blue,teal] fox"}
SKETCH = {"sketch": "imagen.providers.sketch.provider:SketchProvider"}


@pytest.fixture
def sketch_services(folder: DataFolder) -> Iterator[Services]:
    made = build(folder, load_settings({}, {}), SKETCH)
    yield made.services
    made.stop()


@pytest.mark.parametrize(("outputs", "count", "made"), [(None, 3, 3), ("4", 3, 12), ("1,2,4", 9, 21), ("1..4", 12, 30)])
def test_products_are_counted_beside_generations(
    outputs: str | None, count: int, made: int, sketch_services: Services
) -> None:
    parameters = PROMPT if outputs is None else {**PROMPT, "outputs": outputs}
    view = sketch_services.plans.plan(OrderRequest("sketch:sketch", parameters))
    assert (view.count, view.outputs, view.output_kind) == (count, made, "image")


def test_a_large_order_is_counted_in_full_where_only_values_differ(sketch_services: Services) -> None:
    view = sketch_services.plans.plan(OrderRequest("sketch:sketch", {"prompt": "a [1..300] fox", "outputs": "2"}))
    assert (view.count, view.outputs) == (300, 600)


def test_the_kind_is_that_of_the_model(sketch_services: Services) -> None:
    view = sketch_services.plans.plan(OrderRequest("sketch:motion", {"prompt": "a fox", "outputs": 2}))
    assert (view.outputs, view.output_kind) == (2, "video")
