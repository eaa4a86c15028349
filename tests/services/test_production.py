"""A generation's whole way, and every way in which it can go wrong."""

from __future__ import annotations

from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, InvalidTransition
from imagen.domain.events import DomainEvent, GenerationChanged, GenerationCompleted, OrderChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.providers.base import Result, Submission
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import GenerationDetail, GenerationView, OrderView
from imagen.settings import load_settings
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger, ScriptedFactory, ScriptedProvider, wait_until
from tests.warm import build

G = GenerationStatus


def order(services: Services, prompt: str, **parameters: object) -> OrderView:
    return services.orders.place(OrderRequest(MODEL, {"prompt": prompt, **parameters}))


def ended(services: Services, order_id: UUID) -> OrderView:
    wait_until(lambda: services.orders.get(order_id).status in {OrderStatus.FULFILLED, OrderStatus.CANCELLED})
    return services.orders.get(order_id)


def only(services: Services, order_id: UUID) -> GenerationView:
    return services.generations.list(order_id=order_id).items[0]


def detail(services: Services, order_id: UUID) -> GenerationDetail:
    return services.generations.get(only(services, order_id).id)


def waits(services: Services, order_id: UUID, what: str) -> GenerationView:
    wait_until(lambda: only(services, order_id).attention == what)
    return only(services, order_id)


def test_an_order_becomes_products_with_all_four_parameter_sets(services: Services, ledger: Ledger) -> None:
    placed = order(services, "a [red,blue] fox", steps="4,8")
    done = ended(services, placed.id)
    assert (done.progress.complete, done.progress.failed, done.status) == (4, 0, OrderStatus.FULFILLED)
    assert done.cost == 4 * 2500
    made = services.generations.list(order_id=placed.id, ascending=True).items
    assert [g.prompt_preview for g in made] == ["a red fox", "a red fox", "a blue fox", "a blue fox"]
    first = services.generations.get(made[0].id)
    assert first.base_parameters == {"prompt": "a [red,blue] fox", "steps": "4,8"}
    assert first.generation_parameters == {"prompt": "a red fox", "steps": 4}
    assert first.actual_parameters == {"prompt": "a red fox", "steps": 4}
    assert first.return_parameters == {"seed": 7}
    assert [s.state for s in first.submissions] == ["done"]
    product = first.summary.products[0]
    assert (product.width, product.height, product.mime_type) == (32, 24, "image/png")
    assert services.products.file(product.id).stat().st_size == product.file_size
    assert len(ledger.accepted) == 4
    wait_until(lambda: sorted(ledger.released) == sorted(ledger.accepted))


def test_the_events_tell_the_way_in_order(services: Services) -> None:
    seen: list[DomainEvent] = []
    services.bus.subscribe(seen.append)
    placed = order(services, "one fox")
    ended(services, placed.id)
    wait_until(lambda: any(isinstance(e, OrderChanged) and e.status == "fulfilled" for e in seen))
    names = [type(e).__name__ for e in seen if isinstance(e, GenerationChanged | GenerationCompleted)]
    assert names == ["GenerationChanged", "GenerationCompleted"]
    assert next(type(e).__name__ for e in seen) == "OrderPlaced"


def test_a_busy_provider_is_waited_for(services: Services, ledger: Ledger) -> None:
    placed = order(services, "busy [a,b,c]")
    assert ended(services, placed.id).progress.complete == 3
    assert len(ledger.accepted) == 3
    attempts = detail(services, placed.id).submissions
    assert [s.state for s in attempts] == ["refused", "done"]


def test_a_wrong_key_pauses_the_provider_until_it_is_mended(services: Services, ledger: Ledger) -> None:
    placed = order(services, "wrongkey [1..6]")
    wait_until(lambda: any(p.paused for p in services.models.providers()))
    wait_until(lambda: services.queue.state().running == 0 or not ledger.accepted)
    assert "does not know this key" in (services.models.providers()[0].paused or "")
    services.queue.resume_provider("scripted")
    assert ended(services, placed.id).progress.complete == 6
    assert len(ledger.accepted) == 6


