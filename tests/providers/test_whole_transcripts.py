"""An order that goes the whole way, from the service of orders to the wire, sends what the official clients sent.

What was recorded of each call stands against what Imagen sends for the same one: a model that is looked up, a price that is
asked, an order, its state, its end by a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.fakes.scripted_provider import wait_until
from tests.providers.civitai import test_transcripts as civitai
from tests.providers.civitai.conftest import SDXL
from tests.providers.civitai.replayed import KEY, scenario
from tests.providers.fal import test_transcripts as fal
from tests.providers.fal.conftest import PARTS, SCHNELL
from tests.providers.replayed import Asked, Replayed, exchanges_of, replaying
from tests.providers.replicate import test_transcripts as replicate
from tests.warm import build

CONSENT = Consent(spending_limit=10_000_000, ceiling=1_000_000)
Exchange = dict[str, Any]


@contextmanager
def imagen_at(
    folder: Path, server: Replayed, environment: dict[str, str], *exchanges: Exchange
) -> Iterator[Production]:
    """Run all of Imagen with a provider whose service answers as was recorded."""
    for each in exchanges:
        asked = each["request"]
        server.by_request.setdefault((asked["method"], asked["path"]), []).append(each["response"])
    with DataFolder(folder / "data").acquire() as held:
        made = build(held, load_settings({"poll_seconds": "0.02"}, environment))
        made.start()
        try:
            yield made
        finally:
            made.stop()


def order_and_cancel(
    made: Production, server: Replayed, model: str, parameters: dict[str, Any], *asked: Exchange
) -> None:
    """Place an order, let it be asked about until all these were asked, and cancel it."""
    placed = made.services.orders.place(OrderRequest(model, parameters), consent=CONSENT)
    wait_until(lambda: all(sent_for(server, each) for each in asked))
    made.services.orders.cancel(placed.id)


def sent_for(server: Replayed, exchange: Exchange) -> list[Asked]:
    """Give the requests that went where a recorded one went."""
    wanted = exchange["request"]
    return [one for one in list(server.asked) if (one.method, one.path) == (wanted["method"], wanted["path"])]


def test_replicate(tmp_path: Path) -> None:
    (model,) = exchanges_of("replicate-1.0.7", "models-get-schema")
    create, *polls = exchanges_of("replicate-1.0.7", "create-by-official-model-and-poll")
    underway = [each for each in polls if each["response"]["body"]["status"] != "succeeded"]
    cancel = exchanges_of("replicate-1.0.7", "async-create-poll-cancel")[-1]
    with replaying() as server:
        environment = {"IMAGEN_REPLICATE_URL": server.url, "REPLICATE_API_TOKEN": "r8_test_token"}
        with imagen_at(tmp_path, server, environment, model, create, *underway, cancel) as made:
            made.services.catalogue.add(replicate.OFFICIAL, "replicate")
            order_and_cancel(made, server, f"replicate:{replicate.OFFICIAL}", {"prompt": "a cat"}, create, polls[0])
            wait_until(lambda: sent_for(server, cancel))
    for each in (model, create, *underway, cancel):
        replicate.assert_same(sent_for(server, each)[0], each["request"])
    assert len(sent_for(server, create)) == 1


def test_fal(tmp_path: Path) -> None:
    submit, queued, running, *_ = exchanges_of("fal-client-1.0.3", "submit-status-result")
    (cancel,) = exchanges_of("fal-client-1.0.3", "cancel")
    entry = fal._entry()
    item = {"endpoint_id": fal.ENDPOINT, "metadata": {"display_name": "Recorded", "category": "text-to-image"}}
    look_up = {
        "request": {"method": "GET", "path": "/api/v1/models"},
        "response": {
            "status": 200,
            "headers": {"content-type": "application/json"},
            "body": {"models": [{**item, **(entry.document or {})}], "has_more": False, "next_cursor": None},
        },
    }
    with replaying() as server:
        addresses = {f"IMAGEN_FAL_{part.upper()}_URL": f"{server.url}/{part}" for part in PARTS}
        environment = {**addresses, "FAL_KEY": "key-id:key-secret"}
        with imagen_at(tmp_path, server, environment, look_up, submit, queued, running, cancel) as made:
            made.services.catalogue.add(fal.ENDPOINT, "fal")
            order_and_cancel(made, server, SCHNELL, {"prompt": "a cat"}, submit, queued)
            wait_until(lambda: sent_for(server, cancel))
    for each in (submit, queued, cancel):
        fal.assert_same(sent_for(server, each)[0], each["request"])
    assert len(sent_for(server, submit)) == 1


def test_civitai(tmp_path: Path) -> None:
    (submit,), (price,), (poll,), (cancel,) = (
        scenario(name) for name in ("submit", "whatif-cost", "get-processing", "cancel-put")
    )
    with replaying() as server:
        addresses = {"IMAGEN_CIVITAI_URL": server.url, "IMAGEN_CIVITAI_ORCHESTRATION_URL": server.url}
        environment = {**addresses, "CIVITAI_API_TOKEN": KEY}
        with imagen_at(tmp_path, server, environment, price, submit, poll, cancel) as made:
            order_and_cancel(made, server, SDXL, civitai.SAME, submit, poll)
            wait_until(lambda: sent_for(server, cancel))
    asked_price, bought = sent_for(server, submit)
    for sent, recorded in ((asked_price, price["request"]), (bought, submit["request"])):
        civitai.assert_same_request(sent, recorded)
        assert sent.query == recorded["query"]
        ours, theirs = sent.json, recorded["body"]["json"]
        assert ours["metadata"]
        assert ("externalId" in ours) == (sent is bought)  # a price that is asked under an id would be the order
        assert _without_ids(ours) == _without_ids(theirs)
    civitai.assert_same_request(sent_for(server, poll)[0], poll["request"])
    civitai.assert_same_request(sent_for(server, cancel)[0], cancel["request"])
    assert sent_for(server, cancel)[0].json == cancel["request"]["body"]["json"]


def _without_ids(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is the caller's own."""
    return {name: value for name, value in body.items() if name not in {"externalId", "metadata"}}
