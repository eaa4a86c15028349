"""How a product came to be: the generation that made it, and the words and parameters it was made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.services.presentation import prompt_of


@dataclass(frozen=True)
class Record:
    """What is on record of how a product was made; empty where nobody knows."""

    prompt: str
    negative_prompt: str
    model: str
    parameters: Mapping[str, Any]


def origin_of(
    reading: Repositories, product: Product, *, edited: bool = False
) -> tuple[Generation | None, Order | None]:
    """Find what made a product; with `edited` also what made the product that it was edited from."""
    seen = {product.id}
    while edited and product.generation_id is None and product.made_from_id is not None:
        source = reading.products.find(product.made_from_id)
        if source is None or source.id in seen:
            break
        product = source
        seen.add(product.id)
    if product.generation_id is None:
        return None, None
    generation = reading.generations.find(product.generation_id)
    return generation, reading.orders.find(generation.order_id) if generation is not None else None


def record_of(reading: Repositories, product: Product) -> Record:
    """Tell how a product was made: what its generation was given and gave back, or what its file or its source says."""
    generation, order = origin_of(reading, product)
    if generation is None:
        return Record(
            product.prompt or "", product.negative_prompt or "", product.model_used or "", product.parameters or {}
        )
    asked = generation.generation_parameters
    used = {**asked, **(generation.actual_parameters or {}), **(generation.return_parameters or {})}
    negative = asked.get(_name_of(order, "negative_prompt"))
    return Record(prompt_of(order, asked), str(negative or ""), generation.model_used, used)


def _name_of(order: Order | None, role: str) -> str:
    specs: Sequence[Mapping[str, Any]] = order.spec_used.get("parameters", []) if order else []
    return next((str(spec["name"]) for spec in specs if spec.get("role") == role), role)
