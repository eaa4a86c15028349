"""How a product came about, in IPTC's words."""

from __future__ import annotations

import pytest

from imagen.domain.digital_source import source_type_of
from imagen.domain.file_parameters import DigitalSourceType as Kind
from imagen.domain.product import ProductOrigin


@pytest.mark.parametrize(
    ("origin", "made_from", "trained", "expected"),
    [
        (ProductOrigin.GENERATED, (), True, Kind.TRAINED),
        (ProductOrigin.GENERATED, (Kind.TRAINED,), True, Kind.TRAINED),
        (ProductOrigin.GENERATED, (Kind.TRAINED, None), True, Kind.COMPOSITE),
        (ProductOrigin.GENERATED, (Kind.EDITED_BY_HAND,), True, Kind.COMPOSITE),
        (ProductOrigin.GENERATED, (Kind.COMPOSITE,), True, Kind.COMPOSITE),
        (ProductOrigin.GENERATED, (), False, Kind.ALGORITHMIC),
        (ProductOrigin.GENERATED, (Kind.TRAINED,), False, Kind.TRAINED),
        (ProductOrigin.EDITED, (Kind.TRAINED,), True, Kind.TRAINED),
        (ProductOrigin.EDITED, (Kind.COMPOSITE,), True, Kind.COMPOSITE),
        (ProductOrigin.EDITED, (Kind.ALGORITHMIC,), True, Kind.ALGORITHMIC),
        (ProductOrigin.EDITED, (None,), True, Kind.EDITED_BY_HAND),
        (ProductOrigin.IMPORTED, (), True, None),
    ],
)
def test_tells_how_a_product_came_about(
    origin: ProductOrigin, made_from: tuple[Kind | None, ...], trained: bool, expected: Kind | None
) -> None:
    assert source_type_of(origin, made_from=made_from, by_trained_model=trained) is expected


def test_an_imported_file_is_what_it_tells() -> None:
    assert source_type_of(ProductOrigin.IMPORTED, told=Kind.TRAINED) is Kind.TRAINED


def test_the_terms_are_written_in_full() -> None:
    assert Kind.TRAINED.uri == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    assert Kind.COMPOSITE.uri.endswith("/compositeWithTrainedAlgorithmicMedia")
