"""How generations and products look as tiles of the strip and in the display."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from imagen.domain.lifecycle import GenerationStatus
from imagen.services.views import GenerationView, ProductView, StripItem
from imagen.ui.pages.order.wording import duration, money

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
    "content_blocked": "The provider does not make this. Change the words, then try again.",
    "given-up": "Try again, or leave it.",
}


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
        }
    elif generation is not None:
        ended = generation.completed_at
        made |= {
            "progress": generation.progress,
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
        return "product"
    assert item.generation is not None
    if item.generation.attention:
        return "blocked"
    return _KINDS[item.generation.status]


def title(item: StripItem) -> str:
    """Give the words of a tile: the prompt, or the file's name."""
    if item.generation is not None:
        return item.generation.prompt_preview or "Without words"
    return item.product.name if item.product is not None else ""


def shown(item: StripItem) -> dict[str, Any]:
    """Describe an item for the display."""
    made: dict[str, Any] = {"id": tile_id(item), "kind": kind(item), "title": title(item), "type": "image"}
    if item.product is not None:
        return made | _product(item.product, item.generation)
    generation = item.generation
    assert generation is not None
    made |= {"progress": generation.progress, "error": generation.error_message or generation.attention_note}
    made["hint"] = _hint(generation)
    return made


def _product(product: ProductView, generation: GenerationView | None) -> dict[str, Any]:
    facts = [product.name] if generation is None else [_model_name(generation.model), *_effort(generation)]
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


def _model_name(key: str) -> str:
    return key.partition(":")[2] or key


def _hint(generation: GenerationView) -> str:
    if generation.attention:
        return "It waits for your decision: open the details."
    if generation.status is GenerationStatus.FAILED:
        return _REASONS.get(generation.error_kind or "", "Try it again, or change the order.")
    if generation.status is GenerationStatus.PENDING:
        return "It is made as soon as there is a place."
    return ""


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


def same_generation(item: StripItem, other: StripItem | None) -> bool:
    """Tell whether two items are of one generation."""
    if other is None or other.generation is None or item.generation is None:
        return False
    return item.generation.id == other.generation.id


def liveliness(item: StripItem) -> tuple[int, int]:
    """Rank what to show while there is no product: what runs, then what waits next."""
    generation = item.generation
    assert generation is not None
    rank = {"running": 3, "blocked": 2, "planned": 1}.get(kind(item), 0)
    return rank, -generation.position
