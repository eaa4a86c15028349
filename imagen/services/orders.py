"""Place, list, cancel, retry and repeat orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from imagen.data.models import Order
from imagen.data.models.base import now
from imagen.data.repositories.orders import ANY
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import (
    Conflict,
    ExpansionInvalid,
    ExpansionTooLarge,
    FieldProblem,
    InvalidInput,
    ParameterInvalid,
)
from imagen.domain.events import GenerationChanged, OrderChanged, OrderPlaced
from imagen.domain.expansion import Factor, Problem, ProblemKind
from imagen.domain.lifecycle import (
    ENDED_ORDERS,
    GenerationStatus,
    OrderStatus,
    change_generation,
    change_order,
)
from imagen.domain.ordering import Priority
from imagen.services.consent import NOTHING_SAID, Consent, refuse_unanswered
from imagen.services.holding import let_go
from imagen.services.models import ModelService
from imagen.services.order_request import OrderRequest, request_of
from imagen.services.plans import CheckedOrder, PlanService
from imagen.services.presentation import order_views
from imagen.services.pricing import OrderPrice, Pricing
from imagen.services.repeated_calls import Call, call
from imagen.services.spending_settings import spending_settings
from imagen.services.stranded import cancel_waiting
from imagen.services.views import OrderView, Page
from imagen.services.waiting import PAUSED_BY_HAND
from imagen.services.wakeups import Wakeups
from imagen.services.writing import FIRST_CHUNK, SPEC, selection_of, write_chunk

__all__ = ["ANY", "OrderService"]

_MOST_IN_ORDER_NAME = 200


class OrderService:
    """Everything a person does with orders."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        models: ModelService,
        plans: PlanService,
        pricing: Pricing,
        wakeups: Wakeups,
    ) -> None:
        self._pricing = pricing
        self._units = units
        self._models = models
        self._plans = plans
        self._wakeups = wakeups

    def place(
        self,
        request: OrderRequest,
        idempotency_key: str | None = None,
        expected_count: int | None = None,
        consent: Consent = NOTHING_SAID,
    ) -> OrderView:
        """Place an order: it is stored and queued when this returns, and the rest is written in the background.

        The same key again gives the first order. `expected_count` is what the person saw: another count is a Conflict.
        Raises ExpansionInvalid, ParameterInvalid or ExpansionTooLarge with all problems, and Conflict for a key that
        was used for something else, NotConfigured where the provider has no key, CostNotConfirmed and PriceUnknown where
        a person is to say first what it may cost.
        """
        consent.check()
        this = call(idempotency_key, asdict(self._plans.without_secrets(request)) | consent.said())
        with self._units.reading() as reading:
            known = this.first_answer(reading)
        if known is not None:
            return self.get(known.result_id)
        checked = self._plans.check(request.seeded())
        _refuse_problems(checked.errors)
        assert checked.selection is not None
        if expected_count is not None and expected_count != len(checked.selection):
            raise Conflict(
                f"This order now makes {len(checked.selection):,} generations, not {expected_count:,}.",
                "A lookup has changed meanwhile. Look at the plan again, then order.",
            )
        self._models.refuse_without_key(checked.factory.model.provider)
        price = self._price(checked, consent)
        self._plans.keep_secrets(request)
        order_id = self._store(checked, price, consent, this)
        self._wakeups.advance(4)
        if len(checked.selection) > FIRST_CHUNK:
            self._wakeups.write_on(order_id)
        return self.get(order_id)

    def get(self, order_id: UUID) -> OrderView:
        with self._units.reading() as reading:
            return order_views(reading, [reading.orders.get(order_id)], self._places())[0]

    def list(
        self,
        project_id: Any = ANY,
        status: OrderStatus | None = None,
        q: str | None = None,
        page: int = 1,
        limit: int = 20,
        ascending: bool = False,
    ) -> Page[OrderView]:
        """List orders, the newest first unless asked otherwise; `q` looks for words in their prompts."""
        with self._units.reading() as reading:
            rows, total = reading.orders.page(
                project_id=project_id,
                status=status,
                words=q or "",
                ascending=ascending,
                offset=(page - 1) * limit,
                limit=limit,
            )
            return Page(order_views(reading, rows, self._places()), total, page, limit)

    def history(self, project_id: UUID | None, limit: int = 50) -> Sequence[OrderView]:
        """List what was ordered in a project, for the form's history."""
        return self.list(project_id, limit=limit).items

    def cancel(self, order_id: UUID, *, keep_running: bool = False) -> OrderView:
        """Cancel what waits, and ask the providers to stop what runs unless that is kept. Raises InvalidTransition."""
        running: list[UUID] = []
        with self._units() as unit:
            order = unit.orders.get(order_id)
            if order.status is not OrderStatus.CANCELLED:
                order.status = change_order(order.status, OrderStatus.CANCELLED)
            order.planned = order.written  # what is not written yet never will be
            if order.held_for is not None:
                let_go(unit, order)
            for generation in unit.generations.in_status(
                order_id, GenerationStatus.PENDING, GenerationStatus.GENERATING
            ):
                if generation.status is GenerationStatus.PENDING:
                    cancel_waiting(generation)
                elif not keep_running:
                    generation.cancel_requested_at = now()
                    running.append(generation.id)
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            unit.commit()
        for generation_id in running:
            self._wakeups.cancel(generation_id)
        return self.get(order_id)

    def retry(self, order_id: UUID, idempotency_key: str | None = None, *, only_failed: bool = False) -> OrderView:
        """Put everything that failed or was cancelled back into the queue; what succeeded stays.

        What cancelling kept from being written is written now. With `only_failed` what was cancelled stays so. The same key
        again does nothing more.
        """
        this = call(idempotency_key, *(("retry failed",) if only_failed else ("retry order",)), order_id)
        with self._units.reading() as reading:
            whole = len(selection_of(reading.orders.get(order_id)))
        with self._units() as unit:
            if this.first_answer(unit) is not None:
                return self.get(order_id)
            order = unit.orders.get(order_id)
            statuses = (
                (GenerationStatus.FAILED,) if only_failed else (GenerationStatus.FAILED, GenerationStatus.CANCELLED)
            )
            ended = unit.generations.in_status(order_id, *statuses)
            at_provider = unit.submissions.live_of_order(order_id)
            again = [generation for generation in ended if generation.id not in at_provider]
            unwritten = not only_failed and order.status in ENDED_ORDERS and order.written < whole
            if not again and ended and not unwritten:
                raise Conflict("What was cancelled is still being stopped.", "Try it again in a moment.")
            if not again and not unwritten:
                what = "failed" if only_failed else "failed or was cancelled"
                raise Conflict(f"Nothing in this order {what}.", "There is nothing to try again.")
            for generation in again:
                generation.status = change_generation(generation.status, GenerationStatus.PENDING)
                generation.cancel_requested_at = None
                generation.completed_at = None
                unit.record(GenerationChanged(generation.id, order.id, order.project_id, GenerationStatus.PENDING))
            if order.status in ENDED_ORDERS:
                order.status = change_order(order.status, OrderStatus.UNDERWAY)
                order.planned = order.written if only_failed else whole
            this.remember(unit, order_id)
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            unit.commit()
        self._wakeups.advance(4)
        if unwritten:
            self._wakeups.write_on(order_id)
        return self.get(order_id)

    def again(
        self,
        order_id: UUID,
        *,
        new_seed: bool = True,
        idempotency_key: str | None = None,
        consent: Consent = NOTHING_SAID,
    ) -> OrderView:
        """Place the same order once more; with a new seed for its random picks unless the old is wanted."""
        request = self.request_of(order_id)
        return self.place(replace(request, seed=None) if new_seed else request, idempotency_key, consent=consent)

    def request_of(self, order_id: UUID) -> OrderRequest:
        """Give the request that an order was placed with."""
        with self._units.reading() as reading:
            return request_of(reading.orders.get(order_id))

    def rename(self, order_id: UUID, name: str) -> OrderView:
        """Give an order a name of its own."""
        if len(name) > _MOST_IN_ORDER_NAME:
            raise InvalidInput(f"A name may have {_MOST_IN_ORDER_NAME} characters, and this has {len(name)}.")
        return self._change(order_id, lambda unit, order: setattr(order, "name", name.strip()))

    def move(self, order_id: UUID, before: UUID | None) -> OrderView:
        """Make an order before another one of its class, or after all of them."""

        def put(unit: UnitOfWork, order: Order) -> None:
            order.rank = unit.queue.rank_before(order, unit.orders.get(before) if before else None)

        return self._change(order_id, put)

    def set_priority(self, order_id: UUID, priority: Priority) -> OrderView:
        """Move an order to the interactive or the background class."""

        def put(unit: UnitOfWork, order: Order) -> None:
            order.priority = priority
            unit.session.flush()
            order.rank = unit.queue.rank_before(order, None)

        return self._change(order_id, put)

    def pause(self, order_id: UUID) -> OrderView:
        """Begin nothing more of an order until it is resumed; what runs goes on. Raises Conflict when it has ended."""

        def hold(unit: UnitOfWork, order: Order) -> None:
            if order.status in ENDED_ORDERS:
                raise Conflict("This order has ended, so there is nothing to pause.")
            let_go(unit, order)
            order.held_reason = PAUSED_BY_HAND

        return self._change(order_id, hold)

    def resume(self, order_id: UUID) -> OrderView:
        """Let an order that was paused go on; one that a limit holds is held still."""

        def go_on(unit: UnitOfWork, order: Order) -> None:
            if order.held_reason == PAUSED_BY_HAND:
                let_go(unit, order)

        resumed = self._change(order_id, go_on)
        self._wakeups.advance(4)
        return resumed

    def _change(self, order_id: UUID, act: Callable[[UnitOfWork, Order], None]) -> OrderView:
        with self._units(durable=False) as unit:
            order = unit.orders.get(order_id)
            act(unit, order)
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            unit.commit()
        return self.get(order_id)

    def _price(self, checked: CheckedOrder, consent: Consent) -> OrderPrice:
        """Put a price to an order, and refuse it where a person has to be asked first."""
        assert checked.selection is not None
        price = self._pricing.price(checked.factory, checked.selection, consent.ceiling, in_full=True)
        if (price.cost is None or price.is_ceiling) and self._pricing.ask(checked.factory, checked.selection):
            price = self._pricing.price(checked.factory, checked.selection, consent.ceiling, in_full=True)
        with self._units.reading() as reading:
            refuse_unanswered(price, spending_settings(reading), consent)
        return price

    def _store(self, checked: CheckedOrder, price: OrderPrice, consent: Consent, this: Call) -> UUID:
        selection = checked.selection
        assert selection is not None
        with self._units() as unit:
            known = this.first_answer(unit)
            if known is not None:
                return known.result_id
            order = self._new_order(unit, checked, price, consent)
            unit.orders.add(order)
            unit.session.flush()
            write_chunk(unit, order, selection, FIRST_CHUNK)
            unit.session.flush()
            this.remember(unit, order.id)
            unit.record(OrderPlaced(order.id, order.project_id))
            unit.commit()
            return order.id

    def _new_order(self, unit: UnitOfWork, checked: CheckedOrder, price: OrderPrice, consent: Consent) -> Order:
        request, selection = checked.request, checked.selection
        assert selection is not None
        assert request.seed is not None
        if request.project_id is not None:
            unit.projects.get(request.project_id)
        number = unit.orders.next_number()
        limit = consent.spending_limit
        order = Order(
            name=request.name,
            number=number,
            project_id=request.project_id,
            model_key=request.model_key,
            provider=checked.factory.model.provider,
            base_parameters=dict(request.parameters),
            expansion_seed=request.seed,
            sample_size=request.sample,
            excluded=[str(index) for index in request.excluded],
            one_of_each_first=request.one_of_each_first,
            repeats=request.repeats,
            seed_policy=request.seed_policy,
            status=OrderStatus.PROCESSING if len(selection) > FIRST_CHUNK else OrderStatus.PENDING,
            priority=request.priority,
            planned=len(selection),
            estimated_cost=None if price.is_ceiling else price.cost,
            expected_each=None if price.is_ceiling else price.largest,
            spending_limit=limit if limit is not None else spending_settings(unit).order_limit,
            ceiling=consent.ceiling,
            lookups_used=dict(selection.expansion.lookups_used),
            spec_used=SPEC.dump_python(checked.factory.spec, mode="json"),
            factors=[_factor_json(factor) for factor in selection.expansion.factors],
        )
        order.rank = unit.queue.rank_before(order, None)
        return order

    def _places(self) -> dict[str, int]:
        return {provider.name: provider.places for provider in self._models.providers()}


@dataclass(frozen=True)
class _Refusal:
    kind: type[InvalidInput]
    message: str


def _refuse_problems(errors: tuple[Problem, ...]) -> None:
    if not errors:
        return
    problems = [FieldProblem(p.parameter, p.message, str(p.kind), p.start, p.end, p.suggestion) for p in errors]
    kinds = {p.kind for p in errors}
    refusal = _Refusal(ExpansionInvalid, "This order cannot be made as it is written.")
    if kinds == {ProblemKind.TOO_MANY}:
        refusal = _Refusal(ExpansionTooLarge, errors[0].message)
    elif kinds == {ProblemKind.INVALID_VALUE}:
        refusal = _Refusal(ParameterInvalid, "Some values of this order are not right.")
    detail = " ".join(p.message for p in errors[:3]) if refusal.kind is not ExpansionTooLarge else ""
    raise refusal.kind(f"{refusal.message} {detail}".strip(), problems=problems)


def _factor_json(factor: Factor) -> dict[str, Any]:
    return {
        "key": factor.key,
        "parameter": factor.parameter,
        "name": factor.name,
        "size": factor.size,
        "options": factor.options,
        "labels": list(factor.labels),
        "kind": str(factor.kind),
    }
