"""The few small files of a made-up library, each lying there under as many names as products look like it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from imagen.datafolder import DataFolder
from imagen.domain.product import ProductType
from imagen.media.store import MediaStore, StoredFile
from tests.media.samples import encoded, video, wav

SIZES = ((1024, 1024), (832, 1216), (1216, 832), (768, 1344), (1536, 1024), (512, 512), (2048, 2048), (1920, 1088))
_HUES = 24
_SCALE = 16
_ACCENTS = ("#f2efe6", "#22252b", "#d8a24a")


@dataclass(frozen=True)
class Look:
    """A file in the store, and the size its products claim to have."""

    file: StoredFile
    width: int | None
    height: int | None


def make_looks(folder: DataFolder) -> dict[ProductType, list[Look]]:
    """Put the files and their thumbnails into the store."""
    store = MediaStore(folder.media, folder.thumbnails, folder.parts)
    try:
        pictures = [
            Look(_kept(store, _picture(width, height, hue)), width, height)
            for width, height in SIZES
            for hue in range(_HUES)
        ]
        clips = [Look(_kept(store, video(frames=8, black_frames=black)), 1280, 768) for black in range(3)]
        sounds = [Look(_kept(store, wav(seconds)), None, None) for seconds in (0.5, 1.0, 1.5)]
    finally:
        store.close()
    return {ProductType.IMAGE: pictures, ProductType.VIDEO: clips, ProductType.AUDIO: sounds}


def link(folder: DataFolder, look: Look, sha256: str) -> str:
    """Give a look's file and thumbnails the name of one product more, and tell its path in the store."""
    path = f"{sha256[:2]}/{sha256}{Path(look.file.path).suffix}"
    pairs = [(folder.media / look.file.path, folder.media / path)]
    for size in ("small", "large"):
        held = folder.thumbnails / look.file.sha256[:2] / f"{look.file.sha256}-{size}.webp"
        pairs.append((held, folder.thumbnails / sha256[:2] / f"{sha256}-{size}.webp"))
    for held, name in pairs:
        if held.exists() and not name.exists():
            os.link(held, name)
    return path


def make_folders(*roots: Path) -> None:
    """Make the folders that names are sorted into."""
    for root in roots:
        for number in range(256):
            (root / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)


def _picture(width: int, height: int, hue: int) -> bytes:
    size = (width // _SCALE, height // _SCALE)
    made = Image.new("HSV", size, (hue * 255 // _HUES, 150, 150)).convert("RGB")
    pen = ImageDraw.Draw(made)
    across, down = size
    accents: Sequence[str] = _ACCENTS
    pen.rectangle((0, down * 2 // 3, across, down), fill=accents[hue % 3])
    pen.ellipse((across // 4, down // 4, across * 3 // 4, down * 3 // 4), fill=accents[(hue + 1) % 3])
    return encoded(made)


def _kept(store: MediaStore, content: bytes) -> StoredFile:
    return store.ingest(lambda target: target.write(content) and None, trusted=True)
