"""Models and providers as the picker shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from imagen.services.models import ModelType
from imagen.services.own_prices import Unit
from imagen.services.providers import ProviderDetail
from imagen.services.views import FoundModelView, ModelView
from imagen.ui.components.model_picker import ModelRow, ProviderRow
from imagen.ui.pages.order.wording import money

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


def type_label(kind: ModelType) -> str:
    """Write a model type for people."""
    return _TYPES[kind]


def price_words(view: ModelView) -> str:
    """Write the price of a model with what it is for, nothing where nobody knows it."""
    price = view.price
    if price is None:
        return ""
    return "free" if price.amount == 0 else f"{money(price.amount)} {_UNITS[str(price.unit)]}"


def cost_known(view: ModelView) -> Literal["listed", "asked", "unknown"]:
    """Say where the cost of an order comes from: a second of computing is a price, and no cost before it is done."""
    if view.price is not None:
        return "unknown" if view.price.unit is Unit.COMPUTE_SECOND else "listed"
    return "asked" if view.tells_price else "unknown"


def model_row(view: ModelView) -> ModelRow:
    """Show a model."""
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
        cost=cost_known(view),
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
