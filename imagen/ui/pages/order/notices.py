"""What holds production up and concerns the person who orders: a paused queue or provider, or a limit, with the way on."""

from __future__ import annotations

from uuid import UUID

from imagen.services.all import Services
from imagen.services.views import QueueView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.held_orders import held_order_notice
from imagen.ui.components.paused_provider import ways_on

_MOST_HELD = 3


class Notices:
    """The place for them, above the form."""

    def __init__(self, services: Services, project_id: UUID | None) -> None:
        self._services = services
        self._queue = services.queue
        self._project_id = project_id
        self._place = d.node("div", "stack gap-2 form-notices")
        self._place.set_visibility(False)

    async def refresh(self) -> QueueView:
        """Show what holds production up now, and give it."""
        state = await call(self._queue.state, with_orders=False)
        if self._place.is_deleted:
            return state
        self._place.clear()
        with self._place:
            self._fill(state)
        self._place.set_visibility(bool(self._place.default_slot.children))
        return state

    def _fill(self, state: QueueView) -> None:
        if state.paused:
            reason = f" {state.paused_reason}" if state.paused_reason else ""
            d.notice(
                f"The queue is paused.{reason} Orders wait until it goes on.",
                actions=lambda: d.button("Resume", self._resume, small=True),
            )
        for provider in state.providers:
            if provider.paused:
                self._paused_provider(provider.name, provider.label, provider.paused)
        held = [order for order in state.held if order.project_id == self._project_id]
        for order in held[:_MOST_HELD]:
            held_order_notice(self._services, order)
        if len(held) > _MOST_HELD:
            d.text(f"{len(held) - _MOST_HELD:,} more orders wait for a limit.", "faint small", tag="p")

    def _paused_provider(self, name: str, label: str, reason: str) -> None:
        said = f"{label} is paused: {reason}"

        def ways_out() -> None:
            with d.cluster(2):
                ways_on(self._services, name, reason)

        d.notice(said, kind="danger", actions=ways_out)

    async def _resume(self) -> None:
        await call(self._queue.resume)
