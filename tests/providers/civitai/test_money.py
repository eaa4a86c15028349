"""Nothing is bought twice, nothing bought is lost, prices are asked for without buying, and refusals say what they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ContentBlocked,
    ImagenError,
    InsufficientCredit,
    ModelGone,
    NotConfigured,
    RateLimited,
    Rejected,
    SubmissionUnclear,
    Unavailable,
)
from imagen.providers.base import Estimate, InputFile, PreparedRequest, RemoteState, Submission
from imagen.providers.civitai.factory import external_id
from tests.provider_simulators import Fault
from tests.providers.civitai.conftest import SDXL, Bench

LOST: tuple[Fault, ...] = (
    Fault.drop_after_accept(),
    Fault.html_after_accept(504),
    Fault.garbage(),
    Fault.empty_body(),
    Fault.cut_body(),
    Fault.without("id"),
    Fault.with_fields({"id": None}),
)
NEVER_ARRIVED: tuple[Fault, ...] = (Fault.drop_before_accept(), Fault.html(502), Fault.refuse(500), Fault.refuse(409))
REFUSED: tuple[tuple[Fault, type[ImagenError]], ...] = (
    (Fault.refuse(400), Rejected),
    (Fault.refuse(401), AuthenticationFailed),
    (Fault.refuse(403), InsufficientCredit),
    (Fault.refuse(404), ModelGone),
    (Fault.refuse(413), Rejected),
    (Fault.refuse(415), Rejected),
    (Fault.refuse(422), Rejected),
    (Fault.refuse(429), RateLimited),
    (Fault.refuse(451), NotConfigured),
    (Fault.answer(402, {"title": "Payment Required", "status": 402}), InsufficientCredit),
    (Fault.answer(403, {"error": "Insufficient Buzz"}), InsufficientCredit),
    (Fault.answer(400, {"code": "BAD_REQUEST", "message": "Insufficient funds for this"}), InsufficientCredit),
    (Fault.answer(403, {"error": "insufficient_scope", "message": "insufficient_scope"}), AuthenticationFailed),
    (Fault.answer(403, {"title": "Forbidden", "detail": "This recipe is not for your tier"}), Rejected),
    (Fault.answer(403, {"detail": "Mature content is not permitted"}), ContentBlocked),
    (Fault.answer(400, {"message": "The prompt was blocked by moderation"}), ContentBlocked),
    (Fault.answer(403, "Forbidden"), Rejected),
)


def _name(case: Any) -> str:
    return f"{case.kind}-{case.options.get('status', '')}" if isinstance(case, Fault) else ""


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("fault", LOST, ids=_name)
def test_a_lost_answer_is_found_again_and_bought_once(bench: Bench, fault: Fault) -> None:
    prepared = bench.prepared()
    bench.service.faults.add("workflows.submit", fault)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert bench.accepted == 1
    found = bench.provider.find(SDXL, prepared, _now())
    assert found is not None
    (entry,) = bench.sims.ledger.entries(service="civitai")
    assert found.request_id == entry.job_id
    assert entry.external_id == external_id(prepared) == "imagen-g1-1"
    submission = Submission(found, prepared)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert bench.factory().collect(submission).outputs


@pytest.mark.parametrize("fault", NEVER_ARRIVED, ids=_name)
def test_looking_for_what_never_arrived_buys_nothing(bench: Bench, fault: Fault) -> None:
    prepared = bench.prepared()
    bench.service.faults.add("workflows.submit", fault)
    with pytest.raises(SubmissionUnclear):
        bench.factory().submit(prepared)
    assert bench.provider.find(SDXL, prepared, _now()) is None
    assert bench.accepted == 0


def test_a_lost_order_is_found_on_a_later_page_and_told_from_its_sisters(bench: Bench) -> None:
    since = _now()
    lost = bench.prepared(generation="lost")
    handle = bench.factory().submit(lost)
    bench.submit(generation="lost", attempt=2)
    for number in range(101):
        bench.submit(generation=f"g{number}")
    assert bench.provider.find(SDXL, lost, since) == handle
    assert bench.accepted == 103


@pytest.mark.parametrize("answer", [[], {"items": 7}, {"items": [7, {"externalId": "imagen-g1-1"}], "next": 7}])
def test_a_list_that_cannot_be_read_is_no_proof(bench: Bench, answer: object) -> None:
    bench.service.faults.add("workflows.list", Fault.answer(200, answer))
    with pytest.raises(BadResponse):
        bench.provider.find(SDXL, bench.prepared(), _now())


def test_a_refused_connection_surely_bought_nothing(bench: Bench) -> None:
    bench.sims.stop()
    with pytest.raises(Unavailable):
        bench.submit()


@pytest.mark.parametrize(("fault", "error"), REFUSED, ids=_name)
def test_refusals(bench: Bench, fault: Fault, error: type[ImagenError]) -> None:
    bench.service.faults.add("workflows.submit", fault)
    with pytest.raises(error) as refused:
        bench.submit()
    assert bench.accepted == 0
    assert str(refused.value)
    assert bench.key is not None
    assert bench.key not in str(refused.value)


@pytest.mark.parametrize("status", [500, 502, 503, 524])
def test_faults_on_reading_are_waited_out(bench: Bench, status: int) -> None:
    submission = bench.submit()
    bench.service.faults.add("workflows.get", Fault.html(status))
    with pytest.raises(Unavailable):
        bench.check(submission)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED


@pytest.mark.parametrize("form", ["403_text", "403_json", "400", "402"])
def test_an_empty_purse_in_all_its_forms(bench: Bench, form: str) -> None:
    bench.key, bench.service.insufficient_form = bench.service.key_without_credit, form
    with pytest.raises(InsufficientCredit, match="Buzz"):
        bench.submit()
    assert bench.accepted == 0


def test_keys_and_countries(bench: Bench) -> None:
    bench.key = bench.service.key_invalid
    with pytest.raises(AuthenticationFailed):
        bench.submit()
    bench.key = bench.service.key_shut_out
    with pytest.raises(NotConfigured, match="451"):
        bench.submit()
    bench.key = None
    with pytest.raises(NotConfigured):
        bench.submit()
    bench.key = "two words"
    with pytest.raises(AuthenticationFailed):
        bench.submit()
    assert bench.accepted == 0


@pytest.mark.parametrize(("written", "seconds"), [(7, 7), ("date:30", 30), (None, None), ("soon", None)])
def test_how_long_to_wait(bench: Bench, written: Any, seconds: int | None) -> None:
    bench.service.faults.add("workflows.submit", Fault.refuse(429, retry_after=written))
    with pytest.raises(RateLimited) as refused:
        bench.submit()
    told = refused.value.retry_after
    assert (told is None) == (seconds is None)
    assert told is None or seconds is None or abs(told.total_seconds() - seconds) <= 3


def test_wrong_inputs_are_named_as_the_form_names_them(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.refuse(400))
    with pytest.raises(Rejected) as refused:
        bench.submit()
    assert [(p.field, p.message) for p in refused.value.problems] == [("size", "must be between 64 and 2048")]
    lora = {"key": "urn:air:sdxl:lora:civitai:900001@900002", "value": 1}
    with pytest.raises(Rejected, match="cannot be used") as private:
        bench.submit(prompt="x", loras=[lora])
    assert [p.field for p in private.value.problems] == ["loras"]
    assert bench.accepted == 0


def test_each_attempt_is_another_purchase_and_a_sister_another_one(bench: Bench) -> None:
    first, again = bench.submit(), bench.submit()
    assert first.handle == again.handle
    retried, sister = bench.submit(attempt=2), bench.submit(generation="g2")
    assert len({first.handle.request_id, retried.handle.request_id, sister.handle.request_id}) == 3
    assert bench.accepted == 3


def test_ids_are_short_and_plain() -> None:
    strange = external_id(PreparedRequest("ä b/" * 100, {}, attempt=12))
    assert strange.isascii()
    assert len(strange) <= 128
    assert strange.endswith("-12")
    assert strange != external_id(PreparedRequest("ä c/" * 100, {}, attempt=12))


def test_a_lost_submission_with_an_input_is_found(bench: Bench, picture: Callable[..., InputFile]) -> None:
    key = f"{SDXL}/image-to-image"
    prepared = bench.prepared(key, (picture(),), prompt="x", image="product:in")
    bench.service.faults.add("workflows.submit", Fault.drop_after_accept())
    with pytest.raises(SubmissionUnclear):
        bench.factory(key).submit(prepared)
    assert bench.provider.find(key, prepared, _now()) is not None
    assert bench.accepted == 1


def test_a_price_is_told_without_buying_and_without_the_orders_id(bench: Bench) -> None:
    prepared = bench.prepared(prompt="a cat", quantity=2)
    assert bench.factory().estimate({"prompt": "a cat", "quantity": 2}) == Estimate(None, None)
    assert bench.factory().quote(prepared).cost == 16_000_000
    assert bench.accepted == 0
    (asked,) = bench.sims.recorder.all(route="workflows.submit")
    assert dict(asked.query) == {"whatif": "true"}
    assert b"externalId" not in asked.body
    handle = bench.factory().submit(prepared)
    assert bench.finish(Submission(handle, prepared)).state is RemoteState.SUCCEEDED
    assert bench.accepted == 1


def test_prices_are_asked_once_for_what_differs_in_words_only(bench: Bench) -> None:
    factory = bench.factory()
    for number in range(5):
        assert factory.quote(bench.prepared(generation=f"g{number}", prompt=f"cat {number}")).cost == 8_000_000
    assert bench.sims.recorder.count(route="workflows.submit") == 1
    assert factory.estimate({"prompt": "another"}).cost == 8_000_000
    assert factory.quote(bench.prepared(prompt="x", quantity=4)).cost == 32_000_000
    assert factory.estimate({"prompt": "x", "quantity": 3}).cost is None


def test_the_client_refuses_to_price_under_an_orders_id(bench: Bench) -> None:
    with pytest.raises(ValueError, match="never asked for"):
        bench.provider._client.price({"externalId": "imagen-g1-1"})


def test_a_price_may_be_unknown_or_refused(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.without("cost"))
    assert bench.factory().quote(bench.prepared()).cost is None
    bench.service.faults.add("workflows.submit", Fault.refuse(429))
    with pytest.raises(RateLimited):
        bench.factory().quote(bench.prepared())


def test_what_was_given_back_is_not_counted(bench: Bench) -> None:
    submission = bench.submit()
    bench.finish(submission)
    bench.restarted(submission)
    credit = {"type": "credit", "amount": 3, "id": "r", "accountType": "blue"}
    debit = {"type": "debit", "amount": 8, "id": "d", "accountType": "blue"}
    bench.service.faults.add("workflows.get", Fault.with_fields({"transactions.list": [debit, credit]}))
    assert bench.factory().collect(submission).cost == 5_000_000
    bench.service.faults.add("workflows.get", Fault.with_fields({"forceRefunded": True}))
    assert bench.factory().collect(submission).cost == 0
    bench.service.faults.add("workflows.get", Fault.without("cost", "transactions"))
    assert bench.factory().collect(submission).cost is None


def test_the_key_goes_to_civitai_alone(bench: Bench, picture: Callable[..., InputFile]) -> None:
    assert bench.key is not None
    bench.run(f"{SDXL}/image-to-image", (picture(),), prompt="x", image="product:in")
    bench.service.faults.add("workflows.get", Fault.redirect("foreign"))
    with pytest.raises(ImagenError):
        bench.check(bench.submit(generation="g2"))
    offered = Fault.with_fields({"uploadUrl": f"{bench.sims.urls['foreign.host']}/up"})
    bench.service.faults.add("blobs.address", offered)
    with pytest.raises(ImagenError):
        bench.submit(f"{SDXL}/image-to-image", (picture(product="b"),), generation="g3", prompt="x", image="product:b")
    origins = {one.origin for one in bench.sims.recorder.with_key(bench.key)}
    assert origins == {"civitai.orchestration"}
    assert bench.sims.recorder.count(origin="foreign.host") == 1
