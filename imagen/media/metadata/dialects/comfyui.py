"""Understand what ComfyUI writes: the graph of nodes that made the picture, followed from its sampler."""

from __future__ import annotations

from imagen.domain.file_parameters import FileParameters, Software
from imagen.media.metadata.comfy_graph import ComfyGraph
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_object
from imagen.media.metadata.values import fields, number, side, whole, words

_EXIF_NAMES = ("Model", "Make", "ImageDescription", "UserComment")
_SCALARS = (str, int, float, bool)


def read(texts: Texts) -> FileParameters | None:
    """Read the graph in ComfyUI's API form.

    Raises:
        ValueError: when it is broken, has no sampler, or only the editor's drawing of it is there.
    """
    text = _prompt_text(texts)
    if not text:
        if _labelled(texts, "workflow") or texts.get("workflow").lstrip().startswith("{"):
            raise ValueError("There is only the editor's drawing of the graph, which does not say what was made.")
        return None
    nodes = read_object(text)
    inner = nodes.get("prompt")  # films have the graph as a text, or an object, within another
    graph = ComfyGraph((read_object(inner) if isinstance(inner, str) else fields(inner)) or nodes)
    sampler = graph.sampler()
    if sampler is None:
        raise ValueError("The graph has no sampler that Imagen knows.")
    width, height = graph.size(sampler)
    return FileParameters(
        software=Software.COMFYUI,
        prompt=graph.text(sampler, "positive"),
        negative_prompt=graph.text(sampler, "negative"),
        seed=whole(graph.setting(sampler, "seed")),
        steps=whole(graph.setting(sampler, "steps")),
        sampler=words(graph.setting(sampler, "sampler")),
        scheduler=words(graph.setting(sampler, "scheduler")),
        cfg=number(graph.setting(sampler, "cfg")),
        width=side(width),
        height=side(height),
        model=graph.model(sampler),
        loras=graph.loras(sampler),
        pairs=tuple((name, value) for name, value in graph.inputs(sampler).items() if isinstance(value, _SCALARS)),
    )


def _prompt_text(texts: Texts) -> str:
    text = texts.get("prompt")
    if text.lstrip().startswith("{"):
        return text
    labelled = _labelled(texts, "prompt")
    if labelled:
        return labelled
    main = texts.main().lstrip()
    return main if main.startswith("{") and "class_type" in main else ""


def _labelled(texts: Texts, label: str) -> str:
    """Find an EXIF text that begins with a label, such as `prompt:{…}`."""
    for name in _EXIF_NAMES:
        text = texts.get(name)
        start, _, rest = text.partition(":")
        if start.strip().casefold() == label and rest.lstrip().startswith("{"):
            return rest
    return ""
