"""What a person does with orders and generations: asked about where money may be lost, told in words, undone where it can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from nicegui import ui

from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, CostNotConfirmed, ImagenError, PriceUnknown
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.money import dollars
from imagen.domain.ordering import Priority
from imagen.domain.tagging import TaggedKind
from imagen.services.all import Services
from imagen.services.production import Sought
from imagen.services.views import GenerationView, OrderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.cancelling import cancel_order
from imagen.ui.components.deciding import decide_all
from imagen.ui.components.held_orders import raise_limit
from imagen.ui.components.template_saving import save_order_as_template
from imagen.ui.components.thing_tags import edit_tags
from imagen.ui.paths import production_path, reuse_path


class OrderDeeds:
    """Acts on whole orders; `on_decide` opens what needs a person."""

    def __init__(self, services: Services, on_decide: Callable[[], Any]) -> None:
        self._services = services
        self._on_decide = on_decide
        self._client = ui.context.client

    async def act(self, what: str, order_id: UUID) -> None:
        """Do what a button of a row says."""
        acts: dict[str, Callable[[UUID], Any]] = {
            "cancel": self.cancel,
            "retry": self.retry_failed,
            "again": self.again,
            "raise": self.raise_limit,
            "resume": self.resume,
            "let_go": self.let_go,
            "decide": lambda _: self._on_decide(),
        }
        result = acts[what](order_id) if what in acts else None
        if result is not None:
            await result

    async def cancel(self, order_id: UUID) -> None:
        """Cancel what is not made yet."""
        order = await call(self._services.orders.get, order_id)
        if not order.progress.pending + order.progress.generating:
            d.toast(f"Order {order.number} has ended already, so there is nothing to cancel.")
            return
        await cancel_order(self._services, order_id)

    async def cancel_waiting(self, order_id: UUID) -> None:
        """Cancel all but what runs: nothing is lost by that, and what was cancelled can be had back."""
        before = await call(self._services.orders.get, order_id)
        after = await call(lambda: self._services.orders.cancel(order_id, keep_running=True))
        count = before.progress.pending
        runs = f" {after.progress.generating:,} go on." if after.progress.generating else ""

        async def take_back() -> None:
            await call(self._services.orders.retry, order_id, uuid4().hex)

        without_failures = not before.progress.failed and not before.progress.cancelled
        d.toast(
            f"{count:,} of order {before.number} cancelled.{runs}",
            kind="done",
            undo=take_back if without_failures else None,
        )

    async def retry_failed(self, order_id: UUID) -> None:
        """Put what failed back into the queue; what was made stays."""
        order = await call(self._services.orders.get, order_id)
        try:
            await call(lambda: self._services.orders.retry(order_id, uuid4().hex, only_failed=True))
        except Conflict as refused:
            d.toast(str(refused))
            return
        count = order.progress.failed
        are = "is" if count == 1 else "are"
        d.toast(f"{count:,} of order {order.number} {are} tried again. What was made stays.", kind="done")

    async def retry_all(self, order_id: UUID) -> None:
        """Put what failed and what was cancelled back into the queue."""
        try:
            await call(self._services.orders.retry, order_id, uuid4().hex)
        except Conflict as refused:
            d.toast(str(refused))
            return
        d.toast("What failed or was cancelled is tried again. What was made stays.", kind="done")

    async def retry_shown(self, sought: Sought) -> None:
        """Put all failures of the orders that are listed back into the queue, after saying how many those are."""
        found = await call(self._services.production.failed, sought)
        if not found.generations:
            d.toast("Nothing that is listed here failed.")
            return
        with self._client.layout:
            agreed = await d.confirm(
                f"Try {found.generations:,} again?",
                f"{_count(found.generations, 'generation')} of {_count(found.orders, 'order')} that are listed here failed. "
                "They go back into the queue, and cost what they cost; what was made stays.",
                action="Try them again",
                otherwise="Not now",
            )
        if agreed:
            done = await call(self._services.production.retry_failed, sought, uuid4().hex)
            d.toast(
                f"{_count(done.generations, 'generation')} of {_count(done.orders, 'order')} tried again.", kind="done"
            )

    async def again(self, order_id: UUID) -> None:
        """Place the same order once more, with a new draw; what it costs is asked about as for any order."""
        order = await call(self._services.orders.get, order_id)
        try:
            made = await call(lambda: self._services.orders.again(order_id, idempotency_key=uuid4().hex))
        except (CostNotConfirmed, PriceUnknown) as asked:
            d.toast(
                f"{asked.message} Say so on the Order page.",
                action=("Open it", lambda: ui.navigate.to(reuse_path(order.project_id, "order", order_id))),
            )
            return
        except ImagenError as refused:
            d.toast(str(refused), kind="danger")
            return
        cost = f" It costs about {dollars(made.estimated_cost)}." if made.estimated_cost else ""
        d.toast(
            f"Ordered again as order {made.number}.{cost}",
            kind="done",
            action=("Show it", lambda: ui.navigate.to(production_path(made.number))),
        )

    async def edit(self, order_id: UUID) -> None:
        """Open the Order page with the order as it was typed."""
        order = await call(self._services.orders.get, order_id)
        ui.navigate.to(reuse_path(order.project_id, "order", order_id))

    async def raise_limit(self, order_id: UUID) -> None:
        """Ask for another amount for what holds an order."""
        await raise_limit(self._services, await call(self._services.orders.get, order_id))

    async def pause(self, order_id: UUID) -> None:
        """Begin nothing more of an order."""
        order = await call(self._services.orders.pause, order_id)
        d.toast(f"Order {order.number} is paused. What runs of it goes on.", undo=lambda: self.resume(order_id))

    async def resume(self, order_id: UUID) -> None:
        """Let an order go on."""
        await call(self._services.orders.resume, order_id)

    async def let_go(self, order_id: UUID) -> None:
        """Let an order go on that was taken in unfinished, once a person knows what that may cost."""
        order = await call(self._services.orders.get, order_id)
        left = order.progress.pending + order.progress.generating
        with self._client.layout:
            agreed = await d.confirm(
                f"Let order {order.number} go on here?",
                f"It came unfinished with another library, which may be making it too: then the {_count(left, 'generation')} "
                "that are left are made, and paid, twice. Let it go on where the other library is not used any more.",
                action="Let it go on",
                otherwise="Not now",
            )
        if not agreed:
            return
        try:
            await call(self._services.library.let_go, order_id)
        except ImagenError as refused:
            d.toast(str(refused), kind="danger")
            return
        d.toast(f"Order {order.number} goes on.", kind="done", action=("Pause it", lambda: self.pause(order_id)))

    async def save_as_template(self, order_id: UUID) -> None:
        """Keep an order as a template, as it was typed."""
        await save_order_as_template(self._services, order_id)

    async def tag(self, order_id: UUID) -> None:
        """Put tags on an order, or take them off."""
        order = await call(self._services.orders.get, order_id)
        await edit_tags(self._services, TaggedKind.ORDER, order_id, f"order {order.number}")

    async def make_next(self, order_id: UUID) -> None:
        """Put an order before all others of its class."""
        order = await call(self._services.orders.get, order_id)
        state = await call(self._services.queue.state)
        first = next((one for one in state.orders if one.priority is order.priority), None)
        if first is not None and first.id != order_id:
            await call(self._services.orders.move, order_id, first.id)
        d.toast(f"Order {order.number} is made next.", kind="done")

    async def make_last(self, order_id: UUID) -> None:
        """Put an order behind all others of its class."""
        await call(self._services.orders.move, order_id, None)

    async def set_priority(self, order_id: UUID, priority: Priority) -> None:
        """Move an order to the other class."""
        order = await call(self._services.orders.set_priority, order_id, priority)
        told = {
            Priority.BACKGROUND: "is made in the background: after all others.",
            Priority.INTERACTIVE: "is made in its turn again.",
        }
        d.toast(f"Order {order.number} {told[priority]}", kind="done")

    async def move(self, order_id: UUID, before: OrderView | None, behind: OrderView | None) -> None:
        """Make an order between two others, in the class that the place is in."""
        order = await call(self._services.orders.get, order_id)
        classes = [one.priority for one in (before, behind) if one is not None]
        if classes and order.priority not in classes:
            await call(self._services.orders.set_priority, order_id, classes[0])
            order = await call(self._services.orders.get, order_id)
        is_mate = before is not None and before.priority is order.priority
        await call(self._services.orders.move, order_id, before.id if is_mate and before is not None else None)

    async def decide_all(self, order_id: UUID, count: int, resolution: Resolution) -> None:
        """Decide the same about all of an order that needs a person."""
        await decide_all(self._services, order_id, [None] * count, resolution)


class GenerationDeeds:
    """Acts on single generations."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._client = ui.context.client

    async def cancel(self, generation: GenerationView) -> None:
        """Cancel one that waits, with a way back; ask before one is stopped that may have to be paid all the same."""
        if generation.status is GenerationStatus.PENDING:
            await call(self._services.generations.cancel, generation.id)

            async def take_back() -> None:
                await call(self._services.generations.retry, generation.id, uuid4().hex)

            d.toast(f"Generation {generation.position + 1} is cancelled.", undo=take_back)
        elif generation.status is GenerationStatus.GENERATING:
            await self._stop(generation)
        else:
            d.toast(f"Generation {generation.position + 1} has ended already.")

    async def _stop(self, generation: GenerationView) -> None:
        with self._client.layout:
            agreed = await d.confirm(
                f"Stop generation {generation.position + 1}?",
                "It is being made. The provider may charge it all the same; what it makes before it stops is kept.",
                action="Stop it",
                otherwise="Go on making",
                danger=True,
            )
        if agreed:
            left = await call(self._services.generations.cancel, generation.id)
            if left.status is GenerationStatus.GENERATING:
                d.toast("The provider is asked to stop it. What it makes all the same is kept.")

    async def retry(self, generation: GenerationView) -> None:
        """Put one that failed or was cancelled back into the queue, in its place in the order."""
        if generation.status in {GenerationStatus.FAILED, GenerationStatus.CANCELLED}:
            await call(self._services.generations.retry, generation.id, uuid4().hex)
            d.toast(f"Generation {generation.position + 1} is tried again.", kind="done")

    def edit(self, generation: GenerationView) -> None:
        """Open the Order page with the values of a generation."""
        ui.navigate.to(reuse_path(generation.project_id, "values", generation.id))


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
