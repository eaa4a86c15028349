"""The words that people know for the commonest parameters, in place of what is made of their raw names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role
from imagen.providers.exchange import ModelType
from imagen.providers.schema.wording import label_of, plain_name, words_of

_LABELS: Mapping[str, str] = {
    "num_inference_steps": "Steps",
    "inference_steps": "Steps",
    "num_steps": "Steps",
    "guidance_scale": "Guidance",
    "cfg": "Guidance (CFG)",
    "image_size": "Size",
    "num_frames": "Frames",
    "frames_per_second": "Frames a second",
    "frame_rate": "Frames a second",
    "fps": "Frames a second",
    "generate_audio": "With sound",
    "output_format": "File format",
    "output_quality": "File quality",
    "go_fast": "Fast mode",
    "enable_safety_checker": "Safety checker",
    "disable_safety_checker": "No safety checker",
    "enhance_prompt": "Improve the prompt",
    "prompt_optimizer": "Improve the prompt",
    "prompt_upsampling": "Improve the prompt",
    "enable_prompt_expansion": "Improve the prompt",
    "enable_prompt_enhancer": "Improve the prompt",
    "lora_scale": "LoRA strength",
}
_OUTPUTS: Mapping[ModelType, str] = {
    ModelType.TEXT_TO_IMAGE: "Pictures",
    ModelType.IMAGE_TO_IMAGE: "Pictures",
    ModelType.UPSCALING: "Pictures",
    ModelType.TEXT_TO_VIDEO: "Videos",
    ModelType.IMAGE_TO_VIDEO: "Videos",
}
_SAYS_NOTHING = frozenset({"a", "an", "for", "input", "of", "parameter", "the", "value"})
_FIRST, _ONLY = "First image", "Image"


def in_standard_words(spec: ParameterSetSpec, model_type: ModelType) -> ParameterSetSpec:
    """Label what has only its raw name with the word people know, and leave out help that repeats the name."""
    return ParameterSetSpec(tuple(_worded(parameter, model_type) for parameter in spec.parameters))


def without_a_second(spec: ParameterSetSpec) -> ParameterSetSpec:
    """Call the first image of a model just that where it takes no other one."""
    images = [parameter for parameter in spec.parameters if parameter.type is ParameterType.IMAGE]
    if len(images) != 1 or images[0].label != _FIRST:
        return spec
    only = replace(images[0], ui=replace(images[0].ui, label=_ONLY))
    return ParameterSetSpec(tuple(only if parameter is images[0] else parameter for parameter in spec.parameters))


def _worded(parameter: ParameterSpec, model_type: ModelType) -> ParameterSpec:
    hint = "" if _repeats_the_name(parameter.hint, parameter.name) else parameter.hint
    label = _label(parameter, model_type)
    parts = tuple(_worded(part, model_type) for part in parameter.fields)
    return replace(parameter, hint=hint, ui=replace(parameter.ui, label=label), fields=parts)


def _label(parameter: ParameterSpec, model_type: ModelType) -> str:
    if parameter.role is Role.OUTPUTS:
        return _OUTPUTS.get(model_type, "Number of outputs")
    is_raw = parameter.label == label_of(parameter.name, None)
    return _LABELS.get(plain_name(parameter.name), parameter.ui.label) if is_raw else parameter.ui.label


def _repeats_the_name(hint: str, name: str) -> bool:
    said = set(words_of(hint)) - _SAYS_NOTHING
    return bool(hint) and said <= set(words_of(name.rpartition(".")[2]))
