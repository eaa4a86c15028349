"""Models are found, recognised, added and arranged; the connection is tested."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imagen.domain.errors import AuthenticationFailed, BadResponse, ModelGone, NotConfigured
from imagen.domain.parameters import Role
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai import models
from imagen.providers.civitai.discovery import BY_TYPE, FAMILIES
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.provider import CivitaiProvider, bundled
from imagen.providers.civitai.published_steps import inputs_of
from imagen.providers.civitai.references import Air, recognise
from imagen.providers.families import Families
from imagen.providers.one_size import SIZE
from tests.provider_simulators import Fault
from tests.providers.civitai.conftest import SDXL, Bench, content

KNOWN = "urn:air:sdxl:checkpoint:civitai:101055@128078"
NEW = "urn:air:sdxl:checkpoint:civitai:900003@900004"


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("urn:air:sdxl:checkpoint:civitai:101055@128078", "urn:air:sdxl:checkpoint:civitai:101055@128078"),
        (" URN:AIR:SDXL:Checkpoint:civitai:101055@128078 ", "urn:air:sdxl:checkpoint:civitai:101055@128078"),
        ("urn%3Aair%3Asdxl%3Acheckpoint%3Acivitai%3A1%402", "urn:air:sdxl:checkpoint:civitai:1@2"),
        ("air:sd1:lora:civitai:82098@87153", "urn:air:sd1:lora:civitai:82098@87153"),
        ("urn:air:flux1:checkpoint:huggingface:a/b@main", "urn:air:flux1:checkpoint:huggingface:a/b@main"),
        (f"{NEW}/image-to-image", f"{NEW}/image-to-image"),
        ("https://civitai.com/models/101055/sd-xl?modelVersionId=128078", "model-versions/128078"),
        ("https://civitai.com/models/101055", "models/101055"),
        ("civitai.com/models/101055?x=1#top", "models/101055"),
        ("https://www.civitai.green/models/101055/name", "models/101055"),
        ("https://civitai.com/api/download/models/128078?type=Model", "model-versions/128078"),
        ("https://civitai.com/api/v1/model-versions/128078", "model-versions/128078"),
        ("civitai:101055@128078", "model-versions/128078"),
        ("civitai:101055", "models/101055"),
        ("image/flux2/klein/createImage/9b", "image/flux2/klein/createImage/9b"),
        ("https://civitai.com/images/123", None),
        ("https://civitai.com.evil.example/models/1", None),
        ("https://replicate.com/models/1", None),
        ("https://[broken/models/1", None),
        ("ftp://civitai.com/models/1", None),
        ("black-forest-labs/flux-schnell", None),
        ("fal-ai/flux/dev", None),
        ("a lighthouse", None),
        ("", None),
    ],
)
def test_references(reference: str, meant: str | None) -> None:
    assert recognise(reference) == meant
    if meant is not None:
        assert recognise(meant) == meant


def test_bundled_models_are_recognised_by_their_ids() -> None:
    provider = CivitaiProvider()
    for entry in bundled():
        assert provider.recognise(entry.id) == entry.id
        assert CatalogueEntry.read(entry.write()) == entry


@pytest.mark.parametrize(
    ("pasted", "meant", "known"),
    [
        ("https://civitai.com/models/101055", "models/101055", [0, 1]),
        ("https://civitai.com/models/101055?modelVersionId=128078", KNOWN, []),
        ("https://civitai.com/models/101055?modelVersionId=5", "model-versions/5", []),
        ("https://civitai.com/models/10105", "models/10105", []),
        ("models/101055/image-to-image", "models/101055/image-to-image", [1]),
    ],
)
def test_what_is_pasted_names_models_that_are_there_already(pasted: str, meant: str, known: list[int]) -> None:
    provider = CivitaiProvider()
    assert provider.recognise(pasted) == meant
    assert provider.known_as(meant) == [(KNOWN, f"{KNOWN}/image-to-image")[at] for at in known]


def test_what_is_not_known_yet_is_called_by_its_number() -> None:
    provider = CivitaiProvider()
    assert provider.called("models/900003") == "this civitai model (900003)"
    assert provider.called("model-versions/900004") == "this version of a civitai model (900004)"
    assert provider.called(NEW) == NEW


def test_looking_at_a_bundled_checkpoint_renames_neither_it_nor_its_sister(bench: Bench) -> None:
    before = {model.key: (model.name, model.type) for model in bench.provider.models()}
    for reference in ("models/101055", "models/101055/image-to-image"):
        bench.added.append(CatalogueEntry.read(bench.provider.look_up(reference).write()))
    assert {entry.id for entry in bench.added} == {KNOWN, f"{KNOWN}/image-to-image"}
    assert {model.key: (model.name, model.type) for model in bench.provider.models()} == before


def test_every_bundled_form_takes_its_own_defaults() -> None:
    provider = CivitaiProvider()
    for model in provider.models():
        factory = provider.factory(model.key)
        given = factory.spec.defaults()
        for parameter in factory.spec.parameters:
            if parameter.required and parameter.name not in given:
                given[parameter.name] = ["product:a"] if parameter.is_media and parameter.rules.max_items > 1 else (
                    "product:a" if parameter.is_media else "words"
                )  # fmt: skip
        assert factory.validate(given) == [], model.key
        body = factory.form.to_body(given)
        assert not any(name.startswith("$") for name in factory.template(body, _prepared())["steps"][0]["input"])
        assert sum(1 for parameter in factory.spec.parameters if not parameter.ui.advanced) <= 13, model.key
        assert not (factory.spec.get("width") and factory.spec.get("height")), model.key
        assert all("Value of" not in parameter.hint for parameter in factory.spec.parameters), model.key


def test_every_model_counts_its_outputs_and_keeps_its_seed() -> None:
    provider = CivitaiProvider()
    counted = {m.key for m in provider.models() if provider.factory(m.key).spec.with_role(Role.OUTPUTS)}
    assert "civitai:google-imagen4" in counted
    assert SDXL in counted
    assert provider.factory("civitai:google-imagen4").spec.get("numImages") is not None


def test_sizes_that_a_model_cannot_make_are_not_offered() -> None:
    provider = CivitaiProvider()
    flux = provider.factory("civitai:sdcpp-flux1").spec.get(SIZE)
    assert flux is not None
    assert all(832 <= int(side) <= 1216 for choice in flux.rules.choices for side in choice.value.split("x"))
    assert flux.problem("1344x768") is not None
    assert flux.problem("1088x1088") is None
    assert flux.problem("1000x1000") is not None


def test_families_claim_what_they_are_for() -> None:
    assert (
        FAMILIES.factory_class("sdcpp-sd1-createImage", ModelType.TEXT_TO_IMAGE).__name__ == "StableDiffusion1Factory"
    )
    assert FAMILIES.factory_class("nothing-known", ModelType.TEXT_TO_VIDEO) is BY_TYPE[ModelType.TEXT_TO_VIDEO]
    assert set(BY_TYPE) == set(ModelType)
    names = {entry.details["recipe"] for entry in bundled()} - {"image-background-removal"}
    claimed = {name for name in names if FAMILIES.factory_class(name, ModelType.TEXT_TO_IMAGE) in FAMILIES.classes}
    assert claimed == names


def test_two_families_may_not_claim_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from imagen.providers.civitai.models import ace_step, upscaler

    monkeypatch.setattr(ace_step.AceStepFactory, "claims", upscaler.ImageUpscalerFactory.claims)
    with pytest.raises(ValueError, match="image-upscaler"):
        _ = Families("civitai", models, BY_TYPE).classes


@pytest.mark.parametrize(
    "reference",
    ["models/900003", "model-versions/900004", NEW, "urn:air:sdxl:checkpoint:civitai:900003"],
)
def test_a_checkpoint_that_is_not_bundled_is_added_and_runs(bench: Bench, reference: str) -> None:
    entry = bench.provider.look_up(reference)
    assert (entry.id, entry.type, entry.family) == (NEW, ModelType.TEXT_TO_IMAGE, "SDXL")
    assert "Grown-ups" in entry.name
    assert "SDXL 1.0" in entry.description
    bench.added.append(CatalogueEntry.read(entry.write()))
    result = bench.run(f"civitai:{NEW}", prompt="a lighthouse", size="1152x896")
    with Image.open(io.BytesIO(content(result.outputs[0]))) as image:
        assert image.size == (1152, 896)
    (sent,) = bench.sims.ledger.entries(service="civitai")
    assert sent.input["steps"][0]["input"]["model"] == NEW


def test_a_checkpoint_that_changes_pictures(bench: Bench) -> None:
    entry = bench.provider.look_up(f"{NEW}/image-to-image")
    assert (entry.id, entry.type) == (f"{NEW}/image-to-image", ModelType.IMAGE_TO_IMAGE)
    flux = bench.provider.look_up("urn:air:flux1:checkpoint:civitai:618692@691639/image-to-image")
    assert flux.type is None
    assert "does not change pictures" in flux.why_not


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("models/123456", "LoRA"),
        ("models/900005", "embedding"),
        ("models/900007", "no recipe for checkpoints of qwen"),
    ],
)
def test_what_is_no_model_says_why(bench: Bench, reference: str, why: str) -> None:
    entry = bench.provider.look_up(reference)
    assert entry.type is None
    assert why in entry.why_not


def test_a_checkpoint_that_may_not_be_used_says_so(bench: Bench) -> None:
    bench.service.faults.add("site.mini", Fault.with_fields({"canGenerate": False}))
    entry = bench.provider.look_up(NEW)
    assert entry.type is None
    assert "do not let it be used" in entry.why_not


def test_without_a_key_models_can_be_looked_up_and_searched(bench: Bench) -> None:
    bench.key = None
    assert bench.provider.look_up("models/900003").id == NEW
    assert [hit.id for hit in bench.provider.search("pony")] == ["urn:air:sdxl:checkpoint:civitai:257749@290640"]
    assert bench.provider.problem() is not None
    assert not [one for one in bench.sims.recorder.all() if one.authorization]


@pytest.mark.parametrize("reference", ["models/1", "model-versions/1", "urn:air:sdxl:checkpoint:civitai:1@1"])
def test_models_that_are_not_there(bench: Bench, reference: str) -> None:
    with pytest.raises(ModelGone):
        bench.provider.look_up(reference)
    with pytest.raises(ModelGone):
        bench.provider.factory("civitai:never-seen")


def test_a_vanished_version_without_its_air(bench: Bench) -> None:
    bench.service.faults.add("site.version", Fault.without("air"))
    with pytest.raises(BadResponse, match="AIR"):
        bench.provider.look_up("model-versions/900004")
    bench.service.faults.add("site.model", Fault.with_fields({"modelVersions": []}))
    with pytest.raises(ModelGone, match="no version"):
        bench.provider.look_up("models/900003")


def test_search_finds_services_and_checkpoints(bench: Bench) -> None:
    hits = bench.provider.search("flux")
    assert any(hit.id.startswith("image/") for hit in hits)
    assert "urn:air:flux1:checkpoint:civitai:618692@691639" in {hit.id for hit in hits}
    assert all("lora" not in hit.id for hit in hits)
    assert bench.provider.search("flux", 1) == hits[:1]
    assert bench.provider.search("  ") == []
    bench.service.faults.add("services.list", Fault.answer(200, {"unexpected": 1}))
    with pytest.raises(BadResponse):
        bench.provider.search("flux")


def test_services_that_are_found_become_models_and_run(bench: Bench) -> None:
    for word, wanted in (("sdxl", ModelType.TEXT_TO_IMAGE), ("kling-v3", ModelType.TEXT_TO_VIDEO)):
        hit = next(hit for hit in bench.provider.search(word) if hit.id.partition("/")[0] in {"image", "video"})
        assert bench.provider.recognise(hit.id) == hit.id
        entry = bench.provider.look_up(hit.id)
        assert (entry.id, entry.type) == (hit.id, wanted)
        bench.added.append(CatalogueEntry.read(entry.write()))
        given: dict[str, Any] = {"prompt": "waves"}
        if bench.factory(f"civitai:{hit.id}").spec.get("model"):
            given["model"] = SDXL.removeprefix("civitai:")
        assert bench.run(f"civitai:{hit.id}", **given).outputs
    moving = bench.provider.look_up(f"{entry.id}/image-to-video")
    assert moving.type is ModelType.IMAGE_TO_VIDEO
    with pytest.raises(ModelGone):
        bench.provider.look_up("image/never/heard")


def test_inputs_are_found_by_mappings_and_by_constants() -> None:
    """The description may tell engines by constants, or by mappings of schemas that build on each other."""
    schemas = {
        "ImageGenInput": {
            "type": "object",
            "properties": {"engine": {"type": "string"}, "prompt": {"type": "string"}},
            "required": ["engine", "prompt"],
            "discriminator": {
                "propertyName": "engine",
                "mapping": {"flux2": "#/components/schemas/Flux2", "other": "#/components/schemas/Other"},
            },
        },
        "Flux2": {
            "allOf": [
                {"$ref": "#/components/schemas/ImageGenInput"},
                {
                    "type": "object",
                    "properties": {
                        "model": {"type": "string"},
                        "modelVersion": {"type": "string", "enum": ["4b", "9b"]},
                        "operation": {"type": "string", "enum": ["createImage"]},
                    },
                },
            ]
        },
        "Other": {"allOf": [{"$ref": "#/components/schemas/ImageGenInput"}, {"$ref": "#/components/schemas/Other"}]},
        "Broken": 7,
    }
    document = {"components": {"schemas": schemas}}
    asked = {"engine": "flux2", "model": "klein", "operation": "createImage"}
    found = inputs_of(document, "imageGen", "image/flux2/klein/createImage/9b", asked)
    assert found is not None
    constants = {name: p["const"] for name, p in found[0]["properties"].items() if "const" in p}
    assert constants == {**asked, "modelVersion": "9b"}
    assert found[0]["required"] == ["engine", "prompt"]
    assert inputs_of(document, "imageGen", "image/unknown", {"engine": "unknown"}) is None
    assert inputs_of(None, "imageGen", "image/flux2", {}) is None


def test_the_connection_is_tested_part_by_part(bench: Bench) -> None:
    told = {test.name: test.run() for test in bench.provider.tests()}
    assert list(told) == ["Key", "Catalogue", "Upload"]
    assert "simulated-user" in told["Key"]
    assert bench.accepted == 0
    bench.key = bench.service.key_invalid
    with pytest.raises(AuthenticationFailed):
        bench.provider.tests()[0].run()
    bench.key = bench.service.key_shut_out
    with pytest.raises(NotConfigured, match="451"):
        bench.provider.tests()[0].run()


def test_airs_keep_the_case_that_matters() -> None:
    air = Air.read("urn:air:Flux1:Checkpoint:HuggingFace:Owner/Name@Main")
    assert air is not None
    assert air.text == "urn:air:flux1:checkpoint:huggingface:Owner/Name@Main"
    assert (air.ecosystem, air.kind, air.source, air.model, air.version) == (
        "flux1", "checkpoint", "huggingface", "Owner/Name", "Main",
    )  # fmt: skip


def test_the_package_holds_its_catalogue() -> None:
    assert (Path(factory_module_folder()) / "catalogue.jsonl.gz").is_file()


def factory_module_folder() -> Path:
    from imagen.providers import civitai

    return Path(civitai.__path__[0])


def _prepared() -> Any:
    from imagen.providers.base import PreparedRequest

    return PreparedRequest("g", {})


def test_every_factory_is_one_of_ours() -> None:
    assert all(issubclass(each, CivitaiProductFactory) for each in (*BY_TYPE.values(), *FAMILIES.classes))
