"""Models are recognised, looked up, searched and added; prices are asked for; the connection is tested part by part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    InvalidInput,
    ModelGone,
    NotConfigured,
    ProviderError,
    Unavailable,
)
from imagen.providers.base import Estimate, ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.prices import UnitPrice
from imagen.providers.fal.provider import FalProvider, bundled
from imagen.providers.price import Unit
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators import Fault
from tests.providers.fal.conftest import SCHNELL, Bench, content

NEW = "bria/text-to-image/3.2"


@pytest.mark.parametrize(
    ("pasted", "known"),
    [
        ("fal-ai/flux/schnell", "fal-ai/flux/schnell"),
        ("  'fal-ai/fast-sdxl' ", "fal-ai/fast-sdxl"),
        ("fal:openai/gpt-image-2", "openai/gpt-image-2"),
        ("bria/text-to-image/3.2", "bria/text-to-image/3.2"),
        ("https://fal.ai/models/fal-ai/flux/dev", "fal-ai/flux/dev"),
        ("https://fal.ai/models/fal-ai/flux/dev/playground?x=1#y", "fal-ai/flux/dev"),
        ("https://fal.ai/models/fal-ai/flux/dev/api", "fal-ai/flux/dev"),
        ("fal.ai/models/openai/gpt-image-2/llms.txt", "openai/gpt-image-2"),
        ("https://fal.run/fal-ai/flux/schnell", "fal-ai/flux/schnell"),
        ("https://queue.fal.run/fal-ai/flux/requests/abc/status", "fal-ai/flux"),
        ("https://fal.ai/api/openapi/queue/openapi.json?endpoint_id=fal-ai/veo3", "fal-ai/veo3"),
        ("https://fal.ai/pricing", None),
        ("https://fal.ai/models/", None),
        ("https://replicate.com/google/veo-3.1", None),
        ("replicate.com/google/veo-3.1", None),
        ("black-forest-labs/flux-schnell", None),
        ("deployments/me/mine", None),
        ("models/owner/name", None),
        ("https://civitai.com/models/101055/sd-xl", None),
        ("civitai.com/models/101055/sd-xl", None),
        ("urn:air:sdxl:checkpoint:civitai:101055@128078", None),
        ("fal-ai/../flux", None),
        ("fal-ai", None),
        ("", None),
    ],
)
def test_what_people_paste(pasted: str, known: str | None) -> None:
    assert FalProvider().recognise(pasted) == known


def test_a_model_that_is_not_bundled_runs(bench: Bench) -> None:
    unknown = next(
        endpoint.id
        for endpoint in bench.sims.fal.endpoints.search(category="text-to-image")
        if endpoint.id not in {entry.id for entry in bundled()} and "prompt" in str(endpoint.input_schema)
    )
    with pytest.raises(ModelGone):
        bench.factory(f"fal:{unknown}")
    bench.added.append(bench.provider.look_up(unknown))
    assert bench.added[0].type is ModelType.TEXT_TO_IMAGE
    assert bench.added[0].price is not None
    assert bench.provider.recognise(unknown) == unknown
    assert f"fal:{unknown}" in {model.key for model in bench.provider.models()}
    assert content(bench.run(f"fal:{unknown}", prompt="a cat").outputs[0])
    assert CatalogueEntry.read(bench.added[0].write()) == bench.added[0]


def test_an_endpoint_without_a_schema_takes_json(bench: Bench) -> None:
    endpoint = bench.sims.fal.endpoints.find("fal-ai/flux/schnell")
    assert endpoint is not None
    bench.sims.fal.endpoints.add(replace(endpoint, id="fal-ai/bare", openapi=None))
    bench.added.append(bench.provider.look_up("fal-ai/bare"))
    assert content(bench.run("fal:fal-ai/bare", input={"prompt": "a cat"}).outputs[0])
    assert bench.sims.ledger.entries()[0].input == {"prompt": "a cat"}


def test_every_endpoint_of_the_service_can_be_looked_up(bench: Bench) -> None:
    for endpoint in bench.sims.fal.endpoints.search()[::40]:
        entry = bench.provider.look_up(endpoint.id)
        assert entry.id == endpoint.id
        assert entry.type is not None or entry.why_not


def test_unknown_models_and_odd_answers(bench: Bench) -> None:
    for wrong in ("no-body/nothing", "not a model", "fal-ai/../x"):
        with pytest.raises(ModelGone):
            bench.provider.look_up(wrong)
    bench.sims.fal.faults.add("models.list", Fault.refuse(404))
    with pytest.raises(ModelGone):
        bench.provider.look_up("fal-ai/flux/dev")
    for fault in (Fault.garbage(), Fault.answer(200, []), Fault.html(200), Fault.answer(200, {"models": {}})):
        bench.sims.fal.faults.add("models.list", fault)
        with pytest.raises(ProviderError):
            bench.provider.look_up("fal-ai/flux/dev")
    bench.sims.fal.faults.add("models.list", Fault.answer(200, {"models": [7, {"endpoint_id": 3}, {"metadata": {}}]}))
    assert bench.provider.search("flux") == []


def test_search(bench: Bench) -> None:
    found = bench.provider.search("flux dev", 5)
    assert "fal-ai/flux/dev" in {hit.id for hit in found}
    assert len(found) <= 5
    assert next(hit for hit in found if hit.id == "fal-ai/flux/dev").type is ModelType.TEXT_TO_IMAGE
    assert bench.provider.search("  ") == []
    assert bench.provider.search("zzzzzz") == []


def test_the_catalogue_needs_no_key(bench: Bench) -> None:
    bench.key = None
    assert bench.provider.search("flux")
    assert bench.provider.look_up("fal-ai/flux/dev").price is None
    assert not any(one.authorization for one in bench.sims.recorder.all())
    with pytest.raises(NotConfigured):
        bench.submit()


def test_a_newer_word_on_a_model_counts(bench: Bench) -> None:
    entry = next(entry for entry in bundled() if entry.id == "fal-ai/flux/schnell")
    before = bench.factory()
    assert bench.factory() is before
    bench.added.append(replace(entry, name="Newer"))
    assert bench.factory() is not before
    assert bench.factory().model.name == "Newer"
    bench.added[0] = replace(entry, type=None, why_not="It is gone.")
    with pytest.raises(ModelGone, match="It is gone"):
        bench.factory()


def test_prices_are_asked_for_and_kept(bench: Bench) -> None:
    factory, prepared = bench.factory(), bench.prepared(prompt="x", num_images=3)
    assert factory.estimate(prepared.actual_parameters) == Estimate(None, None)
    assert factory.quote(prepared).cost == 75_000
    assert factory.estimate({"prompt": "x", "num_images": 2}).cost == 50_000
    assert factory.quote(prepared).cost == 75_000
    assert bench.sims.recorder.count(route="models.pricing") == 1
    veo = bench.factory("fal:fal-ai/veo3")
    assert veo.quote(bench.prepared("fal:fal-ai/veo3", prompt="x", duration="4s")).cost == 200_000
    assert bench.accepted == 0


def test_all_prices_are_learned_at_once_and_kept(bench: Bench) -> None:
    assert bench.provider.price(bench.model) is None
    assert bench.provider.learn_prices()
    assert not bench.provider.learn_prices()
    assert bench.sims.recorder.count(route="models.pricing") == 2  # fifty at a time
    known = [bench.provider.price(model.key) for model in bench.provider.models()]
    assert all(known)
    assert bench.factory().quote(bench.prepared(prompt="x", num_images=3)).cost == 75_000
    assert bench.sims.recorder.count(route="models.pricing") == 2
    assert bench.accepted == 0


def test_prices_that_cannot_be_learned_are_asked_for_one_by_one(bench: Bench) -> None:
    bench.sims.fal.faults.add("models.pricing", Fault.refuse(503))
    with pytest.raises(ProviderError):
        bench.provider.learn_prices()
    assert not bench.provider.learn_prices()  # not again so soon
    assert bench.provider.tells_price(bench.factory().model)
    assert bench.factory().quote(bench.prepared(prompt="x", num_images=3)).cost == 75_000


def test_a_unit_that_only_fal_counts_tells_no_cost(bench: Bench) -> None:
    told = {"endpoint_id": "fal-ai/flux/schnell", "unit_price": 0.6, "unit": "1000 characters", "currency": "USD"}
    bench.sims.fal.faults.add("models.pricing", Fault.answer(200, {"prices": [told, 7, {"endpoint_id": []}]}), times=2)
    assert bench.provider.tells_price(bench.factory().model)
    assert bench.provider.learn_prices()
    assert not bench.provider.tells_price(bench.factory().model)
    assert bench.provider.price(bench.model) is None


def test_a_price_that_cannot_be_had(bench: Bench) -> None:
    bench.sims.fal.faults.add("models.pricing", Fault.refuse(503), times=2)
    with pytest.raises(ProviderError):
        bench.factory().quote(bench.prepared())
    assert bench.run(prompt="x").cost is None
    bench.sims.fal.faults.add("models.pricing", Fault.answer(200, {"prices": [{"endpoint_id": "fal-ai/flux/schnell"}]}))
    assert bench.factory().quote(bench.prepared()).cost is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("image", (Unit.OUTPUT, 600_000)),
        ("images", (Unit.OUTPUT, 600_000)),
        ("megapixels", (Unit.MEGAPIXEL, 600_000)),
        ("processed megapixel", (Unit.MEGAPIXEL, 600_000)),
        ("video second", (Unit.SECOND, 600_000)),
        ("seconds", (Unit.SECOND, 600_000)),
        ("minute", (Unit.SECOND, 10_000)),
        ("compute seconds", (Unit.COMPUTE_SECOND, 600_000)),
        ("compute_second", (Unit.COMPUTE_SECOND, 600_000)),
        ("video", (Unit.RUN, 600_000)),
        ("1000 characters", None),
        ("units", None),
        ("5 seconds", None),
        ("", None),
    ],
)
def test_units_of_prices(unit: str, expected: tuple[Unit, int] | None) -> None:
    made = UnitPrice(0.6, unit).as_price()
    assert (None if made is None else (made.unit, made.amount)) == expected


def test_a_price_by_megapixel(bench: Bench) -> None:
    told = {"endpoint_id": "fal-ai/flux/schnell", "unit_price": 0.003, "unit": "megapixels", "currency": "USD"}
    bench.sims.fal.faults.add("models.pricing", Fault.answer(200, {"prices": [told]}))
    assert bench.factory().quote(bench.prepared(prompt="x", image_size="2000x1000", num_images=2)).cost == 12_000
    assert bench.factory().estimate({"prompt": "x", "image_size": "square"}).cost == round(3000 * 0.512 * 0.512)


@pytest.mark.parametrize("amount", [1e308, 10**400, 1e300, 10**13])
def test_a_price_that_none_can_have_is_not_known_and_loses_no_result(bench: Bench, amount: float) -> None:
    told = {"endpoint_id": "fal-ai/flux/schnell", "unit_price": amount, "unit": "megapixels", "currency": "USD"}
    bench.sims.fal.faults.add("models.pricing", Fault.answer(200, {"prices": [told]}), times=3)
    assert bench.factory().quote(bench.prepared(prompt="x")).cost is None
    assert bench.run(prompt="x").cost is None


def test_the_connection_is_tested_part_by_part(bench: Bench) -> None:
    key, catalogue, upload = bench.provider.tests()
    assert [each.name for each in (key, catalogue, upload)] == ["Key", "Catalogue", "Upload"]
    for each in (key, catalogue, upload):
        assert each.run()
    bench.sims.fal.faults.add("uploads.file", Fault.refuse(500))
    with pytest.raises(Unavailable):
        upload.run()
    bench.key = bench.sims.fal.key_invalid
    for each in (key, catalogue, upload):
        with pytest.raises(AuthenticationFailed):
            each.run()
    assert bench.accepted == 0


def test_a_wrong_address_is_said_at_once() -> None:
    with pytest.raises(InvalidInput, match="fal_queue_url"):
        FalProvider(Surroundings(addresses={"fal_queue_url": "ftp://x"}))


def test_models_have_the_keys_that_orders_name() -> None:
    models = FalProvider().models()
    assert SCHNELL in {model.key for model in models}
    assert len(models) == len(bundled()) == 60
