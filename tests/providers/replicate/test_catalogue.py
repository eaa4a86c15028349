"""Models are recognised, looked up, searched, added and forgotten; the connection is tested part by part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from imagen.domain.errors import AuthenticationFailed, ModelGone, ProviderError, Unavailable
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.provider import ReplicateProvider, bundled
from tests.provider_simulators import Fault
from tests.provider_simulators.core.catalogue import rows
from tests.providers.replicate.conftest import Bench, content

VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"


@pytest.mark.parametrize(
    ("pasted", "known"),
    [
        ("black-forest-labs/flux-schnell", "black-forest-labs/flux-schnell"),
        ("  'stability-ai/sdxl' ", "stability-ai/sdxl"),
        ("replicate:stability-ai/sdxl", "stability-ai/sdxl"),
        (f"owner/name:{VERSION}", f"owner/name:{VERSION}"),
        ("https://replicate.com/google/veo-3.1", "google/veo-3.1"),
        ("https://replicate.com/google/veo-3.1/api/schema?tab=x#input", "google/veo-3.1"),
        ("replicate.com/google/veo-3.1/", "google/veo-3.1"),
        (f"https://replicate.com/owner/name/versions/{VERSION}/api", f"owner/name:{VERSION}"),
        ("https://replicate.com/deployments/me/mine", "deployments/me/mine"),
        ("deployments/me/mine", "deployments/me/mine"),
        (f"r8.im/owner/name@sha256:{VERSION}", f"owner/name:{VERSION}"),
        ("https://api.replicate.com/v1/models/owner/name/predictions", "owner/name"),
        ("https://api.replicate.com/v1/deployments/me/mine/predictions", "deployments/me/mine"),
        ("https://replicate.com/explore", None),
        ("https://replicate.com/collections/text-to-image", None),
        ("https://replicate.com/p/abc123", None),
        ("https://replicate.com/docs/reference/http", None),
        ("https://example.com/owner/name", None),
        ("https://fal.ai/models/fal-ai/flux/dev", None),
        ("fal-ai/flux", None),
        ("fal-ai/flux/schnell", None),
        ("urn:air:sdxl:checkpoint:civitai:101055@128078", None),
        ("owner/../name", None),
        ("owner/name:latest", None),
        ("flux", None),
        ("", None),
    ],
)
def test_what_people_paste(pasted: str, known: str | None) -> None:
    assert ReplicateProvider().recognise(pasted) == known


def test_a_model_that_is_not_bundled_runs(bench: Bench) -> None:
    unknown = next(
        row["model"]
        for row in rows("many-schemas-replicate")
        if row["model"] not in {entry.id for entry in bundled()}
        and "prompt" in str(row["schemas"].get("Input"))
        and bench.provider.look_up(row["model"]).type is ModelType.TEXT_TO_IMAGE
    )
    with pytest.raises(ModelGone):
        bench.factory(f"replicate:{unknown}")
    bench.added.append(bench.provider.look_up(unknown))
    assert f"replicate:{unknown}" in {model.key for model in bench.provider.models()}
    made = bench.run(f"replicate:{unknown}", prompt="a cat")
    assert content(made.outputs[0])
    assert bench.sims.recorder.all(method="POST")[-1].path == "/v1/predictions"
    assert CatalogueEntry.read(bench.added[0].write()) == bench.added[0]


def test_versions_and_deployments_run_as_such(bench: Bench) -> None:
    sdxl = bench.sims.replicate.models.find("stability-ai/sdxl")
    assert sdxl is not None
    pinned, deployed = f"stability-ai/sdxl:{sdxl.version}", "deployments/simulated/flux-schnell"
    bench.added += [bench.provider.look_up(pinned), bench.provider.look_up(deployed)]
    assert [entry.type for entry in bench.added] == [ModelType.TEXT_TO_IMAGE] * 2
    assert type(bench.factory(f"replicate:{deployed}")) is type(bench.factory())
    since = datetime.now(UTC)
    for model_id, path in (
        (pinned, "/v1/predictions"),
        (deployed, "/v1/deployments/simulated/flux-schnell/predictions"),
    ):
        key = f"replicate:{model_id}"
        assert content(bench.run(key, prompt="a cat").outputs[0])
        assert bench.sims.recorder.all(method="POST")[-1].path == path
        assert bench.provider.find(key, bench.prepared(key, prompt="a cat"), since) is not None
        assert bench.provider.find(key, bench.prepared(key, prompt="a dog"), since) is None


def test_official_models_run_by_name(bench: Bench) -> None:
    bench.submit()
    assert bench.sims.recorder.all(method="POST")[-1].path == "/v1/models/black-forest-labs/flux-schnell/predictions"


def test_every_model_of_the_service_can_be_looked_up(bench: Bench) -> None:
    for model in bench.sims.replicate.models.all()[::30]:
        entry = bench.provider.look_up(model.ref)
        assert entry.id == model.ref
        assert entry.type is not None or entry.why_not


def test_unknown_models_and_odd_answers(bench: Bench) -> None:
    for wrong in ("no-body/nothing", "deployments/no/body", "not a model", "stability-ai/sdxl:" + "0" * 64):
        with pytest.raises(ModelGone):
            bench.provider.look_up(wrong)
    for fault in (Fault.garbage(), Fault.answer(200, []), Fault.html(200)):
        bench.sims.replicate.faults.add("models.get", fault)
        with pytest.raises(ProviderError):
            bench.provider.look_up("stability-ai/sdxl")
    bench.sims.replicate.faults.add("models.get", Fault.with_fields({"latest_version": None}))
    assert bench.provider.look_up("stability-ai/sdxl").type is ModelType.TEXT_TO_IMAGE


def test_the_newest_word_on_a_model_counts(bench: Bench) -> None:
    key, entry = "replicate:stability-ai/sdxl", bench.provider.look_up("stability-ai/sdxl")
    first = bench.factory(key)
    assert bench.factory(key) is first
    bench.added.append(replace(entry, name="SDXL anew"))
    assert bench.factory(key).model.name == "SDXL anew"
    bench.added[:] = [replace(entry, type=None, why_not="It is gone.")]
    assert key not in {model.key for model in bench.provider.models()}
    with pytest.raises(ModelGone, match="It is gone"):
        bench.factory(key)


def test_svg_is_not_offered(bench: Bench) -> None:
    assert "SVG" in bench.provider.look_up("recraft-ai/recraft-v3-svg").why_not


@pytest.mark.parametrize("fault", [None, Fault.refuse(404), Fault.garbage(), Fault.answer(200, {"models": 3})])
def test_search_in_both_ways(bench: Bench, fault: Fault | None) -> None:
    if fault is not None:
        bench.sims.replicate.faults.add("models.search", fault)
    hits = bench.provider.search("flux schnell", 5)
    assert hits[0].id == "black-forest-labs/flux-schnell"
    assert hits[0].type is ModelType.TEXT_TO_IMAGE
    assert len(hits) <= 5
    assert bench.provider.search("  ") == []
    methods = [one.method for one in bench.sims.recorder.all(route="models.search")]
    assert methods == (["GET"] if fault is None else ["GET", "QUERY"])


def test_the_connection_is_tested_part_by_part(bench: Bench) -> None:
    tests = {test.name: test.run for test in bench.provider.tests()}
    assert list(tests) == ["Key", "Catalogue", "Upload"]
    assert "simulated-user" in tests["Key"]()
    assert "flux-schnell" in tests["Catalogue"]()
    assert "uploaded" in tests["Upload"]()
    assert bench.sims.recorder.count(route="files.delete") == 1
    bench.sims.replicate.faults.add("files.create", Fault.refuse(503))
    with pytest.raises(Unavailable):
        tests["Upload"]()
    bench.key = bench.sims.replicate.key_invalid
    with pytest.raises(AuthenticationFailed):
        tests["Key"]()


def test_prices_and_what_they_come_to(bench: Bench) -> None:
    def cost(model: str, **parameters: object) -> int | None:
        return bench.factory(f"replicate:{model}").estimate({"prompt": "x", **parameters}).cost

    assert cost("black-forest-labs/flux-schnell", num_outputs=4) == 12_000
    assert cost("kwaivgi/kling-v2.5-turbo-pro", duration=10) == 700_000
    assert cost("meta/musicgen") is None
