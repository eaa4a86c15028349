"""Work out what the form would order, off the event loop: one plan at a time, and only the newest is shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from nicegui import background_tasks, ui

from imagen.domain.errors import ImagenError
from imagen.services.order_request import OrderRequest
from imagen.services.plans import PlanService
from imagen.services.views import PlannedGeneration, PlanView
from imagen.ui.calls import call

FIRST_ROWS = 20
_PAUSE_AFTER_SILENCE = 60.0


@dataclass(frozen=True)
class ShownPlan:
    """A plan, the request it is of, and its rows with those that were unticked."""

    request: OrderRequest
    view: PlanView
    rows: tuple[PlannedGeneration, ...]
    possible: int


class Planner:
    """Computes plans as fast as they are asked for; those that have become old meanwhile are dropped."""

    def __init__(
        self,
        plans: PlanService,
        request: Callable[[], OrderRequest],
        show: Callable[[ShownPlan], None],
        fail: Callable[[ImagenError], None],
    ) -> None:
        self._plans = plans
        self._request = request
        self._show = show
        self._fail = fail
        self._client = ui.context.client
        self._due = False
        self._silent_since: dict[str, float] = {}
        self._asking: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self.shown: ShownPlan | None = None

    def request(self) -> None:
        """Plan anew; calls in quick succession are one."""
        self._due = True
        if self._running is None or self._running.done():
            self._running = background_tasks.create(self._run(), name="plan", context=self._client)

    async def of(self, wanted: OrderRequest) -> ShownPlan | None:
        """Wait for the plan of what the form said a moment ago; None when it cannot be planned at all.

        Where the form says something else by now, that is planned aside, with the draw that would be next.
        """
        if _is_same(self._request(), wanted):
            shown = await self.newest()
            if _is_same(self._request() if shown is None else shown.request, wanted):
                return shown
        try:
            return await call(self._plan, replace(wanted, seed=self._request().seed))
        except ImagenError as error:
            self._fail(error)
            return None

    async def newest(self) -> ShownPlan | None:
        """Wait for the plan of the form as it is now, with its price; None when it cannot be planned at all."""
        if self._asking is not None and not self._asking.done():
            await asyncio.shield(self._asking)
        while self._running is not None and not self._running.done():
            await asyncio.shield(self._running)
        if self.shown is None or self.shown.request != self._request():
            self.request()
            assert self._running is not None
            await asyncio.shield(self._running)
        return self.shown

    async def more(self, offset: int) -> tuple[PlannedGeneration, ...]:
        """Give the next rows of the plan that is shown."""
        if self.shown is None:
            return ()
        request = replace(self.shown.request, excluded=())
        view = await call(self._plans.plan, request, offset, 2 * FIRST_ROWS)
        return view.items

    async def _run(self) -> None:
        while self._due and not self._client.is_deleted:
            self._due = False
            request = self._request()
            try:
                shown = await call(self._plan, request)
            except ImagenError as error:
                self.shown = None
                self._fail(error)
                continue
            if not self._due and not self._client.is_deleted:
                self.shown = shown
                self._show(shown)
                self._learn_price(shown)

    def _learn_price(self, shown: ShownPlan) -> None:
        """Ask the provider where only that knows the price, beside all else; not again soon after it did not tell."""
        view, silent_since = shown.view, self._silent_since.get(shown.request.model_key)
        is_known = view.cost is not None and not view.cost_is_ceiling
        is_silent = silent_since is not None and time.monotonic() - silent_since < _PAUSE_AFTER_SILENCE
        if not (view.errors or is_known or is_silent or self._is_asking):
            self._asking = background_tasks.create(self._ask(shown.request), name="price", context=self._client)

    async def _ask(self, request: OrderRequest) -> None:
        try:
            learned = await call(self._plans.ask_for_prices, request)
        except ImagenError:
            learned = False  # the price stays unknown, which the form says already
        if learned:
            self.request()
        else:
            self._silent_since[request.model_key] = time.monotonic()

    @property
    def _is_asking(self) -> bool:
        return self._asking is not None and not self._asking.done()

    def _plan(self, request: OrderRequest) -> ShownPlan:
        view = self._plans.plan(request, 0, FIRST_ROWS)
        if not request.excluded or view.errors:
            return ShownPlan(request, view, view.items, view.count)
        whole = self._plans.plan(replace(request, excluded=()), 0, FIRST_ROWS)
        return ShownPlan(request, view, whole.items or view.items, whole.count)


def _is_same(one: OrderRequest, other: OrderRequest) -> bool:
    """Tell whether two requests mean the same, whatever is drawn at random."""
    return replace(one, seed=None) == replace(other, seed=None)
