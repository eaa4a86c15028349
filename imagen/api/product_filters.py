"""The filters of lists of products: parameters of a query that ask for the same as keys of the search language."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query

from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.search import Among, Flag, Key, Node, Not
from imagen.services.product_lists import filter_term

Name = Annotated[str | None, Query(min_length=1, max_length=300)]
Value = Annotated[str | None, Query(min_length=1, max_length=100)]


def product_filters(
    project_id: UUID | None = None,
    order_id: UUID | None = None,
    type: ProductType | None = None,
    origin: ProductOrigin | None = None,
    state: ProductState | None = None,
    liked: bool | None = None,
    model: Name = None,
    provider: Name = None,
    family: Name = None,
    tag: Name = None,
    collection: Name = None,
    rating: Value = None,
    size: Value = None,
    date: Value = None,
) -> tuple[Node, ...]:
    """Read the filters of a query as conditions that must all hold."""
    fixed: list[tuple[Key, object]] = [
        (Key.PROJECT, project_id),
        (Key.ORDER, order_id),
        (Key.TYPE, type),
        (Key.ORIGIN, origin),
        (Key.MODEL, model),
        (Key.PROVIDER, provider),
        (Key.FAMILY, family),
        (Key.TAG, tag),
        (Key.COLLECTION, collection),
    ]
    terms: list[Node] = [Among(key, (str(value),)) for key, value in fixed if value is not None]
    read = ((Key.RATING, rating), (Key.SIZE, size), (Key.DATE, date))
    terms += [filter_term(key, value) for key, value in read if value is not None]
    if state is not None:
        terms.append(_in_state(state))
    if liked is not None:
        terms.append(_is(Flag.LIKED) if liked else Not(_is(Flag.LIKED)))
    return tuple(terms)


def _is(*flags: Flag) -> Among:
    return Among(Key.IS, tuple(flag.value for flag in flags))


def _in_state(state: ProductState) -> Node:
    if state is ProductState.READY:
        return Not(_is(Flag.UNCHECKED, Flag.MISSING, Flag.BLOCKED))
    return _is(Flag(state.value))
