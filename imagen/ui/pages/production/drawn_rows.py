"""Orders and generations as the browser draws them: plain values, so that only what changed is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from imagen.domain.lifecycle import ENDED_ORDERS, GenerationStatus
from imagen.domain.ordering import Priority
from imagen.domain.product import ProductState, ProductType
from imagen.services.choice_labels import distinct, factor_label
from imagen.services.differing import Difference
from imagen.services.library_merging import HELD as TAKEN_IN
from imagen.services.production import GenerationRow, OrderRow
from imagen.services.views import OrderView, ProductView
from imagen.services.waiting import PAUSED_BY_HAND
from imagen.ui.pages.order.wording import lower_first
from imagen.ui.pages.production.wording import cost_words, count_words, span, status_words, tone, trouble

_MOST_THUMBS = 3
_ICONS = {ProductType.VIDEO: "icon-video", ProductType.AUDIO: "icon-audio"}


def order_row(row: OrderRow, model: str, project: str, href: str) -> dict[str, Any]:
    """Draw an order; `href` is where it is opened."""
    order = row.order
    spent, expected = cost_words(order)
    background = "in the background" if order.priority is Priority.BACKGROUND else ""
    return {
        "id": str(order.id),
        "number": order.number,
        "title": order.name,
        "href": href,
        "meta": [word for word in (model, project, background) if word],
        "at": order.created_at.isoformat(),
        "tone": tone(row),
        "shares": shares(order),
        "words": [{"text": text, "tone": kind} for text, kind in count_words(order)],
        "waits": row.waits,
        "held": bool(order.held_reason),
        "cost": spent,
        "expected": expected,
        "thumbs": [thumb(product) for product in row.products],
        "act": next_act(order),
        "priority": str(order.priority),
    }


def shares(order: OrderView) -> dict[str, float]:
    """Give the parts of the bar, each from 0 to 1."""
    progress, planned = order.progress, max(order.progress.planned, 1)
    return {
        "done": progress.complete / planned,
        "running": progress.generating / planned,
        "failed": progress.failed / planned,
        "cancelled": progress.cancelled / planned,
    }


def next_act(order: OrderView) -> dict[str, str] | None:
    """Name the one thing that is done next with an order, if there is one."""
    progress = order.progress
    if progress.attention:
        return {"id": "decide", "label": "Decide…", "kind": "danger", "why": "Some of it needs you."}
    if (way_on := _way_on(order)) is not None:
        return way_on
    if order.status not in ENDED_ORDERS:
        return {"id": "cancel", "label": "Cancel", "kind": "", "why": "Cancel what is not made yet (Del)."}
    if progress.failed:
        return {"id": "retry", "label": "Retry failed", "kind": "", "why": f"Try {progress.failed:,} again (R)."}
    return None


def _way_on(order: OrderView) -> dict[str, str] | None:
    """Name what lets a held order go on."""
    if order.held_for:
        return {"id": "raise", "label": "Let it go on…", "kind": "", "why": order.held_reason or ""}
    if order.status in ENDED_ORDERS:
        return None
    if order.held_reason == TAKEN_IN:
        return {"id": "let_go", "label": "Let it go on…", "kind": "", "why": TAKEN_IN}
    if order.held_reason == PAUSED_BY_HAND:
        return {"id": "resume", "label": "Resume", "kind": "", "why": "Let the order go on."}
    return None


def thumb(product: ProductView) -> dict[str, Any]:
    """Draw a product very small."""
    blocked = product.state is ProductState.BLOCKED
    return {
        "id": str(product.id),
        "url": product.thumbnail_url,
        "placeholder": product.placeholder,
        "type": str(product.type),
        "icon": "icon-blocked" if blocked else _ICONS.get(product.type, "icon-image"),
    }


def difference_names(told: Sequence[Difference], label: Callable[[str], str]) -> list[dict[str, str]]:
    """Name the choices in which generations differ; `before` stands before a value that says nothing alone, such as 28.

    `label(parameter)` names a parameter as its form does.
    """
    names = distinct([label(one.parameter) if _is_value(one) else factor_label(one.name, one.labels) for one in told])
    return [
        {"name": name, "before": lower_first(name) if one.name or _is_value(one) or one.kind == "repeat" else ""}
        for name, one in zip(names, told, strict=True)
    ]


def _is_value(one: Difference) -> bool:
    """Tell whether a parameter's value itself was chosen, and no word within a text."""
    return one.key == one.parameter and one.kind != "split"


def generation_row(row: GenerationRow, waits: str) -> dict[str, Any]:
    """Draw a generation; `waits` says what its order waits for."""
    one = row.generation
    dot, kind, word, note = status_words(one, waits)
    times = [("waited", row.waited), ("ran", row.ran), ("fetched and stored", row.stored)]
    return {
        "id": str(one.id),
        "number": one.position + 1,
        "values": list(row.values),
        "title": one.prompt_preview,
        "dot": dot,
        "tone": kind,
        "word": word,
        "note": note.strip(),
        "trouble": trouble(one),
        "took": span(row.ran),
        "times": " · ".join(f"{name} {span(value)}" for name, value in times if value is not None),
        "seed": row.seed,
        "thumbs": [thumb(product) for product in one.products[:_MOST_THUMBS]],
        "beyond": max(0, len(one.products) - _MOST_THUMBS),
        "acts": _acts(row),
    }


def _acts(row: GenerationRow) -> list[dict[str, str]]:
    one = row.generation
    if one.attention:
        return [{"id": "decide", "label": "Decide…", "kind": "danger"}]
    if one.status in {GenerationStatus.PENDING, GenerationStatus.GENERATING}:
        return [{"id": "cancel", "label": "Cancel", "kind": "ghost"}]
    if one.status is GenerationStatus.COMPLETE:
        return [{"id": "like", "label": "Make like this", "kind": "ghost"}]
    return [{"id": "retry", "label": "Retry", "kind": ""}, {"id": "edit", "label": "Edit…", "kind": "ghost"}]
