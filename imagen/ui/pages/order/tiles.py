"""How generations and products look as tiles of the strip and in the display."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.product import ProductState
from imagen.services.views import GenerationView, ProductView, QueueView, StripItem
from imagen.ui.components.wording import duration, money

_KINDS = {
    GenerationStatus.PENDING: "planned",
    GenerationStatus.GENERATING: "running",
    GenerationStatus.COMPLETE: "product",
    GenerationStatus.FAILED: "failed",
    GenerationStatus.CANCELLED: "cancelled",
}
WAITING_TILE = "waiting"
_FRONT = 2**62
_TIME_BITS = 80
_SMALL = 400
_REASONS = {
    "content_blocked": "The provider does not make this. Change the words, then order it anew.",
    "provider-content-blocked": "The provider does not make this. Change the words, then order it anew.",
    "validation": "Change what was asked for, then order it anew.",
    "provider-rejected": "Change what was asked for, then order it anew.",
    "model_gone": "Choose another model.",
    "provider-model-gone": "Choose another model.",
    "given-up": "Try again, or leave it.",
}
BLOCKED = "The provider's safety filter withheld this picture."
_AFTER_BLOCKED = "Other words or another seed may pass. The details say what the provider told."
_DECIDE = "Decide below what becomes of it."


def tile_id(item: StripItem) -> str:
    """Give the id of an item's tile: that of its product, else of its generation."""
    if item.product is not None:
        return str(item.product.id)
    assert item.generation is not None
    return str(item.generation.id)


def tile(item: StripItem, started_at: datetime) -> dict[str, Any]:
    """Draw an item as a tile; tiles of one order stand in the order of production, so that they fill in their place."""
    generation, product = item.generation, item.product
    made: dict[str, Any] = {"id": tile_id(item), "kind": kind(item), "title": title(item), "order": _place(item)}
    if product is not None:
        made |= {
            "thumb": product.thumbnail_url,
            "placeholder": product.placeholder,
            "liked": product.liked,
            "type": str(product.type),
            "older": product.created_at < started_at,
            "error": BLOCKED if is_blocked(item) else None,
        }
    elif generation is not None:
        ended = generation.completed_at
        made |= {
            "progress": generation.progress,
            "note": generation.progress_note,
            "error": generation.error_message or generation.attention_note,
            "older": ended is not None and ended < started_at,
        }
    return made


def waiting_tile(hidden: int) -> dict[str, Any]:
    """Draw the tile that stands for all generations that wait beyond the next few."""
    return {
        "id": WAITING_TILE,
        "kind": "planned",
        "word": f"+{hidden:,}",
        "title": f"{hidden:,} more waiting",
        "order": [_FRONT, 0, 0],
        "older": False,
    }


def kind(item: StripItem) -> str:
    """Tell what a tile shows."""
    if item.product is not None:
        return "blocked" if is_blocked(item) else "product"
    assert item.generation is not None
    if item.generation.attention:
        return "attention"
    return _KINDS[item.generation.status]


def is_blocked(item: StripItem) -> bool:
    """Tell whether the provider withheld what an item's product would show."""
    return item.product is not None and item.product.state is ProductState.BLOCKED


def title(item: StripItem) -> str:
    """Give the words of a tile: the prompt, or the file's name."""
    if item.generation is not None:
        return item.generation.prompt_preview or "Without words"
    return item.product.name if item.product is not None else ""


def shown(item: StripItem, model_name: Callable[[str], str]) -> dict[str, Any]:
    """Describe an item for the display; `model_name(key)` gives the name of a model as people know it."""
    made: dict[str, Any] = {"id": tile_id(item), "kind": kind(item), "title": title(item), "type": "image"}
    if is_blocked(item):
        return made | {"hint": _AFTER_BLOCKED}
    if item.product is not None:
        return made | _product(item.product, item.generation, model_name)
    generation = item.generation
    assert generation is not None
    made |= {"progress": generation.progress, "note": generation.progress_note}
    made["error"] = generation.error_message or generation.attention_note
    made["hint"] = _hint(generation)
    return made


def _product(
    product: ProductView, generation: GenerationView | None, model_name: Callable[[str], str]
) -> dict[str, Any]:
    facts = [product.name] if generation is None else [model_name(generation.model), *_effort(generation)]
    return {
        "type": str(product.type),
        "src": product.file_url,
        "placeholder": product.placeholder,
        "poster": product.large_thumbnail_url,
        "width": product.width or 0,
        "height": product.height or 0,
        "badge": " · ".join(filter(None, facts)),
    }


def _effort(generation: GenerationView) -> list[str]:
    took = generation.inference_time_ms
    return [duration(took / 1000) if took is not None else "", money(generation.cost) if generation.cost else ""]


def _hint(generation: GenerationView) -> str:
    if generation.attention:
        return _DECIDE
    if generation.status is GenerationStatus.FAILED:
        return _REASONS.get(generation.error_kind or "", "Try it again, or change the order.")
    if generation.status is GenerationStatus.PENDING:
        return "It is made as soon as there is a place."
    return ""


def held_words(state: QueueView, item: StripItem) -> str:
    """Say what a generation waits for beside its turn: a paused queue, a limit, a paused provider."""
    generation = item.generation
    if generation is None or generation.status is not GenerationStatus.PENDING:
        return ""
    if state.paused:
        return f"The queue is paused. {state.paused_reason}".strip()
    order = next((order for order in state.held if order.id == generation.order_id), None)
    if order is not None and order.held_reason:
        return order.held_reason
    name = generation.model.partition(":")[0]
    held = next((provider for provider in state.providers if provider.name == name and provider.paused), None)
    return f"{held.label} is paused: {held.paused} It goes on as soon as that is mended." if held else ""


def _place(item: StripItem) -> list[int]:
    """Order tiles: newer orders in front, in an order the last generation in front, its first output in front."""
    generation, product = item.generation, item.product
    if generation is None:
        assert product is not None
        return [product.id.int >> _TIME_BITS, 0, 0]
    return [generation.order_id.int >> _TIME_BITS, generation.position, -(product.output_index if product else 0)]


def newest(items: Iterable[StripItem]) -> StripItem | None:
    """Find the product in front of all others; a file that was only taken in counts while nothing was made."""
    products = (item for item in items if item.product is not None)
    return max(products, key=lambda item: (item.generation is not None, _place(item)), default=None)


def in_order(items: Iterable[StripItem]) -> list[UUID]:
    """Give the products among items as the strip lists them, the newest first."""
    products = [item for item in items if item.product is not None]
    return [item.product.id for item in sorted(products, key=_place, reverse=True) if item.product is not None]


def coming(items: Iterable[StripItem], order_id: UUID | None) -> StripItem | None:
    """Find what to show of an order before the first of it is made; nothing while it only waits behind others."""
    known = [item for item in items if item.generation is not None]
    own = [item for item in known if item.generation is not None and item.generation.order_id == order_id]
    if not own or any(item.product is not None for item in own):
        return None
    first = max(own, key=liveliness)
    is_behind = kind(first) == "planned" and any(kind(item) == "running" for item in known)
    return None if is_behind else first


def same_generation(item: StripItem, other: StripItem | None) -> bool:
    """Tell whether two items are of one generation."""
    if other is None or other.generation is None or item.generation is None:
        return False
    return item.generation.id == other.generation.id


def liveliness(item: StripItem) -> tuple[int, int]:
    """Rank what to show while there is no product: what runs, then what waits next."""
    generation = item.generation
    assert generation is not None
    rank = {"running": 3, "attention": 2, "planned": 1}.get(kind(item), 0)
    return rank, -generation.position
