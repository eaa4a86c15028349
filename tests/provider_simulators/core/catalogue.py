"""The bundled models with their published schemas."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parents[2] / "fixtures" / "providers"


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """Return the records of one bundled file (`schemas-fal`, `many-schemas-replicate`, `transcripts` …)."""
    with gzip.open(FIXTURES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def kind_of(text: str) -> str:
    """Guess from a model's name, task or category what it makes: image, video, audio, text or mesh."""
    words = text.lower()
    made = words.rpartition("-to-")[2] if "-to-" in words else words
    for kind, signs in KINDS.items():
        if any(sign in made for sign in signs):
            return kind
    return "image"


KINDS = {
    "video": (
        "video",
        "veo",
        "kling",
        "wan-",
        "hailuo",
        "mochi",
        "sora",
        "luma/ray",
        "animate",
        "clip-gen",
        "seedance",
    ),
    "audio": ("audio", "music", "speech", "voice", "sound", "tts", "bark", "lyria", "riffusion", "song", "json-audio"),
    "mesh": ("3d", "mesh", "trellis"),
    "text": ("text", "vision", "llm", "caption", "llama", "blip", "whisper", "json"),
    "image": (),
}
