"""Orders at Replicate, fal and civitai over the API: of every type that each offers, and every family that makes pictures.

All are placed before the first is looked at, so that they run side by side, as orders of people do.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.testclient import TestClient

from imagen.api.app import make_api
from imagen.border.files import FileRoute
from imagen.datafolder import DataFolder
from imagen.providers.base import ModelType
from imagen.providers.registry import BUILT_IN, ProviderRegistry
from imagen.settings import load_settings
from tests.api.made_files import facts_of
from tests.fakes.scripted_provider import wait_until
from tests.media import samples
from tests.provider_simulators import Simulators, simulators
from tests.provider_simulators.media import Wish
from tests.provider_simulators.media import made as content_of
from tests.warm import build

KEYS = {"replicate": "REPLICATE_API_TOKEN", "fal": "FAL_KEY", "civitai": "CIVITAI_API_TOKEN"}
CEILING = 70_000
INPUT_SIZE = (400, 320)
KINDS = {ModelType.TEXT_TO_VIDEO: "video", ModelType.IMAGE_TO_VIDEO: "video", ModelType.TEXT_TO_AUDIO: "audio"}
FROM_FILES = {ModelType.IMAGE_TO_IMAGE, ModelType.IMAGE_TO_VIDEO, ModelType.UPSCALING}
MEDIA = ("image", "video", "audio")
GIVES_AN_ARCHIVE = "replicate:suno-ai/bark"
AIR = "urn:air:flux1:vae:civitai:1@2"


def _chosen() -> dict[str, ModelType]:
    """Choose the first model of each type and of each family that makes pictures of words, as selectors show them."""
    registry = ProviderRegistry({name: BUILT_IN[name] for name in KEYS})
    first: dict[tuple[str, str, str], str] = {}
    types: dict[str, ModelType] = {}
    for name in KEYS:
        for model in registry.provider(name).models():
            family = model.family if model.type is ModelType.TEXT_TO_IMAGE else ""
            first.setdefault((name, model.type, family), model.key)
            types[model.key] = model.type
    registry.close()
    return {key: types[key] for key in (*first.values(), GIVES_AN_ARCHIVE)}


CHOSEN = _chosen()


@dataclass
class Placed:
    """An order with what was asked for."""

    order: dict[str, Any]
    spec: list[dict[str, Any]]
    parameters: dict[str, Any]
    inputs: dict[str, str]
    prompt: str | None

    @property
    def words(self) -> tuple[str | None, ...]:
        return ("a red kite", "a blue kite") if self.prompt else (None,)

    @property
    def seed(self) -> str | None:
        return next((one["name"] for one in self.spec if one["role"] == "seed"), None)


@dataclass
class Bench:
    """Imagen with its API and its files, the simulators, and the orders that were placed."""

    client: TestClient
    sims: Simulators
    products: dict[str, str] = field(default_factory=dict)
    placed: dict[str, Placed] = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def file(self, address: str) -> bytes:
        """Fetch a stored file as a browser does."""
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return bytes(answer.content)

    def place(self, model: str) -> Placed:
        """Order two generations, or one where there are no words to vary; files go in where the type wants them."""
        spec = self.get(f"/models/{model}")["parameters"]
        prompt = next((one["name"] for one in spec if one["role"] == "prompt"), None)
        parameters: dict[str, Any] = {} if prompt is None else {prompt: "a [red,blue] kite"}
        inputs: dict[str, str] = {}
        for one in spec:
            if one["type"] in MEDIA and (one["required"] or (one["role"] == "input" and CHOSEN[model] in FROM_FILES)):
                inputs[one["name"]] = self.products[one["type"]]
            elif one["required"] and one["default"] is None and one["name"] not in parameters:
                parameters[one["name"]] = AIR if one["name"].endswith("Model") else "la la la"
        body = {
            "model": model,
            "parameters": parameters,
            "inputs": [{"parameter": name, "product_id": product} for name, product in inputs.items()],
            "ceiling": CEILING,
            "spending_limit": 20_000_000,
        }
        answer = self.client.post("/orders", json=body)
        assert answer.status_code == 201, answer.text
        references = {name: f"product:{product}" for name, product in inputs.items()}
        return Placed(answer.json(), spec, {**parameters, **references}, inputs, prompt)

    def ended(self, model: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Wait for an order, and give it with its generations."""
        order_id = self.placed[model].order["id"]
        wait_until(lambda: self.get(f"/orders/{order_id}")["status"] == "fulfilled", 60)
        listed = self.get("/generations", order_id=order_id, order="asc")["items"]
        return self.get(f"/orders/{order_id}"), [self.get(f"/generations/{one['id']}") for one in listed]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with simulators() as sims, DataFolder(tmp_path_factory.mktemp("orders") / "data").acquire() as folder:
        keys = {variable: getattr(sims, name).key for name, variable in KEYS.items()}
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {**sims.environment, **keys}))
        made.start()
        api = make_api(made.services)
        client = TestClient(FileRoute(api, media_root=folder.media, thumbnail_root=folder.thumbnails))
        here = Bench(client, sims)
        files = (samples.picture(size=INPUT_SIZE), samples.video(), samples.wav())
        answer = client.post("/products/import", files=[("files", (f"{len(one)}", one)) for one in files]).json()
        here.products = {one["type"]: one["id"] for one in answer["items"]}
        client.post("/queue/pause")
        here.placed = {model: here.place(model) for model in CHOSEN}
        client.post("/queue/resume")
        yield here
        made.stop()


