"""The vectors and sample files that every reader must read as expected, and small files made on the spot."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures"
VECTORS: dict[str, dict[str, Any]] = {
    vector["name"]: vector for vector in json.loads((FIXTURES / "a1111-vectors.json").read_text("utf-8"))["vectors"]
}
SAMPLES: list[dict[str, Any]] = json.loads((FIXTURES / "samples.json").read_text("utf-8"))
LIFTED = {"Civitai resources": "civitai_resources", "Civitai metadata": "civitai_metadata", "Hashes": "hashes"}


def expected_pairs(vector: dict[str, Any]) -> dict[str, Any]:
    """Give the settings that a vector expects: what is recommended, else what the web UI reads with sizes put together."""
    recommended = vector.get("recommended_for_imagen")
    if recommended:
        lifted = {name: recommended[key] for name, key in LIFTED.items() if key in recommended}
        return {**recommended["settings"], **lifted}
    settings = dict(vector["a1111"]["settings"])
    for name in ("Size", "Hires resize"):
        if f"{name}-1" in settings:
            settings[name] = f"{settings.pop(f'{name}-1')}x{settings.pop(f'{name}-2')}"
    return settings


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, behind: tuple[bytes, ...] = ()) -> bytes:
    """Make a PNG of one pixel with further chunks before its pixels and behind them."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + b"".join(behind) + chunk(b"IEND", b"")


def text_chunk(keyword: str, text: str) -> bytes:
    return chunk(b"tEXt", keyword.encode("latin-1") + b"\x00" + text.encode("latin-1"))