def test_blocked_content_fails_with_the_providers_words_and_costs_nothing(services: Services, ledger: Ledger) -> None:
    placed = order(services, "blocked")
    done = ended(services, placed.id)
    generation = only(services, placed.id)
    assert (done.progress.failed, done.cost, generation.error_kind) == (1, None, "provider-content-blocked")
    assert generation.error_message == "Scripted does not draw this. Change the prompt."
    assert not ledger.accepted


def test_a_failure_at_the_provider_is_shown_and_can_be_tried_again(services: Services) -> None:
    placed = order(services, "fails")
    ended(services, placed.id)
    generation = only(services, placed.id)
    assert generation.error_message == "Scripted ran out of paint."
    services.generations.retry(generation.id)
    ended(services, placed.id)
    assert [s.state for s in detail(services, placed.id).submissions] == ["done", "done"]


def test_a_lost_answer_is_shown_and_never_submitted_again_by_itself(services: Services, ledger: Ledger) -> None:
    placed = order(services, "unclear")
    generation = waits(services, placed.id, "unclear")
    assert generation.status is G.GENERATING
    assert len(ledger.attempts) == 1
    services.generations.resolve(generation.id, Resolution.CHECK)
    assert ended(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_what_the_provider_cannot_find_is_left_to_the_person(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    placed = order(services, "unclear")
    generation = waits(services, placed.id, "unclear")
    still = services.generations.resolve(generation.id, Resolution.CHECK)
    assert still.attention == "unclear"
    given_up = services.generations.resolve(generation.id, Resolution.GIVE_UP)
    assert (given_up.status, given_up.attention) == (G.FAILED, None)
    assert len(ledger.attempts) == 1
    with pytest.raises(Conflict, match="nobody's decision"):
        services.generations.resolve(generation.id, Resolution.CHECK)


def test_a_person_can_decide_to_buy_again(services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = order(services, "unclear")
    generation = waits(services, placed.id, "unclear")
    services.generations.resolve(generation.id, Resolution.SUBMIT)
    wait_until(lambda: len(ledger.attempts) == 2)
    waits(services, placed.id, "unclear")
    assert [s.state for s in services.generations.get(generation.id).submissions] == ["abandoned", "unknown"]


def test_a_file_that_comes_broken_is_fetched_again(services: Services, ledger: Ledger) -> None:
    placed = order(services, "broken")
    assert ended(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_a_result_without_anything_in_it_is_a_failure(services: Services) -> None:
    placed = order(services, "empty")
    assert ended(services, placed.id).progress.failed == 1
    assert "without giving anything" in (only(services, placed.id).error_message or "")


def test_what_waits_is_cancelled_without_being_bought(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = order(services, "a [1..5] fox")
    cancelled = services.orders.cancel(placed.id)
    assert (cancelled.status, cancelled.progress.cancelled) == (OrderStatus.CANCELLED, 5)
    at_rest.start()
    other = order(services, "a fox")
    ended(services, other.id)
    assert len(ledger.accepted) == 1


def test_what_runs_is_cancelled_at_the_provider(services: Services, ledger: Ledger) -> None:
    placed = order(services, "slow")
    wait_until(lambda: only(services, placed.id).progress == 0.5)
    services.generations.cancel(only(services, placed.id).id)
    wait_until(lambda: only(services, placed.id).status is G.CANCELLED)
    assert len(ledger.cancelled) == 1


def test_a_result_that_comes_in_spite_of_cancelling_is_kept(services: Services, ledger: Ledger) -> None:
    placed = order(services, "slow stubborn")
    wait_until(lambda: len(ledger.accepted) == 1)
    services.orders.cancel(placed.id)
    ledger.gate.set()
    wait_until(lambda: only(services, placed.id).status is G.COMPLETE)
    assert only(services, placed.id).output_count == 1
    assert services.orders.get(placed.id).status is OrderStatus.CANCELLED


def test_what_has_ended_cannot_be_cancelled(services: Services) -> None:
    placed = order(services, "a fox")
    ended(services, placed.id)
    with pytest.raises(InvalidTransition):
        services.generations.cancel(only(services, placed.id).id)


def test_retrying_an_order_keeps_what_succeeded(services: Services, ledger: Ledger) -> None:
    placed = order(services, "[a fox,blocked fox]")
    assert ended(services, placed.id).progress.failed == 1
    services.orders.retry(placed.id)
    wait_until(lambda: len(ledger.attempts) == 3)
    assert ended(services, placed.id).progress.complete == 1
    assert len(ledger.accepted) == 1


def test_a_paused_queue_submits_nothing(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    services.queue.pause()
    at_rest.start()
    placed = order(services, "a fox")
    assert services.queue.state().waiting == 1
    assert not ledger.attempts
    services.queue.resume()
    assert ended(services, placed.id).progress.complete == 1


def test_no_more_run_than_the_provider_has_places(services: Services, ledger: Ledger) -> None:
    placed = order(services, "slow [1..9]")
    wait_until(lambda: len(ledger.accepted) == 4)
    assert services.queue.state().running == 4
    ledger.gate.set()
    assert ended(services, placed.id).progress.complete == 9


def test_the_order_of_production_can_be_changed(
    at_rest: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "places", 1)  # threads that submit at once keep no order among themselves
    services = at_rest.services
    first, second = order(services, "first [1..4]"), order(services, "second [1..4]")
    services.orders.move(second.id, before=first.id)
    assert [o.id for o in services.queue.state().orders] == [second.id, first.id]
    at_rest.start()
    ended(services, first.id)
    made = {str(g.id) for g in services.generations.list(order_id=second.id).items}
    assert set(ledger.attempts[:4]) == made


def test_a_restart_takes_up_what_runs_and_what_waits(folder: DataFolder, ledger: Ledger) -> None:
    settings = load_settings({"poll_seconds": "0.02", "workers": "4"}, {})
    before = build(folder, settings, PATHS)
    before.start()
    placed = order(before.services, "slow [1..9]")
    lost = order(before.services, "unclear")
    wait_until(lambda: len(ledger.accepted) == 4)
    before.stop()

    ledger.gate.set()
    after = build(folder, settings, PATHS)
    recovered = after.start()
    assert recovered.resumed == 4
    assert ended(after.services, placed.id).progress.complete == 9
    waits(after.services, lost.id, "unclear")
    assert sorted(set(ledger.attempts)) == sorted(ledger.attempts)
    after.stop()


def test_inputs_reach_the_provider_and_stay_as_lineage(services: Services) -> None:
    source = order(services, "a fox")
    ended(services, source.id)
    product = only(services, source.id).products[0]
    placed = order(services, "the same fox", image=f"product:{product.id}")
    assert ended(services, placed.id).progress.complete == 1
    made = detail(services, placed.id)
    assert [(i.parameter, i.product.id) for i in made.inputs] == [("image", product.id)]


def test_a_receipt_that_cannot_be_stored_loses_no_result(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may fill up between the purchase and the note of it."""

    def fail(*_: object) -> bool:
        raise OSError("No space left on device")

    monkeypatch.setattr("imagen.services.submitting.Submitting._write_acceptance", fail)
    placed = order(services, "a fox")
    assert ended(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_a_mistake_while_settling_is_made_up_for(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imagen.services import settling

    real, failed = settling.Settling._complete, []

    def fail_once(*arguments: object) -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("meant to fail")
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(settling, "_SECONDS_AFTER_A_MISTAKE", 0.05)
    monkeypatch.setattr(settling.Settling, "_complete", fail_once)
    placed = order(services, "a fox")
    assert ended(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_a_factory_that_breaks_down_fails_its_generation_only(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fakes.scripted_provider import ScriptedFactory

    def break_down(*_: object) -> None:
        raise RuntimeError("meant to fail")

    monkeypatch.setattr(ScriptedFactory, "prepare", break_down)
    placed = order(services, "a fox")
    assert ended(services, placed.id).progress.failed == 1
    assert "could not prepare" in (only(services, placed.id).error_message or "")


def test_a_result_that_comes_empty_once_is_asked_for_again(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = ScriptedFactory.collect, []

    def empty_at_first(self: ScriptedFactory, submission: Submission) -> Result:
        asked.append(submission)
        return Result(()) if len(asked) == 1 else real(self, submission)

    monkeypatch.setattr(ScriptedFactory, "collect", empty_at_first)
    placed = order(services, "a")
    wait_until(lambda: services.orders.get(placed.id).progress.complete == 1, 15)
    assert len(ledger.attempts) == 1
