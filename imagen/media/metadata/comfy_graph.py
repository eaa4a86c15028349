"""Follow a ComfyUI graph from its sampler to the values that say what was made; each node is visited once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from imagen.domain.file_parameters import FileLora
from imagen.media.metadata.caps import MAX_GRAPH_NODES
from imagen.media.metadata.values import fields, items, number, words

Node = str

_SAMPLERS = ("KSampler", "SamplerCustom", "Sampler")
_NO_SAMPLERS = ("KSamplerSelect", "SamplerSelect")
_SAMPLER_INPUTS = ("latent_image", "positive", "seed", "noise_seed", "noise")
_SETTINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # for each setting: the names it goes by, and the links behind which it may stand
    "seed": (("seed", "noise_seed"), ("noise", "seed", "noise_seed")),
    "steps": (("steps",), ("sigmas", "steps")),
    "sampler": (("sampler_name",), ("sampler", "sampler_name")),
    "scheduler": (("scheduler",), ("sigmas", "scheduler")),
    "cfg": (("cfg", "cfg_scale"), ("guider", "cfg")),
}
_PLAIN_NAMES = ("value", "int", "float", "string", "text", "number", "Value")
_TEXT_NAMES = (
    "text",
    "text_g",
    "text_l",
    "t5xxl",
    "clip_l",
    "prompt",
    "positive_prompt",
    "string",
    "value",
    "wildcard_text",
)
_TEXT_LINKS = (*_TEXT_NAMES, "conditioning", "conditioning_1", "conditioning_2", "conditioning_to", "conditioning_from")
_STRING_PARTS = ("string_a", "string_b", "text_a", "text_b", "text1", "text2")
_MODEL_NAMES = ("ckpt_name", "unet_name", "model_name", "checkpoint", "diffusion_model")
_MOST_LORAS = 100


class ComfyGraph:
    """A graph in API form: nodes by id, each with a class and inputs that are values or links `[id, slot]`."""

    def __init__(self, nodes: dict[str, Any]) -> None:
        """Take the nodes of a graph. Raises ValueError when there are none or too many."""
        self._nodes = {
            id_: node for id_, node in nodes.items() if isinstance(node, dict) and isinstance(node.get("inputs"), dict)
        }
        if not self._nodes:
            raise ValueError("The graph has no nodes.")
        if len(self._nodes) > MAX_GRAPH_NODES:
            raise ValueError("The graph has too many nodes.")

    def inputs(self, node: Node) -> dict[str, Any]:
        return fields(self._nodes[node]["inputs"])

    def kind(self, node: Node) -> str:
        return words(self._nodes[node].get("class_type"))

    def sampler(self) -> Node | None:
        """Find the sampler that starts from an empty picture; else the first there is."""
        found = [node for node in self._nodes if self._is_sampler(node)]
        for node in found[:_MOST_LORAS]:
            latent = self._linked(self.inputs(node).get("latent_image"))
            if latent and "empty" in self.kind(latent[0]).casefold():
                return node
        return found[0] if found else None

    def setting(self, sampler: Node, name: str) -> Any:
        """Give a setting that stands at the sampler or behind its links; None where there is none."""
        names, links = _SETTINGS[name]
        for node in self._behind(sampler, links):
            inputs = self.inputs(node)
            known = names if node == sampler or any(each in inputs for each in names) else _PLAIN_NAMES
            value = next((inputs[each] for each in known if _is_value(inputs.get(each))), None)
            if value is not None:
                return value
        return None

    def text(self, sampler: Node, side: str) -> str:
        """Give the texts that lead to one side of the sampler, each once, in the order in which they are met."""
        start = self._linked(self.inputs(sampler).get(side))
        if start is None:
            start = self._through_guider(sampler, side)
        found: dict[str, None] = {}
        waiting, seen = deque([start] if start else []), set()
        while waiting:
            node, slot = waiting.popleft()
            if (node, slot) in seen:
                continue
            seen.add((node, slot))
            inputs = self.inputs(node)
            if "positive" in inputs and "negative" in inputs:
                waiting.extend(self._links_of(inputs, ("negative" if slot == 1 else "positive",)))
                continue
            texts = [inputs[name] for name in (*_TEXT_NAMES, *_STRING_PARTS) if isinstance(inputs.get(name), str)]
            found.update(dict.fromkeys(text.strip() for text in texts if text.strip()))
            waiting.extend(self._links_of(inputs, (*_TEXT_LINKS, *_STRING_PARTS)))
        return "\n".join(found)

    def size(self, sampler: Node) -> tuple[Any, Any]:
        """Give width and height of the empty picture it starts from, as they stand there."""
        for node in self._behind(sampler, ("latent_image", "latent", "samples", "pixels", "image")):
            inputs = self.inputs(node)
            if node != sampler and "width" in inputs and "height" in inputs:
                return self._value(inputs["width"]), self._value(inputs["height"])
        return None, None

    def model(self, sampler: Node) -> str:
        """Name the file of the model."""
        for node in self._model_nodes(sampler):
            inputs = self.inputs(node)
            name = next((inputs[each] for each in _MODEL_NAMES if isinstance(inputs.get(each), str)), "")
            if name:
                return words(name)
        return ""

    def loras(self, sampler: Node) -> tuple[FileLora, ...]:
        """Give the LoRAs between the model and the sampler, the one nearest to the model first."""
        found: list[FileLora] = []
        for node in self._model_nodes(sampler):
            inputs = self.inputs(node)
            if isinstance(inputs.get("lora_name"), str):
                found.append(FileLora(words(inputs["lora_name"]), number(inputs.get("strength_model"))))
            for each in inputs.values():
                stacked = fields(each)
                if isinstance(stacked.get("lora"), str) and stacked.get("on", True) is not False:
                    found.append(FileLora(words(stacked["lora"]), number(stacked.get("strength"))))
        return tuple(reversed(found[:_MOST_LORAS]))

    def _is_sampler(self, node: Node) -> bool:
        kind = self.kind(node)
        if kind.startswith(_NO_SAMPLERS) or not any(mark in kind for mark in _SAMPLERS):
            return False
        return not self.inputs(node).keys().isdisjoint(_SAMPLER_INPUTS)

    def _through_guider(self, sampler: Node, side: str) -> tuple[Node, int] | None:
        guider = self._linked(self.inputs(sampler).get("guider"))
        if guider is None:
            return None
        inputs = self.inputs(guider[0])
        wanted = ("positive", "cond1", "conditioning") if side == "positive" else ("negative",)
        return next(iter(self._links_of(inputs, wanted)), None)

    def _model_nodes(self, sampler: Node) -> Iterator[Node]:
        return self._behind(sampler, ("model", "guider", "base_model", "model1", "unet"))

    def _behind(self, start: Node, links: tuple[str, ...]) -> Iterator[Node]:
        """Go along links of some names, the nearest nodes first, each once."""
        waiting, seen = deque([start]), {start}
        while waiting:
            node = waiting.popleft()
            yield node
            for linked, _slot in self._links_of(self.inputs(node), links):
                if linked not in seen:
                    seen.add(linked)
                    waiting.append(linked)

    def _links_of(self, inputs: dict[str, Any], names: tuple[str, ...]) -> list[tuple[Node, int]]:
        linked = (self._linked(inputs.get(name)) for name in names)
        return [each for each in linked if each]

    def _linked(self, value: Any) -> tuple[Node, int] | None:
        """Read a link; None for what is none, or leads nowhere."""
        parts = items(value)
        if len(parts) != 2 or not isinstance(parts[0], str | int) or not isinstance(parts[1], int):
            return None
        node = str(parts[0])
        return (node, int(parts[1])) if node in self._nodes else None

    def _value(self, value: Any) -> Any:
        """Give a value, or the one at the node it is linked to."""
        linked = self._linked(value)
        if linked is None:
            return value
        inputs = self.inputs(linked[0])
        return next((inputs[each] for each in _PLAIN_NAMES if _is_value(inputs.get(each))), None)


def _is_value(value: Any) -> bool:
    return isinstance(value, str | int | float)
