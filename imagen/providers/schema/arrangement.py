"""Put fields in the order in which people fill them in, and those that few touch behind the fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imagen.domain.parameters import ParameterType, Role
from imagen.providers.schema.fields import Field
from imagen.providers.schema.wording import plain_name

_FEW = 5
_ROLE_RANKS = {Role.PROMPT: 0, Role.NEGATIVE_PROMPT: 2, Role.INPUT: 3, Role.OUTPUTS: 9, Role.SEED: 10}
_WORDS = frozenset({"lyrics", "lyrics_prompt", "style_prompt", "tags", "text", "question", "script", "prompt_2"})
_FILES = frozenset(
    {
        "mask", "mask_url", "mask_image", "mask_image_url", "end_image", "end_image_url", "tail_image_url", "last_frame",
        "last_frame_url", "last_frame_image", "last_image", "style_image", "style_image_url", "reference_image",
        "reference_images", "reference_image_url", "reference_image_urls", "image_2", "image2", "audio", "audio_url",
        "video", "video_url", "subject_reference", "input_image_2",
    }
)  # fmt: skip
_MANNER = frozenset(
    {
        "model", "style", "style_type", "style_preset", "voice", "voice_id", "version", "operation", "mode", "scale",
        "upscale_factor", "scale_factor", "strength", "prompt_strength", "quality", "magic_prompt_option", "loras",
        "lora", "hf_lora", "diffuser_model", "expand_prompt", "creativity", "resemblance", "mask_type",
    }
)  # fmt: skip
_FORMAT = frozenset(
    {"aspect_ratio", "image_size", "video_size", "size", "resolution", "megapixels", "width", "height", "aspect",
     "target_resolution", "orientation"}
)  # fmt: skip
_LENGTH = frozenset(
    {"duration", "seconds", "length", "duration_seconds", "video_length", "num_frames", "seconds_total", "fps",
     "audio_duration", "frames", "music_length_ms", "generate_audio"}
)  # fmt: skip
_MAIN_PARTS = frozenset({"voice_id", "voice"})
_TECHNICAL = frozenset(
    {
        "enable_safety_checker",
        "disable_safety_checker",
        "safety_tolerance",
        "output_format",
        "output_quality",
        "image_format",
    }
)
_RARE = 20
_OUTDATED = 30


def arranged(fields: Sequence[Field]) -> list[Field]:
    """Sort fields by what they are, keeping the provider's order among equals, and mark the advanced ones."""
    few = len(fields) <= _FEW
    folded = [plain_name(field.spec.name) in _TECHNICAL for field in fields]
    ranked = sorted(((_rank(field), at) for at, field in enumerate(fields)), key=lambda pair: pair)
    return [_folded(fields[at], advanced=rank >= _RARE and (folded[at] or not few)) for rank, at in ranked]


def _folded(field: Field, *, advanced: bool) -> Field:
    spec = field.spec
    advanced = (advanced or field.outdated or spec.type is ParameterType.JSON) and not spec.required
    return replace(field, spec=replace(spec, ui=replace(spec.ui, advanced=advanced)))


def _rank(field: Field) -> int:
    spec, name = field.spec, plain_name(field.spec.name)
    if field.outdated:
        return _OUTDATED
    if spec.role is not None:
        return _ROLE_RANKS[spec.role]
    if spec.is_media:
        return 4 if spec.required else 5 if name in _FILES else _RARE
    if name in _WORDS and spec.type is ParameterType.TEXT:
        return 1
    for rank, names in ((6, _MANNER), (7, _FORMAT), (8, _LENGTH)):
        if name in names and ("." not in spec.name or name in _MAIN_PARTS):
            return rank
    return 11 if spec.required else _RARE