def test_every_type_of_every_provider_is_ordered() -> None:
    offered = {(key.partition(":")[0], type_) for key, type_ in CHOSEN.items()}
    assert offered == {(name, type_) for name in KEYS for type_ in ModelType}


@pytest.mark.parametrize("model", CHOSEN)
def test_an_order_ends_with_all_that_belongs_to_it(bench: Bench, model: str) -> None:
    placed = bench.placed[model]
    order, generations = bench.ended(model)
    assert order["progress"]["complete"] == len(generations) == len(placed.words), generations
    for generation, words in zip(generations, placed.words, strict=True):
        request_id = _check_submission(bench, model, generation)
        _check_sets(placed, generation, words)
        _check_what_was_told(bench, model, generation, request_id)
        _check_inputs(generation, placed)
        _check_files(bench, model, generation, request_id)
    _check_cost(bench, model, order, generations)


def _check_submission(bench: Bench, model: str, generation: dict[str, Any]) -> str:
    (submission,) = generation["submissions"]
    provider = model.partition(":")[0]
    assert (submission["attempt"], submission["state"], submission["provider"]) == (1, "done", provider)
    request_id = str(submission["provider_request_id"])
    assert bench.sims.ledger.count(service=provider, job_id=request_id) == 1
    return request_id


def _check_sets(placed: Placed, generation: dict[str, Any], words: str | None) -> None:
    assert generation["base_parameters"] == placed.parameters
    expanded = {**placed.parameters, **({placed.prompt: words} if placed.prompt else {})}
    defaults = {one["name"]: one["default"] for one in placed.spec if one["default"] is not None}
    assert generation["generation_parameters"] == {**defaults, **expanded}
    choices = [(choice["parameter"], choice["text"]) for choice in generation["choices"]]
    assert choices == ([(placed.prompt, words.split()[1])] if words else [])
    actual = dict(generation["actual_parameters"])
    drawn = actual.pop(placed.seed) if placed.seed else None
    assert actual == generation["generation_parameters"]
    assert placed.seed is None or isinstance(drawn, int)


def _check_what_was_told(bench: Bench, model: str, generation: dict[str, Any], request_id: str) -> None:
    returned, seed = generation["return_parameters"], bench.placed[model].seed
    told = _told(bench.sims, model, request_id)
    assert returned.get("seed") == told
    if seed is not None and told is not None:
        assert told == generation["actual_parameters"][seed]
    facts = generation["facts"]
    assert request_id in {facts.get("id"), facts.get("request_id")}
    assert generation["inference_time_ms"] is not None


def _told(sims: Simulators, model: str, request_id: str) -> Any:
    """Ask the service itself which seed it tells of a run."""
    provider = model.partition(":")[0]
    if provider == "replicate":
        address, scheme = f"{sims.urls['replicate.api']}/v1/predictions/{request_id}", "Bearer"
    elif provider == "fal":
        owner, name = model.removeprefix("fal:").split("/")[:2]
        address, scheme = f"{sims.urls['fal.queue']}/{owner}/{name}/requests/{request_id}", "Key"
    else:
        address, scheme = f"{sims.urls['civitai.orchestration']}/v2/consumer/workflows/{request_id}", "Bearer"
    key = getattr(sims, provider).key
    answer = httpx.get(address, headers={"authorization": f"{scheme} {key}"}).json()
    if provider == "replicate":
        return int(answer["logs"].partition("seed: ")[2].split()[0])
    if provider == "fal":
        return answer.get("seed")
    (step,) = answer["steps"]
    return step["input"].get("seed")


