"""Models and providers as the picker shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from imagen.services.models import ModelType
from imagen.services.own_prices import Unit
from imagen.services.providers import ProviderDetail
from imagen.services.views import FoundModelView, ModelView
from imagen.ui.components.model_picker import ModelRow, ProviderRow
from imagen.ui.components.wording import money

_TYPES = {
    ModelType.TEXT_TO_IMAGE: "Text to image",
    ModelType.IMAGE_TO_IMAGE: "Image to image",
    ModelType.TEXT_TO_VIDEO: "Text to video",
    ModelType.IMAGE_TO_VIDEO: "Image to video",
    ModelType.TEXT_TO_AUDIO: "Text to audio",
    ModelType.UPSCALING: "Upscaling",
}
_UNITS = {
    "run": "a run",
    "output": "each",
    "megapixel": "a megapixel",
    "second": "a second",
    "compute_second": "a second of work",
}
_SURE = frozenset({Unit.RUN, Unit.OUTPUT})

HasCost = Callable[[str], bool]


def type_label(kind: ModelType) -> str:
    """Write a model type for people."""
    return _TYPES[kind]


def price_words(view: ModelView) -> str:
    """Write the price of a model with what it is for, nothing where nobody knows it."""
    price = view.price
    if price is None:
        return ""
    return "free" if price.amount == 0 else f"{money(price.amount)} {_UNITS[str(price.unit)]}"


def cost_known(view: ModelView, has_cost: HasCost) -> Literal["listed", "asked", "unknown"]:
    """Say where the cost of an order comes from; not every price gives one, as by the second where nobody knows how many."""
    if view.price is None:
        return "asked" if view.tells_price else "unknown"
    if view.price.unit in _SURE or (view.price.unit is not Unit.COMPUTE_SECOND and has_cost(view.model.key)):
        return "listed"
    return "unknown"


def model_row(view: ModelView, has_cost: HasCost = lambda key: True) -> ModelRow:
    """Show a model; `has_cost(key)` tells whether what its new form would order has a cost, which may make the form."""
    model = view.model
    return ModelRow(
        key=model.key,
        id=model.key.partition(":")[2],
        name=model.name,
        provider=model.provider,
        provider_label=view.provider_label,
        type=str(model.type),
        type_label=type_label(model.type),
        family=model.family,
        description=model.description,
        price=price_words(view),
        cost=cost_known(view, has_cost),
        gone=(view.problem or "") if view.gone_at is not None else "",
        added=view.added,
    )


def provider_row(detail: ProviderDetail) -> ProviderRow:
    """Show a provider."""
    view = detail.view
    return ProviderRow(
        name=view.name,
        label=view.label,
        problem=view.problem or "",
        paused=view.paused or "",
        can_search=detail.can_search,
    )


def found_rows(hits: Sequence[FoundModelView]) -> list[dict[str, str]]:
    """Show what a provider's own search gave."""
    return [
        {
            "key": hit.key,
            "id": hit.id,
            "name": hit.name,
            "description": hit.description,
            "type": str(hit.type or ""),
            "type_label": type_label(hit.type) if hit.type else "",
        }
        for hit in hits
    ]
