"""What was ordered here before, and what was typed and not ordered: a menu that puts it back into the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.lifecycle import OrderStatus
from imagen.services.orders import OrderService
from imagen.services.views import OrderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.wording import ago
from imagen.ui.pages.order.state import FormState
from imagen.ui.pages.order.wording import generations

MOST_ORDERS = 30
MOST_UNSENT = 10


class Unsent:
    """Forms that were replaced before they were ordered, newest first; kept with the draft."""

    def __init__(self, kept: Any) -> None:
        entries = kept if isinstance(kept, list) else []
        self.entries: list[dict[str, Any]] = [e for e in entries if isinstance(e, dict) and "state" in e][:MOST_UNSENT]

    def add(self, state: FormState) -> None:
        """Keep a form, once."""
        same = [e for e in self.entries if FormState.read(e["state"]).meaning != state.meaning]
        entry = {"state": state.write(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
        self.entries = [entry, *same][:MOST_UNSENT]


class HistoryMenu:
    """The button and its menu; it reads the orders each time it opens."""

    def __init__(
        self,
        orders: OrderService,
        project_id: UUID | None,
        unsent: Callable[[], Sequence[dict[str, Any]]],
        on_choose: Callable[[FormState], Any],
        model_name: Callable[[str], str],
    ) -> None:
        """`model_name(key)` gives the name of a model as people know it."""
        self._orders = orders
        self._project_id = project_id
        self._unsent = unsent
        self._on_choose = on_choose
        self._model_name = model_name
        self._client = ui.context.client
        self._button = d.button("History", kind="ghost", small=True, icon="history")
        with d.menu(self._button) as self._menu:
            self._list = d.node("div", "history-menu")
        self._menu.on_value_change(lambda event: self._opened() if event.value else None)

    def _opened(self) -> None:
        background_tasks.create(self._fill(), name="history", context=self._client)

    async def _fill(self) -> None:
        orders = await call(self._orders.history, self._project_id, MOST_ORDERS)
        if self._list.is_deleted:
            return
        self._list.clear()
        with self._list:
            ordered = [FormState.of_order(order).meaning for order in orders]
            typed = [(entry, FormState.read(entry["state"])) for entry in self._unsent()]
            typed = [(entry, state) for entry, state in typed if state.meaning not in ordered]
            for entry, state in typed:
                self._entry(self._title(state), f"typed, not ordered · {_moment(entry.get('at'))}", state, "edit")
            if typed and orders:
                d.menu_line()
            for order in orders:
                self._entry(self._named(order), self._told(order), FormState.of_order(order), "history")
            if not orders and not typed:
                d.text("What you order is kept here, to be put back by a click.", "history-none muted small", tag="p")

    def _entry(self, title: str, detail: str, state: FormState, icon: str) -> None:
        made = ui.menu_item(on_click=lambda: self._on_choose(state), auto_close=True)
        made.classes("history-entry")
        with made:
            d.icon(icon)
            with d.node("div", "grow"):
                d.text(title, "clamp-2", tag="div")
                d.text(detail, "faint small num", tag="div")

    def _title(self, state: FormState) -> str:
        return self._model_name(state.model_key) if state.title == state.model_key else state.title

    def _named(self, order: OrderView) -> str:
        return self._model_name(order.model_key) if order.name == order.model_key else order.name

    def _told(self, order: OrderView) -> str:
        done, model = order.progress, self._model_name(order.model_key)
        count = f"{done.planned:,} {generations(done.planned)}"
        if order.status is OrderStatus.CANCELLED:
            count = f"cancelled, {done.complete:,} of {done.planned:,} made"
        return f"{count} · {model} · {ago(order.created_at)}"


def _moment(written: Any) -> str:
    try:
        return ago(datetime.fromisoformat(str(written)))
    except (ValueError, TypeError):
        return "earlier"
