"""Imports, exports and libraries over HTTP."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from imagen.domain.file_parameters import FileParameters
from imagen.media.metadata import write_sidecar
from tests.media.metadata.samples import FIXTURES
from tests.media.samples import HTML, picture, wav


def _ended(client: TestClient, started: dict[str, Any]) -> dict[str, Any]:
    for _ in range(1200):
        told = client.get(f"/imports/{started['id']}").json()
        if told["state"] in ("done", "failed", "cancelled"):
            return told
        time.sleep(0.05)
    raise AssertionError("It did not end.")


def test_files_that_are_sent_along_are_taken_each_by_itself(client: TestClient) -> None:
    sound = wav(0.25)
    files = [
        ("files", ("trip/a.wav", sound)),
        ("files", ("trip/a.wav.json", write_sidecar(FileParameters(prompt="rain on a roof")))),
        ("files", ("page.png", HTML)),
        ("files", ("again.wav", sound)),
    ]
    answer = client.post("/products/import", files=files).json()
    assert [(one["name"], one["already_there"], one["in_bin"]) for one in answer["items"]] == [
        ("a.wav", False, False),
        ("a.wav", True, False),
    ]
    assert [one["name"] for one in answer["errors"]] == ["page.png"]
    client.delete(f"/products/{answer['items'][0]['id']}")
    again = client.post("/products/import", files=[("files", ("b.wav", sound))]).json()["items"]
    assert [(one["in_bin"], one["deleted_at"] is None) for one in again] == [(True, False)]


def test_a_folder_is_gone_through_and_its_progress_told(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.png").write_bytes(HTML)
    answer = client.post("/imports", json={"paths": [str(tmp_path)]})
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/imports/{answer.json()['id']}"
    told = _ended(client, answer.json())
    assert (told["state"], told["taken"], told["refused"], told["fraction"]) == ("done", 1, 1, 1.0)
    assert told["notes"][0]["name"] == "b.png"
    assert client.get("/imports").json()["items"][0]["id"] == told["id"]
    assert client.post(f"/imports/{told['id']}/cancel").json()["state"] == "done"


def test_what_cannot_be_imported_is_refused(client: TestClient, tmp_path: Path) -> None:
    for body in ({}, {"paths": ["/x"], "urls": ["https://example.com/a.png"]}, {"paths": ["relative"]}):
        assert client.post("/imports", json=body).status_code == 422
    assert client.post("/imports", json={"paths": [str(tmp_path / "gone")]}).status_code == 404
    assert client.get(f"/imports/{uuid4()}").status_code == 404
    assert client.post("/products/import", files=[], data={}).status_code == 422
    refused = client.post("/products/import", data={"urls": ["http://127.0.0.1:1/a.png"]}).json()
    assert "private network" in refused["errors"][0]["message"]
    assert client.post("/library/import", json={"path": str(tmp_path)}).status_code == 422


def test_a_foreign_file_is_reused_on_a_model(client: TestClient) -> None:
    with (FIXTURES / "a1111.png").open("rb") as file:
        (taken,) = client.post("/products/import", files=[("files", ("boat.png", file))]).json()["items"]
    assert client.get(f"/products/{taken['id']}/reuse").status_code == 404
    key = client.get("/models", params={"provider": "scripted"}).json()["items"][0]["key"]
    model = client.get(f"/products/{taken['id']}/reuse", params={"model": key}).json()
    assert model["parameters"]["prompt"]
    assert {"name", "value", "reason"} <= set(model["left_out"][0])


def test_an_archive_is_streamed_or_prepared_for_a_browser(client: TestClient) -> None:
    made = client.post("/products/import", files=[("files", ("=1+1.png", picture()))]).json()["items"][0]
    answer = client.post("/products/export", json={"ids": [made["id"]]})
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert [one["id"] for one in json.loads(archive.read("products.json"))] == [made["id"]]
    prepared = client.post("/exports", json={"q": "type:image", "notes": "stripped"})
    assert prepared.status_code == 201
    address = prepared.json()["url"].removeprefix("/api")
    assert zipfile.ZipFile(io.BytesIO(client.get(address).content)).testzip() is None
    assert client.get(f"/exports/{uuid4()}").status_code == 404
    for body in ({}, {"q": "tag:"}, {"ids": []}, {"order_id": str(uuid4()), "q": ""}):
        assert client.post("/products/export", json=body).status_code == 422


def test_a_library_leaves_whole_and_comes_in_again_without_a_change(client: TestClient, tmp_path: Path) -> None:
    data = client.get("/library/export").content
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    (tmp_path / "library.zip").write_bytes(data)
    before = client.get("/products").json()["total"]
    started = client.post("/library/import", json={"path": str(tmp_path / "library.zip")})
    assert _ended(client, started.json())["state"] == "done"
    assert client.get("/products").json()["total"] == before
    assert client.post(f"/orders/{uuid4()}/release").status_code == 404
