"""What holds production up as a whole, above the list, each with its way out."""

from __future__ import annotations

from functools import partial
from typing import Any

from imagen.services.all import Services
from imagen.services.views import ProviderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.paused_provider import ways_on


class Notices:
    """Told anew when the queue, a provider or a decision has changed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._shown: tuple[Any, ...] = ()
        self.is_paused = False
        self._place = d.stack(2, "production-notices")
        self._place.set_visibility(False)

    async def refresh(self) -> None:
        """Show what holds it up now."""
        state = await call(lambda: self._services.queue.state(with_orders=False))
        if self._place.is_deleted:
            return
        self.is_paused = state.paused
        held = tuple(provider for provider in state.providers if provider.paused)
        shown = (state.paused, state.paused_reason, tuple((one.name, one.paused) for one in held))
        if shown == self._shown:
            return
        self._shown = shown
        self._place.clear()
        self._place.set_visibility(state.paused or bool(held))
        with self._place:
            if state.paused:
                reason = state.paused_reason.removesuffix(".")
                d.notice(
                    f"The queue is paused{f' ({reason})' if reason else ''}. What runs goes on; nothing new is begun."
                )
            for provider in held:
                d.notice(f"{provider.label} is paused. {provider.paused}", actions=partial(self._ways_on, provider))

    def _ways_on(self, provider: ProviderView) -> None:
        ways_on(self._services, provider.name, provider.paused or "")
