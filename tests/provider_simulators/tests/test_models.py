"""Every bundled model runs with what its schema asks for, and delivers real files."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import av
import httpx
import pytest
from av.container import InputContainer
from PIL import Image

from tests.provider_simulators import Simulators
from tests.provider_simulators.civitai.recipes import recipes
from tests.provider_simulators.core.catalogue import rows
from tests.provider_simulators.core.files import data_uri
from tests.provider_simulators.core.schema import resolved
from tests.provider_simulators.media import Wish, made

DOT = data_uri(made(Wish("image", "png", "dot", 64, 48)), "image/png")


def example(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """Return the least that a schema asks for."""
    schema = resolved(schema, schemas)
    if schema.get("default") is not None:
        return schema["default"]
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            return example(choice, schemas, name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    is_file = schema.get("format") == "uri" or name.endswith(("_url", "_urls")) or name in {"image", "sourceImage"}
    match schema.get("type"):
        case "string":
            text = "a cat".ljust(schema.get("minLength", 0), "!")
            return DOT if is_file else "urn:air:sdxl:checkpoint:civitai:101055@128078" if name == "model" else text
        case "array":
            return [example(schema.get("items", {}), schemas, name)]
        case "object":
            return {
                key: example(field, schemas, key)
                for key, field in schema.get("properties", {}).items()
                if key in schema.get("required", [])
            }
    return {"integer": schema.get("minimum", 5), "number": schema.get("minimum", 1.0), "boolean": True}.get(
        str(schema.get("type")), "a cat"
    )


async def every(things: list[Any], work: Any) -> None:
    """Do work for all things, eight at once."""
    gate = asyncio.Semaphore(8)

    async def one(thing: Any) -> None:
        async with gate:
            await work(thing)

    await asyncio.gather(*(one(thing) for thing in things))


async def test_every_replicate_model(sims: Simulators) -> None:
    headers = {"authorization": f"Bearer {sims.replicate.key}", "prefer": "wait=20"}
    async with httpx.AsyncClient(headers=headers, timeout=120) as client:

        async def run(row: dict[str, Any]) -> None:
            model = sims.replicate.models.find(f"{row['model']['owner']}/{row['model']['name']}")
            assert model is not None
            given = example({**model.schemas["Input"], "default": None}, model.schemas)
            body = {"version": model.ref, "input": given}
            done = (await client.post(f"{sims.replicate.url}/v1/predictions", json=body)).json()
            assert done.get("status") == "succeeded", (model.ref, done)
            assert done["output"] is not None, model.ref

        await every(rows("schemas-replicate"), run)
    assert sims.ledger.count() == 59


async def test_every_fal_endpoint(sims: Simulators) -> None:
    sims.fal.jobs.at_once = 50
    async with httpx.AsyncClient(headers={"authorization": f"Key {sims.fal.key}"}, timeout=120) as client:

        async def run(row: dict[str, Any]) -> None:
            endpoint = sims.fal.endpoints.find(row["item"]["endpoint_id"])
            assert endpoint is not None
            given = example({**endpoint.input_schema, "default": None}, endpoint.schemas)
            if "duration" in endpoint.input_schema.get("properties", {}) and endpoint.kind == "audio":
                given["duration"] = 5
            reply = await client.post(f"{sims.urls['fal.run']}/{endpoint.id}", json=given)
            assert reply.status_code == 200, (endpoint.id, reply.text[:500])
            assert sims.urls["fal.media"] in reply.text, (endpoint.id, reply.text[:500])

        await every(rows("schemas-fal"), run)
    assert sims.ledger.count() == 60


async def test_every_civitai_recipe(sims: Simulators) -> None:
    headers = {"authorization": f"Bearer {sims.civitai.key}"}
    async with httpx.AsyncClient(headers=headers, timeout=120) as client, httpx.AsyncClient(timeout=120) as anyone:

        async def run(recipe: Any) -> None:
            given = {**recipe.constants, **example({**recipe.input_schema, "default": None}, recipe.schemas)}
            body = {"steps": [{"$type": recipe.step, "input": given}], "currencies": ["blue"]}
            address = f"{sims.civitai.url}/v2/consumer/workflows"
            done = (await client.post(address, params={"wait": 20}, json=body)).json()
            assert done["status"] == "succeeded", (recipe.name, json.dumps(done)[:500])
            output = done["steps"][0]["output"]
            blob = output["images"][0] if "images" in output else next(iter(output.values()))
            assert (await anyone.head(blob["url"])).status_code == 200, recipe.name

        await every(list(recipes()), run)


@pytest.mark.parametrize(("form", "pillow"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP"), ("gif", "GIF")])
def test_pictures(form: str, pillow: str) -> None:
    with Image.open(io.BytesIO(made(Wish("image", form, "a", 333, 222)))) as image:
        image.load()
        assert (image.format, image.size) == (pillow, (333, 222))
    assert made(Wish("image", form, "a", 64, 64)) != made(Wish("image", form, "b", 64, 64))


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_stamped_pictures_are_whole_and_different(form: str) -> None:
    files = [made(Wish("image", form, "a", 64, 48, stamp=stamp)) for stamp in ("", "one", "four")]
    assert len(set(files)) == 3
    for content in files:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert image.size == (64, 48)


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_clips(form: str) -> None:
    with av.open(io.BytesIO(made(Wish("video", form, "a", 320, 180, 2.0)))) as container:
        assert isinstance(container, InputContainer)
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (320, 180)
        assert len(list(container.decode(stream))) == 12


@pytest.mark.parametrize("form", ["wav", "mp3", "flac", "ogg"])
def test_sounds(form: str) -> None:
    with av.open(io.BytesIO(made(Wish("audio", form, "a", seconds=3.0)))) as container:
        assert isinstance(container, InputContainer)
        frames = list(container.decode(container.streams.audio[0]))
    length = sum(frame.samples / frame.sample_rate for frame in frames)
    assert 2.9 < length < 3.2
