"""Measure an import: pictures with notes in a folder, until each is listed by hash, header and notes in the database.

The rate is told by the clock and by the processor's time, which other programs on the machine disturb less.
`IMAGEN_BENCHMARK_FILES` says how many pictures; 20,000 without.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from PIL import Image, PngImagePlugin

from imagen.bootstrap import build
from imagen.datafolder import DataFolder
from imagen.server import calm_the_collector
from imagen.settings import load_settings
from tests.benchmarks.row import Row

FILES = 20_000
LEAST = 3_540
"""Twice what the peer indexes in a second."""

_WORDS = "fox castle river night studio portrait oil painting mist gold city rain forest soft light".split()  # noqa: SIM905


def rows() -> list[Row]:
    """Import a folder once."""
    count = int(os.environ.get("IMAGEN_BENCHMARK_FILES", FILES))
    with tempfile.TemporaryDirectory(prefix="imagen-importing-") as root:
        pictures = Path(root) / "pictures"
        make_pictures(pictures, count)
        with DataFolder(Path(root) / "data").acquire() as folder:
            production = build(folder, load_settings({}, {}))
            imports = production.services.imports
            calm_the_collector()  # as in the program that is served
            began, busy = time.perf_counter(), time.process_time()
            ended = imports.wait(imports.start_folder(str(pictures)).id)
            seconds, busy = time.perf_counter() - began, time.process_time() - busy
            production.close()
    assert (ended.taken, ended.refused) == (count, 0), ended.trouble
    by_clock, by_processor = count / seconds, count / busy
    peer = f"wanted {LEAST:,} a second"
    return [
        Row(f"import of {count:,} PNG files, by the clock", f"{by_clock:,.0f}/s", peer, by_clock / LEAST),
        Row("the same, by a processor's time", f"{by_processor:,.0f}/s", peer, by_processor / LEAST),
    ]


def make_pictures(folder: Path, count: int) -> None:
    """Make pictures of 64×64 with parameters in them, a thousand a folder."""
    chance = random.Random(1)
    for number in range(count):
        picture = Image.new("RGB", (64, 64), (number % 256, number // 256 % 256, number * 7 % 256))
        notes = PngImagePlugin.PngInfo()
        notes.add_text(
            "parameters",
            f"{' '.join(chance.choices(_WORDS, k=25))}, {number}\nNegative prompt: blurry\n"
            f"Steps: {chance.randint(10, 50)}, Sampler: DPM++ 2M Karras, CFG scale: {chance.randint(1, 20) / 2}, "
            f"Seed: {chance.getrandbits(32)}, Size: 64x64, Model hash: abcdef1234, Model: model{number % 7}",
        )
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        picture.save(place / f"{number:06}.png", pnginfo=notes)
