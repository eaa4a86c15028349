"""The state of the queue in the top bar, live; it opens what is being made, with pause and resume."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui

from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationCompleted,
    OrderChanged,
    OrderPlaced,
    ProviderPaused,
    ProviderResumed,
    QueueChanged,
)
from imagen.services.all import Services
from imagen.services.views import OrderView, ProviderView, QueueView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.attention import AttentionDialog
from imagen.ui.components.cancelling import cancel_order
from imagen.ui.components.elements import Text
from imagen.ui.components.later import Later
from imagen.ui.components.live_words import LiveWords, Words
from imagen.ui.components.paused_provider import ways_on
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.paths import PRODUCTION, order_path

_CHANGES_QUEUE = (
    OrderPlaced,
    OrderChanged,
    GenerationChanged,
    GenerationCompleted,
    QueueChanged,
    ProviderPaused,
    ProviderResumed,
)
_MOST_ORDERS = 6
_PAUSE = 0.4


class QueuePill(Text):
    """A pill that says what runs and waits; pressed, it shows the orders behind that and holds or resumes the queue."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("", "button", "pill queue-pill")
        self.props["type"] = "button"
        self._context = context
        self._is_open = False
        with self:
            self._words = LiveWords(*_pieces("none", "Nothing running", ""), classes="queue-words")
        self._entries: dict[UUID, _OrderEntry] = {}
        self._held: tuple[ProviderView, ...] = ()
        self._attention = Later(lambda: AttentionDialog(context))
        menu = d.MenuWhenPressed(self, self._build_menu)
        menu.on_value_change(lambda event: self._opened(bool(event.value)))
        self._live = Live(context.bridge, self.refresh, _changes_queue, pause=_PAUSE)

    async def _build_menu(self) -> None:
        self._entries, self._held = {}, ()
        with d.node("div", "queue-menu"):
            self._providers = d.node("div")
            self._needs = d.menu_item("See what needs you", self._see_needs, icon="warning")
            with self._needs:
                self._needing = d.badge("", "accent num")
            self._sentence = d.text("", "queue-sentence", tag="div")
            self._list = d.node("div")
            self._rest = d.text("", "queue-sentence faint", tag="div")
            d.menu_line()
            d.menu_item("All of production", lambda: ui.navigate.to(PRODUCTION), icon="production")
            self._resume_entry = d.menu_item("Resume the queue", self._resume, icon="play")
            self._pause_entry = d.menu_item("Pause the queue", self._pause, icon="pause")
        self._fill(await self._read(with_orders=True))

    async def refresh(self) -> None:
        """Show the queue as it is now."""
        state = await self._read(with_orders=self._is_open)
        if self.is_deleted:
            return
        self._show(state)
        if self._is_open:
            self._fill(state)

    async def _read(self, *, with_orders: bool) -> QueueView:
        """Read the queue, once for all pages that ask for the same."""
        read = self._context.services.queue.state
        return await self._context.bridge.reads.read(("queue", with_orders), lambda: read(with_orders=with_orders))

    def _show(self, state: QueueView) -> None:
        self._words.show(*_pieces(*queue_words(state)))

    def _opened(self, is_open: bool) -> None:
        self._is_open = is_open
        if is_open:
            self._live.request()

    def _fill(self, state: QueueView) -> None:
        """Show the orders; entries that stay are changed in place, so that a press never misses."""
        self._sentence.set_text(_sentence(state))
        self._show_held(_held(state))
        self._needs.set_visibility(bool(state.attention))
        self._needing.set_text(f"{state.attention:,}")
        shown = state.orders[:_MOST_ORDERS]
        if [order.id for order in shown] != list(self._entries):
            self._list.clear()
            with self._list:
                self._entries = {order.id: _OrderEntry(self._context.services, order) for order in shown}
        for place, order in enumerate(shown):
            self._entries[order.id].show(order, is_first=place == 0)
        rest = len(state.orders) - len(shown)
        self._rest.set_text(f"and {rest:,} more order{'' if rest == 1 else 's'}")
        self._rest.set_visibility(rest > 0)
        self._resume_entry.set_visibility(state.paused)
        self._pause_entry.set_visibility(not state.paused)

    def _show_held(self, held: tuple[ProviderView, ...]) -> None:
        """Show which providers get nothing and why, each with the ways out of it."""
        if held == self._held:
            return
        self._held = held
        self._providers.clear()
        with self._providers:
            for provider in held:
                _held_provider(self._context.services, provider)

    def _see_needs(self) -> None:
        self._attention().open()

    async def _pause(self) -> None:
        await call(self._context.services.queue.pause)
        d.toast("Paused. What runs goes on; nothing new is begun.", action=("Resume", self._resume))

    async def _resume(self) -> None:
        await call(self._context.services.queue.resume)


