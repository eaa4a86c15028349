"""Prices, types and times in the words of the Settings page, and the link to where keys are made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from imagen.services.models import ModelType
from imagen.services.own_prices import Unit
from imagen.services.providers import ProviderDetail
from imagen.services.views import ModelView
from imagen.ui import design as d

_MILLION = 1_000_000
_DAY = 86400
_MADE: Mapping[ModelType, str] = {
    ModelType.TEXT_TO_IMAGE: "image",
    ModelType.IMAGE_TO_IMAGE: "image",
    ModelType.UPSCALING: "image",
    ModelType.TEXT_TO_VIDEO: "video",
    ModelType.IMAGE_TO_VIDEO: "video",
    ModelType.TEXT_TO_AUDIO: "sound",
}


def type_words(kind: ModelType) -> str:
    """Write what a model makes of what."""
    return str(kind).replace("-", " ").capitalize()


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


def on_day(moment: datetime) -> str:
    """Write when something was, to the day."""
    days = int((datetime.now(UTC) - moment).total_seconds() // _DAY)
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"on {moment:%d %b %Y}".replace("on 0", "on ")


def said_here(message: str) -> str:
    """Let what sends people to Settings say where on this page it is."""
    return message.replace(" in Settings.", " here.")


def key_page_link(detail: ProviderDetail) -> None:
    """Lead to where the provider makes keys, in a tab of its own."""
    host = urlsplit(detail.key_page).hostname or detail.view.label
    link = d.text(f"Your keys at {host}", "settings-link", tag="a")
    link.props.update({"href": detail.key_page, "target": "_blank", "rel": "noopener noreferrer"})
    with link:
        d.icon("external")