def _check_inputs(generation: dict[str, Any], placed: Placed) -> None:
    assert {one["parameter"]: one["id"] for one in generation["inputs"]} == placed.inputs
    assert generation["input_count"] == len(placed.inputs)


def _check_files(bench: Bench, model: str, generation: dict[str, Any], request_id: str) -> None:
    outputs, wishes = generation["outputs"], _wishes(bench.sims, model, request_id)
    assert outputs[0]["type"] == KINDS.get(CHOSEN[model], "image")
    assert {one["order_id"] for one in outputs} == {generation["order_id"]}
    for output in outputs:
        content = bench.file(output["url"])
        wish = wishes[hashlib.sha256(content).hexdigest()]
        facts = facts_of(content, output["mime_type"])
        assert (output["mime_type"], output["file_size_bytes"]) == (wish.content_type, len(content))
        assert (output["width"], output["height"]) == (facts.width, facts.height)
        if facts.width is not None:
            assert (facts.width, facts.height) == (wish.width, wish.height)
        if facts.seconds is not None:
            assert facts.seconds == pytest.approx(wish.seconds, abs=0.3)
            assert output["duration_ms"] == pytest.approx(facts.seconds * 1000, abs=200)
        assert Image.open(io.BytesIO(bench.file(output["thumbnail_url"]))).format == "WEBP"
        large = Image.open(io.BytesIO(bench.file(output["large_thumbnail_url"])))
        assert large.format == "WEBP" or output["large_thumbnail_url"] == output["url"]


def _wishes(sims: Simulators, model: str, request_id: str) -> dict[str, Wish]:
    """Give what the simulator made for a run, by the hash of each file."""
    provider = model.partition(":")[0]
    if provider == "civitai":
        files = [blob.file for blob in sims.civitai.blobs.values() if blob.workflow_id == request_id]
    else:
        files = [file for file in getattr(sims, provider).files.all() if file.job_id == request_id]
    made = [file.wish for file in files if file.wish is not None]
    return {hashlib.sha256(content_of(wish)).hexdigest(): wish for wish in made}


def _check_cost(bench: Bench, model: str, order: dict[str, Any], generations: list[dict[str, Any]]) -> None:
    """A cost is what the service charged where it tells that, what its price list says, or unknown."""
    provider = model.partition(":")[0]
    costs = [one["cost"] for one in generations]
    assert costs == [one["submissions"][0]["cost"] for one in generations]
    if provider == "replicate":
        each = None if order["estimated_cost"] is None else order["estimated_cost"] // len(costs)
        assert costs == [each] * len(costs)
    else:
        charged = [bench.sims.ledger.total(job_id=one["submissions"][0]["provider_request_id"]) for one in generations]
        in_dollars = 1_000_000 if provider == "fal" else 1_000
        assert costs == [pytest.approx(amount * in_dollars, abs=1) for amount in charged]
    assert order["cost"] == (None if None in costs else sum(costs))


def test_a_file_of_a_form_that_is_not_kept_costs_nobody_the_others(bench: Bench) -> None:
    _, generations = bench.ended(GIVES_AN_ARCHIVE)
    for generation in generations:
        assert [one["type"] for one in generation["outputs"]] == ["audio"]
        (told,) = generation["facts"]["left_out"]
        assert told.startswith("prompt_npz: This file is a ZIP archive")


def test_a_provider_that_is_named_is_asked_for_a_model_of_any_owner(bench: Bench) -> None:
    named = bench.client.post("/models", json={"reference": "xai/grok-imagine-image", "provider": "fal"})
    assert (named.status_code, named.json()["key"]) == (201, "fal:xai/grok-imagine-image")


def test_what_was_spent_is_the_sum_of_all(bench: Bench) -> None:
    counted = dict.fromkeys(KEYS, 0)
    attempts = dict.fromkeys(KEYS, 0)
    for model in CHOSEN:
        _, generations = bench.ended(model)
        provider = model.partition(":")[0]
        attempts[provider] += len(generations)
        counted[provider] += sum(CEILING if one["cost"] is None else one["cost"] for one in generations)
    told = bench.get("/spending")
    assert {one["provider"]: one["billed"] for one in told["providers"]} == counted
    assert {one["provider"]: one["attempts"] for one in told["providers"]} == attempts
    assert {one["provider"]: one["expected"] for one in told["providers"]} == dict.fromkeys(KEYS, 0)
    assert told["spent_today"] == sum(counted.values())
    assert told["buzz"] == pytest.approx(bench.sims.ledger.total(service="civitai") * 1_000_000)
    for name in KEYS:
        assert bench.sims.ledger.count(service=name) == attempts[name]
