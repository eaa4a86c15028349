"""Made-up models of the civitai site: checkpoints and LoRAs with versions, hashes and AIRs."""

from __future__ import annotations

import hashlib
import re
from typing import Any

#: name, type, base model, AIR ecosystem, model id, version id, trigger words, can generate, nsfw
TABLE: tuple[tuple[str, str, str, str, int, int, list[str], bool, bool], ...] = (
    ("Simulated SDXL Painter", "Checkpoint", "SDXL 1.0", "sdxl", 101055, 128078, [], True, False),
    ("Simulated Ink Line", "LORA", "SDXL 1.0", "sdxl", 123456, 789012, ["ink line"], True, False),
    ("Simulated Classic", "Checkpoint", "SD 1.5", "sd1", 4384, 128713, [], True, False),
    ("Simulated Detail Slider", "LORA", "SD 1.5", "sd1", 82098, 87153, [], True, False),
    ("Simulated Flux", "Checkpoint", "Flux.1 D", "flux1", 618692, 691639, [], True, False),
    ("Simulated Flux Watercolour", "LORA", "Flux.1 D", "flux1", 640000, 710000, ["watercolour"], True, False),
    ("Simulated Pony", "Checkpoint", "Pony", "sdxl", 257749, 290640, [], True, False),
    ("Simulated Illustrator", "Checkpoint", "Illustrious", "sdxl", 795765, 889818, [], True, False),
    ("Simulated Private Style", "LORA", "SDXL 1.0", "sdxl", 900001, 900002, ["secret"], False, False),
    ("Simulated Grown-ups", "Checkpoint", "SDXL 1.0", "sdxl", 900003, 900004, [], True, True),
    ("Simulated Embedding", "TextualInversion", "SD 1.5", "sd1", 900005, 900006, ["badhands"], True, False),
    ("Simulated Qwen", "Checkpoint", "Qwen", "qwen", 900007, 900008, [], True, False),
)
TYPES = {"Checkpoint": "checkpoint", "LORA": "lora", "TextualInversion": "embedding"}
MOMENT = "2026-02-03T19:13:00.000Z"


class SiteModels:
    """The site's models; search is by words of the name."""

    def __init__(self) -> None:
        self._models = [_model(*row) for row in TABLE]

    def all(self) -> list[dict[str, Any]]:
        """Return all models, the most downloaded first."""
        return list(self._models)

    def find(self, model_id: str) -> dict[str, Any] | None:
        """Return a model by id."""
        return next((one for one in self._models if str(one["id"]) == model_id), None)

    def version(self, version_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return model and version by the version's id."""
        return self._first(lambda version: str(version["id"]) == version_id)

    def of_hash(self, value: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return model and version by any hash of its file."""
        return self._first(lambda version: value.upper() in version["files"][0]["hashes"].values())

    def of_air(self, air: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return model and version of an AIR; without a version, the newest."""
        found = re.match(r"urn:air:[^:]+:[^:]+:civitai:(\d+)(?:@(\d+))?", air)
        if not found:
            return None
        if found[2]:
            return self.version(found[2])
        model = self.find(found[1])
        return (model, model["modelVersions"][0]) if model else None

    def can_generate(self, air: str) -> bool:
        """Return whether a resource may be used; unknown ones may."""
        found = self.of_air(air)
        return found is None or bool(found[0]["supportsGeneration"])

    def _first(self, fits: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        for model in self._models:
            for version in model["modelVersions"]:
                if fits(version):
                    return model, version
        return None


def _model(
    name: str, sort: str, base: str, ecosystem: str, model_id: int, version_id: int, words: list[str],
    can_generate: bool, nsfw: bool,
) -> dict[str, Any]:  # fmt: skip
    digest = hashlib.sha256(name.encode()).hexdigest().upper()
    hashes = {"SHA256": digest, "AutoV2": digest[:10], "AutoV1": digest[10:18], "CRC32": digest[18:26]}
    file = {
        "id": version_id * 10,
        "name": f"{name.lower().replace(' ', '_')}.safetensors",
        "type": "Model",
        "sizeKB": 6_775_430.5,
        "primary": True,
        "metadata": {"format": "SafeTensor", "size": "pruned", "fp": "fp16"},
        "hashes": hashes,
        "downloadUrl": f"https://civitai.com/api/download/models/{version_id}",
    }
    version = {
        "id": version_id,
        "modelId": model_id,
        "name": "v1.0",
        "air": f"urn:air:{ecosystem}:{TYPES[sort]}:civitai:{model_id}@{version_id}",
        "baseModel": base,
        "trainedWords": words,
        "publishedAt": MOMENT,
        "createdAt": MOMENT,
        "availability": "Public",
        "nsfwLevel": 31 if nsfw else 1,
        "files": [file],
        "images": [],
        "downloadUrl": file["downloadUrl"],
        "stats": {"downloadCount": 1000, "thumbsUpCount": 100},
    }
    return {
        "id": model_id,
        "name": name,
        "description": f"<p>{name}: made up.</p>",
        "type": sort,
        "nsfw": nsfw,
        "nsfwLevel": 31 if nsfw else 1,
        "supportsGeneration": can_generate,
        "tags": ["simulated", base.lower()],
        "creator": {"username": "simulated-creator", "image": None},
        "stats": {"downloadCount": 1000, "thumbsUpCount": 100},
        "modelVersions": [version],
    }
