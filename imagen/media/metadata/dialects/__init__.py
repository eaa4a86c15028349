"""The programs whose notes are understood, in the order in which they are tried: one line for each."""

from __future__ import annotations

from collections.abc import Callable

from imagen.domain.file_parameters import FileParameters
from imagen.media.metadata.dialects import a1111, civitai, comfyui, fooocus, imagen, invokeai, novelai, swarmui
from imagen.media.metadata.texts import Texts

Reader = Callable[[Texts], FileParameters | None]
"""Gives None where the texts are not its program's; raises ValueError with a sentence where they are, but broken."""

DIALECTS: tuple[tuple[str, Reader], ...] = (
    ("Imagen", imagen.read),
    ("SwarmUI", swarmui.read),
    ("Fooocus", fooocus.read),
    ("civitai", civitai.read),
    ("A1111", a1111.read),
    ("InvokeAI", invokeai.read),
    ("NovelAI", novelai.read),
    ("ComfyUI", comfyui.read),
    ("A1111", a1111.read_prompt),
)
