"""A provider that answers garbage: what it made is kept, what it said is shown without harm, and nothing loops or breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import BinaryIO

import pytest
from starlette.testclient import TestClient

from imagen.api.app import make_api
from imagen.domain.attention import Resolution
from imagen.domain.errors import BadResponse, Rejected
from imagen.domain.events import DomainEvent
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Handle, Output, PreparedRequest, Progress, RemoteState, Result, Submission
from imagen.services import settling
from imagen.services.all import Services
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, ScriptedProvider, _output, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place

HALF = "broken \ud83d here"
NAN = float("nan")


def shown(services: Services, path: str) -> dict[str, object]:
    """Ask the API, as a reader that takes no NaN."""
    answer = TestClient(make_api(services), raise_server_exceptions=False).get(path)
    assert answer.status_code == 200, answer.text

    def refuse(name: str) -> object:
        raise AssertionError(name)

    read: dict[str, object] = json.loads(answer.text, parse_constant=refuse)
    return read


def test_a_result_with_texts_and_numbers_that_nothing_can_hold_is_kept(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collect(self: ScriptedFactory, submission: Submission) -> Result:
        made = _output(submission.handle.request_id)
        said = {"seed": NAN, HALF: [HALF, float("inf"), 10**400], "nul": "a\x00b"}
        return Result([made], said, inference_time_ms=2**70, cost=2**80, metadata={"logs": HALF, "n": NAN})

    monkeypatch.setattr(ScriptedFactory, "collect", collect)
    placed = place(services, "a fox")
    assert fulfilled(services, placed.id).progress.complete == 1
    generation = only(services, placed.id)
    assert (generation.cost, len(generation.products)) == (2500, 1)  # as its price list says
    shown(services, f"/generations/{generation.id}")
    shown(services, "/generations")


def test_a_refusal_in_broken_words_is_a_refusal(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: ScriptedFactory, prepared: PreparedRequest) -> Handle:
        raise Rejected(HALF)

    monkeypatch.setattr(ScriptedFactory, "submit", refuse)
    placed = place(services, "a fox")
    fulfilled(services, placed.id)
    assert only(services, placed.id).status is GenerationStatus.FAILED
    shown(services, f"/generations/{only(services, placed.id).id}")


def test_a_failure_in_broken_words_is_a_failure(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: ScriptedFactory, submission: Submission) -> Progress:
        return Progress(RemoteState.FAILED, message=HALF)

    monkeypatch.setattr(ScriptedFactory, "check", fail)
    placed = place(services, "a fox")
    fulfilled(services, placed.id)
    assert "broken" in (only(services, placed.id).error_message or "")


def test_progress_that_is_no_number_is_not_shown(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(self: ScriptedFactory, submission: Submission) -> Progress:
        return (
            Progress(RemoteState.SUCCEEDED) if ledger.gate.is_set() else Progress(RemoteState.RUNNING, NAN, note=HALF)
        )

    monkeypatch.setattr(ScriptedFactory, "check", run)
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    placed = place(services, "a fox")
    wait_until(lambda: any("Progressed" in type(event).__name__ for event in told))
    assert shown(services, f"/generations/{only(services, placed.id).id}")["progress"] is None
    json.dumps([asdict(event) for event in told], ensure_ascii=False, default=str).encode()
    ledger.gate.set()
    fulfilled(services, placed.id)


def test_a_provider_whose_list_is_garbage_leaves_a_lost_submission_unclear(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def garbage(self: ScriptedProvider, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        raise KeyError("id")

    monkeypatch.setattr(ScriptedProvider, "find", garbage)
    placed = place(services, "unclear")
    unclear = needing_attention(services, placed.id, "unclear")
    api = TestClient(make_api(services), raise_server_exceptions=False)
    answer = api.post(f"/generations/{unclear.id}/resolve", json={"resolution": "check"})
    assert (answer.status_code, answer.json()["attention"]) == (200, "unclear")
    services.generations.resolve(unclear.id, Resolution.GIVE_UP)


def test_a_receipt_in_broken_words_loses_nothing(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedFactory, "submit", lambda self, prepared: Handle(HALF, {"get": HALF}))
    monkeypatch.setattr(ScriptedFactory, "collect", lambda self, submission: Result([_output("request-1")]))
    placed = place(services, "a fox")
    assert fulfilled(services, placed.id).progress.complete == 1


def written(content: bytes) -> Callable[[BinaryIO], None]:
    def write(into: BinaryIO) -> None:
        into.write(content)

    return write


def gone(into: BinaryIO) -> None:
    raise BadResponse("files.example does not give the file any more (404).")


@pytest.mark.parametrize("other", [written(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), written(b"{}"), gone])
def test_a_file_that_cannot_be_kept_keeps_no_other_from_being_stored(
    other: Callable[[BinaryIO], None], services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def collect(self: ScriptedFactory, submission: Submission) -> Result:
        asked.append(submission.handle.request_id)
        made = [replace(_output(f"{submission.handle.request_id}-{at}"), index=at) for at in (0, 2)]
        return Result([made[0], Output(1, other, label="mask"), made[1]], cost=2500)

    monkeypatch.setattr(ScriptedFactory, "collect", collect)
    monkeypatch.setattr(settling, "_TRIES", 2)
    order = place(services, "a fox")
    assert fulfilled(services, order.id).cost == 2500
    detail = services.generations.get(only(services, order.id).id)
    assert [product.output_index for product in detail.summary.products] == [0, 2]
    assert len(detail.facts["left_out"]) == 1
    assert detail.facts["left_out"][0].startswith("mask: ")
    assert len(asked) == 2  # it was asked for again, in case it had been cut off


def test_a_result_of_which_nothing_can_be_kept_is_shown_to_a_person(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        ScriptedFactory, "collect", lambda self, submission: Result([Output(0, written(b"<svg/>"))], cost=2500)
    )
    order = place(services, "a fox")
    assert "SVG" in (needing_attention(services, order.id, "result").attention_note or "")
