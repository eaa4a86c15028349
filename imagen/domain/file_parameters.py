"""What a file says about how it was made, whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Software(StrEnum):
    """The programs and sites whose notes Imagen reads; `UNKNOWN` wrote A1111's form without its name."""

    IMAGEN = "Imagen"
    A1111 = "A1111"
    FORGE = "Forge"
    COMFYUI = "ComfyUI"
    INVOKEAI = "InvokeAI"
    FOOOCUS = "Fooocus"
    RUINED_FOOOCUS = "RuinedFooocus"
    SWARMUI = "SwarmUI"
    NOVELAI = "NovelAI"
    CIVITAI = "civitai"
    UNKNOWN = ""


class DigitalSourceType(StrEnum):
    """How a picture came about, in IPTC's words; the value is the last part of the term's address."""

    TRAINED = "trainedAlgorithmicMedia"
    COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
    ALGORITHMIC = "algorithmicMedia"
    EDITED_BY_HAND = "humanEdits"

    @property
    def uri(self) -> str:
        return f"http://cv.iptc.org/newscodes/digitalsourcetype/{self.value}"


@dataclass(frozen=True)
class FileLora:
    """A LoRA that a file names; `hash` as its writer shortened it."""

    name: str
    weight: float | None = None
    hash: str = ""


@dataclass(frozen=True)
class FileResource:
    """A model, LoRA or other part that a file names by its place at civitai."""

    kind: str = ""
    name: str = ""
    version: str = ""
    version_id: int | None = None
    weight: float | None = None
    air: str = ""


@dataclass(frozen=True)
class FileParameters:
    """How a file was made, by its own words; sizes in pixels, empty texts and None where it does not say.

    `pairs` are the names and values as the writer has them, in its order, the ones told above among them; values are JSON
    values. `model_key` is Imagen's own key of the model, in files that Imagen wrote.
    """

    software: Software = Software.UNKNOWN
    software_version: str = ""
    prompt: str = ""
    negative_prompt: str = ""
    seed: int | None = None
    steps: int | None = None
    sampler: str = ""
    scheduler: str = ""
    cfg: float | None = None
    width: int | None = None
    height: int | None = None
    model: str = ""
    model_hash: str = ""
    model_key: str = ""
    loras: tuple[FileLora, ...] = ()
    resources: tuple[FileResource, ...] = ()
    pairs: tuple[tuple[str, Any], ...] = ()

    def value(self, name: str) -> Any:
        """Give the value that the writer has for a name; None where it has none."""
        return next((value for known, value in self.pairs if known == name), None)
