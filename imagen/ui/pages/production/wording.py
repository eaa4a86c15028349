"""The words of the Production page."""

from __future__ import annotations

from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.money import dollars
from imagen.domain.production import Show, ShowGenerations
from imagen.services.production import OrderRow
from imagen.services.views import GenerationView, OrderView
from imagen.ui.components.deciding import attention_title
from imagen.ui.pages.order.wording import estimate

SHOW_WORDS = {
    Show.ALL: "All",
    Show.ACTIVE: "Active",
    Show.DONE: "Done",
    Show.FAILED: "Failed",
    Show.ATTENTION: "Needs you",
}
GENERATION_WORDS = {
    ShowGenerations.ALL: "All",
    ShowGenerations.RUNNING: "Running",
    ShowGenerations.WAITING: "Waiting",
    ShowGenerations.DONE: "Done",
    ShowGenerations.FAILED: "Failed",
    ShowGenerations.CANCELLED: "Cancelled",
    ShowGenerations.ATTENTION: "Needs you",
}
_WHAT_TO_DO = {
    "content_blocked": "The provider does not make this. Edit the words, then try it again.",
    "provider-content-blocked": "The provider does not make this. Edit the words, then try it again.",
    "validation": "The provider refused a value. Edit it, then try again.",
    "provider-rejected": "The provider refused what was asked for. Edit it, then try again.",
    "model_gone": "The model is not there any more. Edit it, and choose another model.",
    "provider-model-gone": "The model is not there any more. Edit it, and choose another model.",
    "given-up": "Try it again, or leave it.",
}
_OTHERWISE = "Try it again: the same values often pass the next time. If they do not, edit them."


def what_to_do(generation: GenerationView) -> str:
    """Say what a person can do about a failure."""
    return _WHAT_TO_DO.get(generation.error_kind or "", _OTHERWISE) if generation.error_message else ""


def count_words(order: OrderView) -> list[tuple[str, str]]:
    """Say how far an order is: pieces of words with the tone of each."""
    progress = order.progress
    ended = order.status in {OrderStatus.FULFILLED, OrderStatus.CANCELLED}
    pieces = [(f"{progress.complete:,} of {progress.planned:,} done", "")]
    if order.status is OrderStatus.CANCELLED:
        pieces.append(("cancelled", "muted"))
    running = progress.generating - progress.attention
    if running > 0:
        pieces.append((f"{running:,} running", ""))
    if progress.attention:
        pieces.append((f"{progress.attention:,} need{'s' if progress.attention == 1 else ''} you", "danger-text"))
    if progress.failed:
        pieces.append((f"{progress.failed:,} failed", "danger-text"))
    if progress.cancelled and order.status is not OrderStatus.CANCELLED:
        pieces.append((f"{progress.cancelled:,} cancelled", "muted"))
    if progress.pending and not ended:
        pieces.append((f"{progress.pending:,} waiting", "muted"))
    if progress.seconds_left is not None and not order.held_reason and running > 0:
        pieces.append((f"{estimate(progress.seconds_left)} left", "muted"))
    return pieces


def cost_words(order: OrderView) -> tuple[str, str]:
    """Say what an order cost so far, and of how much where more is to come."""
    over = order.status in {OrderStatus.FULFILLED, OrderStatus.CANCELLED}
    spent = dollars(order.cost) if order.cost else "" if order.cost is None else "free"
    if over:
        return spent or "–", ""
    if order.estimated_cost is None:
        return spent or "–", "" if spent else "cost unknown"
    if not order.estimated_cost:
        return "free", ""
    return spent or dollars(0), f"of {dollars(order.estimated_cost)}"


def tone(row: OrderRow) -> str:
    """Name how an order stands, for its look."""
    progress = row.order.progress
    if progress.attention:
        return "needs"
    if row.order.status in {OrderStatus.FULFILLED, OrderStatus.CANCELLED}:
        return "ended"
    return "waits" if row.waits else "active"


def status_words(generation: GenerationView, waits: str = "") -> tuple[str, str, str, str]:
    """Say how a generation stands: dot, tone, word, and what is told about it when it is pointed at."""
    status = generation.status
    if generation.attention:
        return "failed", "failed", "needs you", generation.attention_note or ""
    if status is GenerationStatus.GENERATING:
        return "running", "", running_word(generation.progress, generation.progress_note), generation.progress_note
    if status is GenerationStatus.PENDING:
        note = generation.attention_note or waits
        return "waiting", "", "waiting", note or "Waits for its turn."
    if status is GenerationStatus.COMPLETE:
        return "complete", "", "done", ""
    if status is GenerationStatus.FAILED:
        return "failed", "failed", "failed", f"{generation.error_message or ''} {what_to_do(generation)}"
    return "none", "", "cancelled", ""


def running_word(share: float | None, note: str) -> str:
    """Say how far a running one is."""
    if share is not None:
        return f"running {round(100 * share)} %"
    return f"running · {note}" if note else "running"


def span(milliseconds: int | None) -> str:
    """Write a time that something took."""
    if milliseconds is None:
        return "–"
    seconds = milliseconds / 1000
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def trouble(generation: GenerationView) -> str:
    """Say in one line what is the matter with a generation, nothing where all is well."""
    if generation.attention:
        return attention_title(generation.attention)
    return (generation.error_message or "") if generation.status is GenerationStatus.FAILED else ""
