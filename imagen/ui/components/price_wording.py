"""Prices in words: what a model costs for each of something, who said so, and what else it can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from imagen.services.models import ModelType
from imagen.services.own_prices import Unit
from imagen.services.views import ModelView

_MILLION = 1_000_000
_MADE: Mapping[ModelType, str] = {
    ModelType.TEXT_TO_IMAGE: "image",
    ModelType.IMAGE_TO_IMAGE: "image",
    ModelType.UPSCALING: "image",
    ModelType.TEXT_TO_VIDEO: "video",
    ModelType.IMAGE_TO_VIDEO: "video",
    ModelType.TEXT_TO_AUDIO: "sound",
}


def unit_words(kind: ModelType) -> dict[Unit, str]:
    """Name what an amount can be asked for, for one kind of model."""
    made = _MADE[kind]
    units = {Unit.RUN: "run", Unit.OUTPUT: made}
    if made == "image":
        units[Unit.MEGAPIXEL] = "megapixel"
    else:
        units[Unit.SECOND] = f"second of {made}"
    return units | {Unit.COMPUTE_SECOND: "second of computing"}


def price_words(view: ModelView) -> str:
    """Write what a model costs."""
    if view.price is None:
        return "Price unknown"
    words = _amount(view.price.amount, view.price.unit, view.model.type)
    return words[0].upper() + words[1:]


def published_words(view: ModelView) -> str:
    """Write what is published of a model's price, and by whom."""
    told = view.published_price
    if told is None:
        return "Its provider publishes no price that Imagen knows."
    source = source_words(told.source, told.as_of)
    return f"Published: {_amount(told.amount, told.unit, view.model.type)}{f' ({source})' if source else ''}."


def _amount(amount: int, unit: Unit, kind: ModelType) -> str:
    return f"{unit_dollars(amount)} per {unit_words(kind).get(unit, str(unit).replace('_', ' '))}" if amount else "free"


def unit_dollars(micros: int) -> str:
    """Write an amount with as many digits as it has, at least two after the point."""
    whole, fraction = divmod(micros, _MILLION)
    return f"${whole:,}.{f'{fraction:06d}'.rstrip('0').ljust(2, '0')}"


def source_words(source: str, as_of: date | None) -> str:
    """Write who told a price, and when."""
    return ", ".join(part for part in (source, as_of and f"{as_of:%d %b %Y}".lstrip("0")) if part)