def queue_pill(context: PageContext) -> QueuePill:
    """Show the queue's state; put it into `with page.status:`."""
    return QueuePill(context)


def queue_words(state: QueueView) -> tuple[str, str, str]:
    """Give the dot's kind, the words that always show, and those for which a phone has no room.

    What needs a person comes first: nothing goes on there by itself.
    """
    waiting = f"{state.waiting:,} waiting" if state.waiting else ""
    needs = _needs(state.attention) if state.attention else ""
    at_work = max(0, state.running - state.attention)
    running = f"{at_work:,} running" if at_work else ""
    held = _held_words(_held(state))
    if state.paused:
        return "paused", "Paused", _joined(running, waiting, needs)
    if needs:
        return "failed", needs, _joined(held, running, waiting)
    if held:
        return "paused", held, _joined(running, waiting)
    if running:
        return "running", running, _joined(waiting)
    return ("waiting", waiting, "") if waiting else ("none", "Nothing running", "")


def _needs(count: int) -> str:
    return f"{count:,} need{'s' if count == 1 else ''} you"


def _held(state: QueueView) -> tuple[ProviderView, ...]:
    return tuple(provider for provider in state.providers if provider.paused)


def _held_words(held: tuple[ProviderView, ...]) -> str:
    if len(held) > 1:
        return f"{len(held)} providers are paused"
    return f"{held[0].label} is paused" if held else ""


def _held_provider(services: Services, provider: ProviderView) -> None:
    with d.node("div", "queue-held", role="status"):
        d.icon("pause")
        with d.node("div", "grow stack gap-1"):
            d.text(f"{provider.label} is paused", "strong", tag="p")
            d.text(provider.paused or "", "small muted", tag="p")
            with d.cluster(2):
                ways_on(services, provider.name, provider.paused or "")


def _pieces(dot: str, main: str, more: str) -> list[Words]:
    pieces = [Words(classes=f"dot {dot}", spoken=False), Words(text="Queue: ", classes="sr-only")]
    pieces.append(Words(text=main, classes="ellipsis"))
    return [*pieces, Words(text=more, classes="wide-only ellipsis")] if more else pieces


def _joined(*parts: str) -> str:
    said = [part for part in parts if part]
    return "· " + " · ".join(said) if said else ""


def _sentence(state: QueueView) -> str:
    if state.paused:
        return f"The queue is paused. {state.paused_reason}".strip()
    if not state.orders:
        return "Nothing is being made. Place an order, and it shows here."
    return "Being made now, in this order:"


class _OrderEntry(ui.menu_item):
    """An order in the menu, with how far it is; it leads to the Order page of its project."""

    def __init__(self, services: Services, order: OrderView) -> None:
        super().__init__(on_click=lambda: ui.navigate.to(order_path(order.project_id)), auto_close=True)
        self.classes("queue-order").props["role"] = "menuitem"
        with self:
            with d.node("div", "spread"):
                d.text(f"{order.number} · {order.name}", "ellipsis grow")
                self._count = d.text("", "faint num small queue-count")
                self._next = d.icon_button("arrow-up", f"Make order {order.number} next", small=True)
                self._next.on("click.stop", lambda: _make_next(services, order.id), [])
                stop = d.icon_button("stop", f"Cancel order {order.number}", small=True)
                stop.on("click.stop", lambda: cancel_order(services, order.id), [])
            self._bar = d.progress(f"Order {order.number}")
            self._held = d.text("", "faint small")

    def show(self, order: OrderView, *, is_first: bool) -> None:
        """Show how far the order is now; what is not first can be made next."""
        self._next.set_visibility(not is_first)
        done, planned = order.progress, max(order.progress.planned, 1)
        self._count.set_text(f"{done.ended:,} / {done.planned:,}")
        self._bar.set(
            done.complete / planned,
            running=done.generating / planned,
            failed=done.failed / planned,
            cancelled=done.cancelled / planned,
        )
        self._held.set_text(order.held_reason or "")
        self._held.set_visibility(bool(order.held_reason))


async def _make_next(services: Services, order_id: UUID) -> None:
    """Put an order before all others: what runs goes on, and what is begun next is this order's."""
    state = await call(services.queue.state)
    own = next((order for order in state.orders if order.id == order_id), None)
    if own is None:
        d.toast("That order is made already.")
        return
    first = next(order for order in state.orders if order.priority == own.priority)
    if first.id != own.id:
        await call(services.orders.move, order_id, first.id)


def _changes_queue(event: DomainEvent) -> bool:
    return isinstance(event, _CHANGES_QUEUE)
