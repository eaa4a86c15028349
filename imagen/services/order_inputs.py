"""The products that go into an order: each must be there, usable, and of the kind that its parameter takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from imagen.data.repositories import Repositories
from imagen.domain.expansion import Lookups, plan
from imagen.domain.parameter_sets import PRODUCT_REFERENCE, MediaValue, media_values
from imagen.domain.parameters import ParameterSetSpec
from imagen.domain.product import ProductState
from imagen.services.order_request import OrderRequest

_MOST_TOLD = 20


def input_problems(
    reading: Repositories, spec: ParameterSetSpec, request: OrderRequest
) -> Iterator[tuple[MediaValue, str]]:
    """Say what is wrong with the inputs of an order, each with where it stands; the first of them where there are many."""
    checked: set[tuple[str, str]] = set()
    wrong = (
        (media, problem)
        for media in _media(spec, request)
        for written in _texts(media.value)
        if _is_first(checked, (media.place, written))
        if (problem := _problem(reading, written, media.spec.type.value))
    )
    yield from islice(wrong, _MOST_TOLD)


def _media(spec: ParameterSetSpec, request: OrderRequest) -> Iterator[MediaValue]:
    """Give the media values as the generations will have them: a text may stand for several inputs."""
    for parameter in spec.parameters:
        if not parameter.is_media:
            yield from media_values(ParameterSetSpec((parameter,)), request.parameters)
            continue
        alone = ParameterSetSpec((parameter,))
        given = {name: value for name, value in request.parameters.items() if name == parameter.name}
        expansion = plan(alone, given, Lookups.of({}), seed=0, repeats=1)
        if not expansion.problems:  # the order's own expansion tells of those
            for index in range(expansion.count):
                yield from media_values(alone, expansion.at(index).parameters)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif value is not None and value != "":
        yield str(value)


def _is_first(checked: set[tuple[str, str]], one: tuple[str, str]) -> bool:
    if one in checked:
        return False
    checked.add(one)
    return True


def _problem(reading: Repositories, written: str, wanted: str) -> str | None:
    product_id = _product_id(written)
    if product_id is None:
        return f"“{written.removeprefix(PRODUCT_REFERENCE)[:40]}” is no product. Choose one of the gallery."
    product = reading.products.find(product_id)
    if product is None or product.deleted_at is not None:
        return "the product is not there any more. Choose another."
    if product.state is not ProductState.READY:
        return "the file of this product cannot be used. Choose another."
    if wanted not in {"file", product.type.value}:
        return f"it takes {'an' if wanted[0] in 'aeiou' else 'a'} {wanted}, and this product is {product.type}."
    return None


def _product_id(written: str) -> UUID | None:
    if not written.startswith(PRODUCT_REFERENCE):
        return None
    try:
        return UUID(written.removeprefix(PRODUCT_REFERENCE))
    except ValueError:
        return None
