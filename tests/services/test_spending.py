"""Money through the whole pipeline: what is asked, what stops submitting, and what the ledger says afterwards."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import update
from sqlmodel import col

from imagen.bootstrap import Production
from imagen.data.models import Spending
from imagen.data.models.base import now
from imagen.datafolder import DataFolder
from imagen.domain.errors import Conflict, CostNotConfirmed, InvalidInput, PriceUnknown
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.money import Currency
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.spending import LimitKind
from imagen.providers.base import Estimate, FailureReason, Progress, RemoteState, Result, Submission
from imagen.providers.price import Unit
from imagen.services import holding, spending
from imagen.services.all import Services
from imagen.services.consent import NOTHING_SAID, Consent
from imagen.services.order_request import OrderRequest
from imagen.services.spending import Uncertain
from imagen.services.views import OrderView
from imagen.settings import load_settings
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger, ScriptedFactory, wait_until
from tests.services.ordering import fulfilled, needing_attention, only
from tests.warm import build

CENT = 10_000
EACH = 2_500
ANOTHER = "scripted:another"


def place(services: Services, prompt: str, consent: Consent = NOTHING_SAID, project: UUID | None = None) -> OrderView:
    return services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project), consent=consent)


def held(services: Services, order_id: UUID, kind: LimitKind, running: int = 0) -> OrderView:
    """Wait until a limit holds an order and so many of it still run."""

    def rests() -> bool:
        order = services.orders.get(order_id)
        return order.held_for == kind and order.progress.generating == running

    wait_until(rests, 10)
    return services.orders.get(order_id)


def spent(services: Services) -> int:
    return services.spending.view().today.spent


def costing(monkeypatch: pytest.MonkeyPatch, each: int | None, *, reported: bool = True) -> None:
    """Let the scripted model cost so much; one that tells no price reports no cost either."""
    collect = ScriptedFactory.collect

    def told(self: ScriptedFactory, submission: Submission) -> Result:
        made = collect(self, submission)
        return Result(made.outputs, made.return_parameters, 5, each if reported else None)

    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(each, 0.005))
    monkeypatch.setattr(ScriptedFactory, "collect", told)


def test_an_order_above_the_amount_is_asked_about_and_made_with_a_limit(services: Services, ledger: Ledger) -> None:
    services.spending.change({"ask_above": 3 * EACH})
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..3] fox"})).question == ""
    assert "$0.01" in services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..4] fox"})).question
    with pytest.raises(CostNotConfirmed) as refused:
        place(services, "a [1..4] fox")
    assert refused.value.amount == 4 * EACH
    assert ledger.attempts == []
    done = fulfilled(services, place(services, "a [1..4] fox", Consent(spending_limit=4 * EACH)).id)
    assert (done.progress.complete, done.cost, done.spending_limit) == (4, 4 * EACH, 4 * EACH)
    assert spent(services) == 4 * EACH


def test_an_order_never_spends_more_than_its_limit_however_many_run_at_once(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = place(services, "slow [1..40]", Consent(spending_limit=3 * EACH + 1))
    waiting = held(services, order.id, LimitKind.ORDER, running=3)
    assert "Its limit is reached" in (waiting.held_reason or "")
    ledger.gate.set()
    wait_until(lambda: services.orders.get(order.id).progress.complete == 3)
    assert len(ledger.accepted) == 3
    services.spending.limit_order(order.id, 5 * EACH)
    wait_until(lambda: services.orders.get(order.id).progress.complete == 5)
    assert held(services, order.id, LimitKind.ORDER).progress.pending == 35
    services.spending.limit_order(order.id, None)
    assert fulfilled(services, order.id).held_reason is None
    assert len(ledger.accepted) == 40


def test_what_cost_less_than_expected_makes_room_under_a_limit(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, EACH // 2)
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(EACH, 0.005))
    order = place(services, "slow [1..6]", Consent(spending_limit=3 * EACH))
    held(services, order.id, LimitKind.ORDER, running=3)
    ledger.gate.set()
    wait_until(lambda: services.orders.get(order.id).progress.complete >= 5, 20)


def test_the_days_limit_stops_every_order_and_tomorrow_they_go_on(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.spending.change({"day_limit": 5 * EACH})
    first, second = place(services, "a [1..4] fox"), place(services, "a [1..4] owl")
    fulfilled(services, first.id)
    assert "Today's limit" in (held(services, second.id, LimitKind.DAY).held_reason or "")
    assert (len(ledger.accepted), spent(services)) == (5, 5 * EACH)
    assert "about 0 of 4" in services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..4] cat"})).notes[-1]
    monkeypatch.setattr(holding, "now", lambda: now() + timedelta(days=1))
    services.queue.resume()  # what the next look at the queue does by itself
    assert fulfilled(services, second.id).progress.complete == 4


def test_a_limit_of_the_environment_counts_where_it_is_stricter(folder: DataFolder, ledger: Ledger) -> None:
    made = build(folder, load_settings({"poll_seconds": "0.02"}, {"IMAGEN_DAILY_LIMIT": "0.005"}), PATHS)
    made.start()
    try:
        made.services.spending.change({"day_limit": 100 * CENT})
        order = place(made.services, "a [1..4] fox")
        held(made.services, order.id, LimitKind.DAY)
        assert len(ledger.accepted) == 2
        view = made.services.spending.view()
        assert (view.today.limit, view.day_limit_from) == (2 * EACH, "IMAGEN_DAILY_LIMIT")
    finally:
        made.stop()


def test_a_projects_limit_holds_its_orders_and_no_others(services: Services, ledger: Ledger) -> None:
    project = services.projects.create("Kites")
    services.spending.limit_project(project.id, 2 * EACH)
    inside, outside = place(services, "a [1..3] kite", project=project.id), place(services, "a [1..3] fox")
    assert fulfilled(services, outside.id).progress.complete == 3
    assert held(services, inside.id, LimitKind.PROJECT).progress.complete == 2
    services.spending.limit_project(project.id, None)
    assert fulfilled(services, inside.id).progress.complete == 3
    assert services.projects.get(project.id).spending_limit is None


def test_a_model_of_unknown_price_needs_a_ceiling_which_counts(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, None)
    view = services.plans.plan(OrderRequest(MODEL, {"prompt": "a fox"}))
    assert (view.cost, view.needs_ceiling) == (None, True)
    with pytest.raises(PriceUnknown):
        place(services, "a fox")
    order = place(services, "a [1..4] fox", Consent(ceiling=CENT, spending_limit=3 * CENT))
    resting = held(services, order.id, LimitKind.ORDER)
    assert (resting.progress.complete, resting.cost, spent(services)) == (3, None, 3 * CENT)
    services.spending.set_ceiling(MODEL, 2 * CENT)
    view = services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..4] fox"}))
    assert (view.cost, view.cost_is_ceiling, view.question) == (8 * CENT, True, "")
    assert fulfilled(services, place(services, "a wolf").id).cost is None
    services.spending.set_ceiling(MODEL, None)
    services.spending.change({"ceiling": 3 * CENT})
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "a fox"})).cost == 3 * CENT


def test_a_price_that_became_unknown_is_remembered_with_the_order(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.queue.pause()
    order = place(services, "a [1..2] fox")
    costing(monkeypatch, None)
    services.queue.resume()
    fulfilled(services, order.id)
    assert spent(services) == 2 * EACH


def test_an_order_whose_price_nobody_knew_waits_for_a_word(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, None)
    services.spending.change({"ceiling": CENT})
    services.queue.pause()
    order = place(services, "a [1..2] fox")
    services.spending.change({"ceiling": None})
    services.queue.resume()
    assert "at most" in (held(services, order.id, LimitKind.PRICE).held_reason or "")
    assert ledger.attempts == []
    services.spending.set_order_ceiling(order.id, CENT)
    assert fulfilled(services, order.id).progress.complete == 2


def test_what_was_not_bought_counts_nothing(services: Services, ledger: Ledger) -> None:
    blocked = place(services, "blocked fox")
    fulfilled(services, blocked.id)
    busy = place(services, "busy fox")
    fulfilled(services, busy.id)
    fails = place(services, "a fox that fails")
    assert fulfilled(services, fails.id).cost is None
    assert spent(services) == EACH


def test_what_may_have_been_bought_counts_until_it_is_known(services: Services, ledger: Ledger) -> None:
    order = place(services, "unclear fox")
    needing_attention(services, order.id, "unclear")
    view = services.spending.view()
    assert (view.today.spent, view.expected_today, view.uncertain) == (EACH, EACH, Uncertain(0, 0))
    services.generations.resolve(only(services, order.id).id, "give_up")  # type: ignore[arg-type]
    view = services.spending.view()
    assert (view.today.spent, view.expected_today, view.uncertain) == (EACH, 0, Uncertain(EACH, 1))


def test_what_was_spent_is_told_by_model_the_dearest_first_with_what_is_not_certain_of_it(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancelled(self: ScriptedFactory, submission: Submission) -> Progress:
        return Progress(RemoteState.CANCELLED)

    fulfilled(services, place(services, "a [1..2] fox").id)
    with monkeypatch.context() as stopped:
        stopped.setattr(ScriptedFactory, "check", cancelled)
        order = place(services, "a fox")
        wait_until(lambda: services.orders.get(order.id).progress.ended == 1)
    costing(monkeypatch, None)
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(None, 0.005))
    dear = fulfilled(services, place(services, "a fox", Consent(ceiling=CENT)).id)
    with services.spending._units() as unit:
        unit.session.execute(update(Spending).where(col(Spending.order_id) == dear.id).values(model=ANOTHER))
        unit.commit()
    view = services.spending.view()
    assert [(one.model, one.provider, one.amount, one.attempts, one.uncertain) for one in view.models] == [
        (ANOTHER, "scripted", CENT, 1, 0),
        (MODEL, "scripted", 3 * EACH, 3, EACH),
    ]
    assert [(one.amount, one.attempts, one.uncertain) for one in view.providers] == [(CENT + 3 * EACH, 4, EACH)]
    assert (view.uncertain, view.at_ceiling) == (Uncertain(EACH, 1), Uncertain(CENT, 1))


@pytest.mark.parametrize(
    ("progress", "counted"),
    [
        (Progress(RemoteState.FAILED, failure=FailureReason.CONTENT_BLOCKED, message="No."), EACH),
        (Progress(RemoteState.CANCELLED), EACH),
        (Progress(RemoteState.FAILED, failure=FailureReason.TIMEOUT, message="Too long."), 0),
        (Progress(RemoteState.FAILED, message="Charged.", cost=7_000), 7_000),
        (Progress(RemoteState.FAILED, message="Charged.", cost=3_000_000, currency=Currency.BUZZ), 3_000),
    ],
)
def test_an_end_without_result_counts_what_it_may_have_cost(
    progress: Progress, counted: int, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(self: ScriptedFactory, submission: Submission) -> Progress:
        return progress

    monkeypatch.setattr(ScriptedFactory, "check", check)
    order = place(services, "a fox")
    wait_until(lambda: services.orders.get(order.id).progress.ended == 1)
    assert spent(services) == counted


def test_the_bill_replaces_the_estimate_and_a_price_list_stands_in_for_it(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, 4_000, reported=False)
    assert fulfilled(services, place(services, "a fox").id).cost == 4_000
    costing(monkeypatch, EACH)
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(9_000, None))
    assert fulfilled(services, place(services, "a wolf").id).cost == EACH
    assert spent(services) == 4_000 + EACH


def test_a_second_attempt_does_not_hide_what_the_first_cost(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(self: ScriptedFactory, submission: Submission) -> Progress:
        if submission.prepared.attempt == 1:
            return Progress(RemoteState.FAILED, message="Charged.", cost=1_000)
        return Progress(RemoteState.SUCCEEDED)

    monkeypatch.setattr(ScriptedFactory, "check", check)
    order = place(services, "a fox")
    wait_until(lambda: services.orders.get(order.id).progress.failed == 1)
    services.orders.retry(order.id)
    wait_until(lambda: services.orders.get(order.id).progress.complete == 1)
    assert services.orders.get(order.id).cost == 1_000 + EACH == spent(services)


def test_buzz_is_counted_at_its_worth_and_shown_beside(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect = ScriptedFactory.collect

    def in_buzz(self: ScriptedFactory, submission: Submission) -> Result:
        made = collect(self, submission)
        return Result(made.outputs, {}, 5, 12_000_000, Currency.BUZZ)

    def estimate(self: ScriptedFactory, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(10_000_000, None, Currency.BUZZ)

    monkeypatch.setattr(ScriptedFactory, "collect", in_buzz)
    monkeypatch.setattr(ScriptedFactory, "estimate", estimate)
    services.spending.change({"buzz_per_dollar": 500})
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "a fox"})).cost == 20_000
    assert fulfilled(services, place(services, "a fox").id).cost == 24_000
    view = services.spending.view()
    assert (view.buzz, view.today.spent, sum(amount for _, amount in view.days)) == (12_000_000, 24_000, 24_000)
    assert [(one.provider, one.billed, one.expected) for one in view.providers] == [("scripted", 24_000, 0)]


def test_cancelling_a_held_order_ends_it(services: Services, ledger: Ledger) -> None:
    order = place(services, "a [1..3] fox", Consent(spending_limit=EACH))
    held(services, order.id, LimitKind.ORDER)
    assert services.orders.cancel(order.id).status is OrderStatus.CANCELLED
    assert services.orders.get(order.id).held_reason is None


def test_limits_hold_over_a_restart(folder: DataFolder, ledger: Ledger) -> None:
    def run() -> Production:
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), PATHS)
        made.start()
        return made

    first = run()
    order = place(first.services, "a [1..6] fox", Consent(spending_limit=2 * EACH))
    held(first.services, order.id, LimitKind.ORDER)
    first.stop()
    second = run()
    try:
        assert held(second.services, order.id, LimitKind.ORDER).progress.complete == 2
        second.services.spending.limit_order(order.id, 6 * EACH)
        assert fulfilled(second.services, order.id).cost == 6 * EACH
    finally:
        second.stop()


@pytest.mark.parametrize(
    "changes",
    [{"ask_above": -1}, {"day_limit": 10**13}, {"buzz_per_dollar": 0}, {"buzz_per_dollar": None}, {"ceiling": 0}],
)
def test_amounts_that_are_none_are_refused(services: Services, changes: dict[str, Any]) -> None:
    before = services.spending.settings
    with pytest.raises(InvalidInput):
        services.spending.change(changes)
    assert services.spending.settings == before


def test_free_work_goes_on_whatever_the_limit(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, 0)
    services.spending.change({"day_limit": 0})
    assert fulfilled(services, place(services, "a [1..3] fox").id).cost == 0


@pytest.mark.parametrize("each", [2**70, 10**400, 2**63 - 1, -EACH])
def test_a_price_that_none_can_have_counts_as_unknown(
    each: int, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.queue.pause()
    order = place(services, "a [1..2] fox")
    costing(monkeypatch, each, reported=False)
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "a fox"})).needs_ceiling
    with pytest.raises(PriceUnknown):
        place(services, "a fox")
    services.queue.resume()
    assert fulfilled(services, order.id).progress.complete == 2
    assert spent(services) == 2 * EACH


@pytest.mark.parametrize("currency", Currency)
@pytest.mark.parametrize("each", [10**400, 2**63 - 1, 2**62])
def test_a_bill_that_none_can_be_leaves_what_was_expected(
    currency: Currency, each: int, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect = ScriptedFactory.collect
    billed = Result((), cost=each, currency=currency)
    monkeypatch.setattr(
        ScriptedFactory,
        "collect",
        lambda self, submission: replace(billed, outputs=collect(self, submission).outputs),
    )
    assert fulfilled(services, place(services, "a [1..3] fox").id).progress.complete == 3
    view = services.spending.view()
    assert (view.today.spent, view.buzz) == (3 * EACH, 0)


def test_a_held_order_goes_on_when_its_price_becomes_known(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, None)
    services.spending.change({"ceiling": CENT})
    services.queue.pause()
    order = place(services, "a [1..2] fox")
    services.spending.change({"ceiling": None})
    services.queue.resume()
    held(services, order.id, LimitKind.PRICE)
    services.catalogue.set_price(MODEL, EACH, Unit.RUN)
    assert fulfilled(services, order.id).progress.complete == 2
    assert spent(services) == 2 * EACH


def test_a_held_order_goes_on_when_its_model_becomes_cheaper(services: Services, ledger: Ledger) -> None:
    order = place(services, "a fox", Consent(spending_limit=EACH - 1))
    held(services, order.id, LimitKind.ORDER)
    services.catalogue.set_price(MODEL, 1_000, Unit.RUN)
    assert fulfilled(services, order.id).progress.complete == 1
    services.catalogue.set_price(MODEL, CENT, Unit.RUN)
    again = place(services, "a cat", Consent(spending_limit=EACH))
    held(services, again.id, LimitKind.ORDER)
    services.catalogue.clear_price(MODEL)
    assert fulfilled(services, again.id).progress.complete == 1


def test_a_held_order_goes_on_when_buzz_is_worth_less(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(10_000_000, None, Currency.BUZZ))
    order = place(services, "a fox", Consent(spending_limit=CENT - 1))
    held(services, order.id, LimitKind.ORDER)
    services.spending.change({"buzz_per_dollar": 2_000})
    assert fulfilled(services, order.id).progress.complete == 1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's time zone cannot be set for one process")
@pytest.mark.parametrize("today", ["2026-03-30T10:00:00Z", "2026-04-10T22:30:00Z", "2026-10-25T23:30:00Z"])
def test_no_day_is_left_out_where_clocks_change(
    today: str, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        at = datetime.fromisoformat(today)
        monkeypatch.setattr(spending, "now", lambda: at)
        days = [day for day, _ in services.spending.view().days]
        assert days == [at.astimezone().date() - timedelta(days=ago) for ago in range(29, -1, -1)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_ceiling_of_nothing_makes_nothing_free(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    costing(monkeypatch, None)
    with pytest.raises(InvalidInput):
        place(services, "a fox", Consent(ceiling=0))
    with pytest.raises(InvalidInput):
        services.spending.set_ceiling(MODEL, 0)
    order = place(services, "a fox", Consent(ceiling=1, spending_limit=0))
    with pytest.raises(InvalidInput):
        services.spending.set_order_ceiling(order.id, 0)
    assert ledger.attempts == []


def test_a_key_used_again_with_another_limit_is_a_conflict(services: Services, ledger: Ledger) -> None:
    request, with_limit = OrderRequest(MODEL, {"prompt": "a fox"}), Consent(spending_limit=CENT)
    unlimited = services.orders.place(request, "k-1")
    with pytest.raises(Conflict):
        services.orders.place(request, "k-1", consent=with_limit)
    limited = services.orders.place(request, "k-2", consent=with_limit)
    assert services.orders.place(request, "k-2", consent=with_limit).id == limited.id != unlimited.id
    assert services.orders.place(request, "k-1").id == unlimited.id
    with pytest.raises(Conflict):
        services.orders.place(request, "k-2", consent=Consent(spending_limit=CENT, ceiling=CENT))


def test_a_bill_above_the_ceiling_raises_it(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(None, None))
    order = place(services, "a fox", Consent(ceiling=EACH - 1_000))
    assert fulfilled(services, order.id).cost == EACH
    assert services.spending.view().ceilings == {MODEL: EACH}
    assert services.orders.get(order.id).ceiling == EACH
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..2] fox"})).cost == 2 * EACH


@pytest.mark.parametrize("sends", [True, False])
def test_a_price_is_asked_for_with_files_where_they_need_not_go_up(
    sends: bool, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quote(self: ScriptedFactory, prepared: Any) -> Estimate:
        monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(EACH, None))
        return Estimate(EACH, None)

    monkeypatch.setattr(ScriptedFactory, "asks_for_price", True)
    monkeypatch.setattr(ScriptedFactory, "quote_sends_files", sends)
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(None, None))
    monkeypatch.setattr(ScriptedFactory, "quote", quote)
    into = io.BytesIO()
    Image.new("RGB", (16, 16)).save(into, "PNG")
    into.seek(0)
    given = services.imports.take_file("input.png", into).product
    assert given is not None
    request = OrderRequest(MODEL, {"prompt": "a fox", "image": f"{PRODUCT_REFERENCE}{given.id}"})
    assert services.plans.ask_for_prices(request) is not sends
    assert services.plans.plan(request).needs_ceiling is sends


def test_what_a_limit_leaves_is_told_with_the_plan(services: Services, ledger: Ledger) -> None:
    services.spending.change({"day_limit": 2 * EACH})
    view = services.plans.plan(OrderRequest(MODEL, {"prompt": "a [1..4] fox"}))
    assert len(view.limit_notes) == 1
    assert "about 2 of 4" in view.limit_notes[0]
    assert view.limit_notes[0] in view.notes
