"""Strangers' files are decoded where they can do no harm: a decoder that hangs or dies refuses one file, no more."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imagen.domain.errors import StorageError, TooLarge, UnsupportedFormat
from imagen.media.decoder import DecoderLimits
from imagen.media.decoding import DecoderPool
from imagen.media.store import MediaStore
from tests.media import samples

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses named pipes and the system's limits")

TELLS_ITS_NUMBER = """
import json, os, sys
for line in sys.stdin:
    print(json.dumps({"found": {"mime_type": "image/png", "width": os.getpid(), "height": len(os.environ),
        "duration_ms": 1 if "IMAGEN_TEST_SECRET" in os.environ else 0, "placeholder": None}}), flush=True)
"""


def stand_in(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return samples.put(tmp_path, samples.picture())


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    path = tmp_path / "hanging.part"
    os.mkfifo(path)  # opening it for reading waits for a writer who never comes
    return path


@pytest.fixture
def pool() -> Iterator[DecoderPool]:
    made = DecoderPool(processes=1, limits=DecoderLimits(seconds=3.0))
    yield made
    made.close()


def test_a_file_that_hangs_the_decoder_is_refused_and_the_next_one_is_taken(
    pool: DecoderPool, good: Path, hanging: Path
) -> None:
    with pytest.raises(UnsupportedFormat, match="took longer than 3 seconds"):
        pool.examine(hanging, {})
    assert pool.examine(good, {}).width == 640


@pytest.mark.parametrize(
    "program",
    [
        "import os, sys; sys.stdin.readline(); os.abort()",
        "import sys; sys.stdin.readline(); print('no answer at all')",
        "import sys; sys.stdin.readline(); print('[]')",
        "raise SystemExit(3)",
    ],
    ids=["crash", "rubbish", "wrong shape", "ends at once"],
)
def test_a_decoder_that_dies_or_talks_rubbish_refuses_the_file(program: str, good: Path) -> None:
    pool = DecoderPool(command=stand_in(program))
    for _ in range(2):
        with pytest.raises(UnsupportedFormat, match="gave up"):
            pool.examine(good, {})
    pool.close()


def test_nothing_of_a_file_that_kills_the_decoder_is_kept(tmp_path: Path) -> None:
    pool = DecoderPool(command=stand_in("import os, sys; sys.stdin.readline(); os.abort()"))
    store = MediaStore(tmp_path / "media", tmp_path / "thumbnails", tmp_path / "parts", decoder=pool)
    with pytest.raises(UnsupportedFormat, match="gave up"):
        store.ingest(samples.writing(samples.picture()), trusted=False)
    assert samples.everything(tmp_path) == []
    store.close()


def test_a_decoder_is_used_again_and_replaced_when_it_was_killed(good: Path) -> None:
    pool = DecoderPool(processes=1, command=stand_in(TELLS_ITS_NUMBER))
    first, second = pool.examine(good, {}).width, pool.examine(good, {}).width
    assert first == second
    assert first is not None
    os.kill(first, 9)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert pool.examine(good, {}).width != first
    pool.close()


def test_decoders_work_beside_each_other(good: Path) -> None:
    program = TELLS_ITS_NUMBER.replace(
        "for line in sys.stdin:", "for line in sys.stdin:\n    __import__('time').sleep(0.5)"
    )
    pool = DecoderPool(processes=2, command=stand_in(program))
    with ThreadPoolExecutor(2) as threads:
        assert len({found.width for found in threads.map(lambda _: pool.examine(good, {}), range(2))}) == 2
    pool.close()


def test_a_decoder_is_told_no_secrets(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEN_TEST_SECRET", "key")
    pool = DecoderPool(command=stand_in(TELLS_ITS_NUMBER))
    assert pool.examine(good, {}).duration_ms == 0
    pool.close()


def test_a_picture_that_needs_more_memory_than_a_decoder_may_have_is_refused(tmp_path: Path) -> None:
    big = samples.put(tmp_path, samples.encoded(Image.new("L", (9000, 9000)), "PNG", compress_level=1))
    for megabytes, fits in ((400, False), (2000, True)):
        pool = DecoderPool(limits=DecoderLimits(memory_bytes=megabytes << 20))
        with nullcontext() if fits else pytest.raises(TooLarge, match="more memory than Imagen allows"):
            assert pool.examine(big, {}).width == 9000
        pool.close()


def test_refusals_come_back_as_they_were(pool: DecoderPool, tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="11000 × 11000 pixels") as raised:
        pool.examine(samples.put(tmp_path, samples.png_of_claimed_size(11_000, 11_000)), {})
    assert raised.value.hint == "Make it smaller and try again."


def test_closing_ends_decoders_at_work_and_says_so(hanging: Path, good: Path) -> None:
    pool = DecoderPool(processes=1)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            pool.examine(hanging, {})
        except StorageError as error:
            raised.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    writer = os.open(hanging, os.O_WRONLY)  # returns once the decoder has opened it, so it is at work
    pool.close()
    asking.join(20)
    os.close(writer)
    assert [str(error)[:26] for error in raised] == ["The file was not examined:"]
    with pytest.raises(StorageError, match="shutting down"):
        pool.examine(good, {})


def start_decoder(seconds: float = 60.0) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "imagen.media.decoder", str(3 << 30), str(seconds)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_decoder_ends_with_its_parent() -> None:
    process = start_decoder()
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_decoder_at_work_ends_by_itself_when_nobody_is_left_to_end_it(hanging: Path) -> None:
    process = start_decoder(seconds=0.5)
    assert process.stdin is not None
    process.stdin.write(f'{{"path": "{hanging}", "thumbnails": {{}}}}\n'.encode())
    process.stdin.close()
    assert process.wait(30) < 0
    assert process.stdout is not None
    process.stdout.close()


def test_nothing_is_started_before_it_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a decoder was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    store = MediaStore(tmp_path / "media", tmp_path / "thumbnails", tmp_path / "parts")
    store.ingest(samples.writing(samples.picture()), trusted=True)
    with pytest.raises(UnsupportedFormat, match="SVG"):
        store.ingest(samples.writing(samples.SVG), trusted=False)
    store.close()
