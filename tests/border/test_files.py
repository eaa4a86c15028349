"""Stored files come back byte for byte, in ranges and under names that nobody can bend."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imagen.border.file_requests import StoredName, safe_file_name
from imagen.border.files import CHUNK_BYTES, FileRoute
from tests.border.asgi import InnerApp, http_scope, request

SHA = "ab" + "0" * 62
OTHER = "cd" + "1" * 62
CONTENT = bytes(range(256)) * 4
BIG = os.urandom(CHUNK_BYTES * 2 + 7)


@pytest.fixture
def inner() -> InnerApp:
    return InnerApp()


@pytest.fixture
def route(tmp_path: Path, inner: InnerApp) -> FileRoute:
    for root, name, content in [
        ("media", f"ab/{SHA}.png", CONTENT),
        ("media", f"ab/{SHA}.svg", b"<svg/>"),
        ("media", f"cd/{OTHER}.mp4", BIG),
        ("media", f"ab/{SHA}.txt", b""),
        ("thumbnails", f"ab/{SHA}-small.webp", CONTENT),
        ("", "imagen.db", b"secret"),
        ("thumbnails", f"cd/{OTHER}-large.webp", BIG),
    ]:
        file = tmp_path / root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return FileRoute(inner, media_root=tmp_path / "media", thumbnail_root=tmp_path / "thumbnails")


@pytest.mark.parametrize(
    ("path", "content", "media_type"),
    [
        (f"/media/{SHA}.png", CONTENT, "image/png"),
        (f"/media/{OTHER}.mp4", BIG, "video/mp4"),
        (f"/media/{SHA}.txt", b"", "text/plain; charset=utf-8"),
        (f"/thumbnails/{SHA}-small.webp", CONTENT, "image/webp"),
        (f"/thumbnails/{OTHER}-large.webp", BIG, "image/webp"),
    ],
)
async def test_a_file_comes_whole_with_its_headers(
    route: FileRoute, path: str, content: bytes, media_type: str
) -> None:
    answer = await request(route, "GET", path)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    is_played = media_type == "video/mp4"
    policy = answer.headers["content-security-policy"]
    assert policy.endswith("; sandbox allow-same-origin" if is_played else "; sandbox")
    assert policy.startswith("default-src 'none';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-disposition" not in answer.headers
    head = await request(route, "HEAD", path)
    assert (head.status, head.body, head.headers) == (200, b"", answer.headers)
    known = await request(route, "GET", path, {"if-none-match": f'"x", W/{answer.headers["etag"]}'})
    assert (known.status, known.body) == (304, b"")
    assert known.headers["etag"] == answer.headers["etag"]


async def test_two_sizes_of_a_thumbnail_are_two_things(route: FileRoute) -> None:
    small = await request(route, "GET", f"/thumbnails/{SHA}-small.webp")
    assert small.headers["etag"] == f'"{SHA}-small"'
    assert (await request(route, "GET", f"/thumbnails/{SHA}-large.webp")).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/thumbnails/",
        "/media/x",
        f"/media/{SHA}",
        f"/media/{SHA}.",
        f"/media/{SHA}.PNG",
        f"/media/{SHA.upper()}.png",
        f"/media/{SHA}.png/",
        f"/media/{SHA}.png\n",
        f"/media/{SHA[:-1]}.png",
        f"/media/{OTHER}.png",
        f"/media/ab/{SHA}.png",
        "/media/../imagen.db",
        "/media/%2e%2e/imagen.db",
        "/media//etc/passwd",
        "/media/..\\imagen.db",
        f"/media/{SHA}.png\0",
        f"/media/{SHA}.png\0.txt",
        f"/media/{SHA}.toolongending",
        f"/thumbnails/{SHA}-huge.webp",
        f"/thumbnails/{SHA}-small.png",
        f"/thumbnails/{SHA}-small.webp/..",
        f"/thumbnails/../media/ab/{SHA}.png",
        "/media/" + "٣" * 64 + ".png",
    ],
)
async def test_no_other_name_leads_to_a_file(route: FileRoute, inner: InnerApp, path: str) -> None:
    answer = await request(route, "GET", path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert not inner.was_reached


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
async def test_a_link_a_folder_and_a_pipe_are_no_files(route: FileRoute, tmp_path: Path) -> None:
    folder = tmp_path / "media" / "ab"
    (folder / f"{SHA}.gif").symlink_to(tmp_path / "imagen.db")
    (folder / f"{SHA}.mp3").mkdir()
    os.mkfifo(folder / f"{SHA}.wav")
    (tmp_path / "thumbnails" / "ab" / f"{SHA}-large.webp").symlink_to(tmp_path / "imagen.db")
    for path in (f"/media/{SHA}.gif", f"/media/{SHA}.mp3", f"/media/{SHA}.wav", f"/thumbnails/{SHA}-large.webp"):
        assert (await request(route, "GET", path)).status == 404


async def test_what_could_be_a_page_is_never_shown(route: FileRoute) -> None:
    answer = await request(route, "GET", f"/media/{SHA}.svg")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


RANGES: dict[str, tuple[int, int, int] | None] = {
    "bytes=0-0": (206, 0, 1),
    "bytes=0-": (206, 0, 1024),
    "bytes=10-19": (206, 10, 20),
    "bytes=1000-9999": (206, 1000, 1024),
    "bytes=-500": (206, 524, 1024),
    "bytes=-9999": (206, 0, 1024),
    "bytes=1023-": (206, 1023, 1024),
    "bytes=1024-": (416, 0, 0),
    "bytes=-0": (416, 0, 0),
    "bytes=99999999999999999999-": (416, 0, 0),
    "bytes=5-2": None,
    "bytes=-": None,
    "bytes=": None,
    "bytes=a-b": None,
    "items=0-1": None,
    "bytes=0-1,5-6": None,
    "bytes=\xb2-": None,
    "bytes=999999999999999999999999-": None,
    "bytes=--5": None,
}


@pytest.mark.parametrize("path", [f"/media/{SHA}.png", f"/thumbnails/{SHA}-small.webp"])
@pytest.mark.parametrize("text", RANGES)
async def test_a_range_is_answered_and_nonsense_gets_the_whole(route: FileRoute, path: str, text: str) -> None:
    answer = await request(route, "GET", path, {"range": text})
    status, first, end = RANGES[text] or (200, 0, len(CONTENT))
    assert answer.status == status
    assert answer.body == CONTENT[first:end]
    assert answer.headers["content-length"] == str(end - first)
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{len(CONTENT)}"
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


async def test_a_range_of_another_copy_gets_the_whole(route: FileRoute) -> None:
    path = f"/media/{SHA}.png"
    assert (await request(route, "GET", path, {"range": "bytes=0-1", "if-range": '"other"'})).status == 200
    assert (await request(route, "GET", path, {"range": "bytes=0-1", "if-range": f'"{SHA}"'})).status == 206
    assert (await request(route, "HEAD", path, {"range": "bytes=0-1"})).status == 200
    assert (await request(route, "GET", f"/media/{SHA}.txt", {"range": "bytes=0-"})).status == 416


async def test_a_range_over_several_chunks(route: FileRoute) -> None:
    answer = await request(route, "GET", f"/media/{OTHER}.mp4", {"range": f"bytes=5-{len(BIG) - 2}"})
    assert answer.body == BIG[5:-1]


async def test_reading_ends_when_the_browser_hangs_up(route: FileRoute) -> None:
    sent: list[Any] = []
    hung_up = asyncio.Event()

    async def receive() -> Any:
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if message["type"] == "http.response.body":
            hung_up.set()
            await asyncio.sleep(0.01)

    path = f"/media/{OTHER}.mp4"
    await route(http_scope("GET", path, None, host="localhost", query=b"", peer="127.0.0.1"), receive, send)
    assert len(sent) == 2
    assert len(sent[1]["body"]) == CHUNK_BYTES


@pytest.mark.parametrize(
    ("query", "file_name"),
    [
        (b"download=my%20fox.png", "my%20fox.png"),
        (b"download=f%C3%BCchse.png", "f%C3%BCchse.png"),
        (b"download=evil.html", "evil.html.png"),
        (b"download=..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd.png"),
        (b"download=a%22%0D%0Ax%3A%20b.png", "a_x_%20b.png"),
        (b"download=%E2%80%AEgnp.exe", "gnp.exe.png"),
        (b"download=", SHA[:16] + ".png"),
        (b"download=.png", SHA[:16] + ".png"),
        (b"download=%FF%FE", "%EF%BF%BD%EF%BF%BD.png"),
        (b"download=" + b"a" * 500, "a" * 120 + ".png"),
    ],
)
async def test_a_file_is_saved_under_a_harmless_name(route: FileRoute, query: bytes, file_name: str) -> None:
    answer = await request(route, "GET", f"/media/{SHA}.png", query=query)
    assert answer.status == 200
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith(f"filename*=UTF-8''{file_name}")
    assert disposition.isascii()
    assert disposition.isprintable()


async def test_a_query_past_reading_is_refused(route: FileRoute) -> None:
    assert (await request(route, "GET", f"/media/{SHA}.png", query=b"&".join([b"a=1"] * 50))).status == 400


async def test_files_are_only_read(route: FileRoute, inner: InnerApp) -> None:
    answer = await request(route, "DELETE", f"/media/{SHA}.png")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert not inner.was_reached


async def test_everything_else_goes_on_to_the_application(route: FileRoute, inner: InnerApp) -> None:
    for path in ("/", "/media", "/mediafiles/x", "/api/media/x"):
        assert (await request(route, "GET", path)).body == b"inner"
    await route({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert inner.lifespans == 1


@given(st.text(max_size=300))
def test_every_name_to_save_by_is_one_component(text: str) -> None:
    name = safe_file_name(text, StoredName(is_thumbnail=False, stem=SHA, extension="png"))
    assert name.endswith(".png")
    assert len(name) <= 130
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert not name.startswith((".", " "))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.one_of(st.text(max_size=80), st.sampled_from([f"{SHA}.png", f"{OTHER}.mp4", f"{SHA}-small.webp"])),
    root=st.sampled_from(["/media/", "/thumbnails/"]),
    range_text=st.one_of(
        st.text(st.characters(max_codepoint=255), max_size=30),
        st.tuples(st.integers(-3, 2000), st.integers(-3, 2000)).map(lambda pair: f"bytes={pair[0]}-{pair[1]}"),
    ),
    known=st.text(st.characters(max_codepoint=255), max_size=20),
    query=st.binary(max_size=40),
)
async def test_no_request_for_a_file_is_our_mistake(
    route: FileRoute, name: str, root: str, range_text: str, known: str, query: bytes
) -> None:
    headers = {"range": range_text, "if-none-match": known}
    answer = await request(route, "GET", root + name, headers, query=query)
    assert answer.status in {200, 206, 304, 400, 404, 416}
    assert b"secret" not in answer.body
