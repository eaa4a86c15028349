"""Recognise what single fields mean to Imagen: the prompts, the seed, the number of outputs, the main input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imagen.domain.parameters import Interpolation, ParameterType, Role, UIHints
from imagen.providers.schema.fields import Field
from imagen.providers.schema.wording import plain_name

_PROMPTS = (
    "prompt", "text_prompt", "positive_prompt", "input_prompt", "main_prompt", "prompts", "music_description", "text",
    "gen_text", "text_input", "input_text", "texts", "script", "instruction", "instructions", "edit_instruction",
    "description", "lyrics_prompt", "lyrics", "tags", "caption", "query", "question", "sentence", "message",
    "style_prompt", "input",
)  # fmt: skip
_NEGATIVES = (
    "negative_prompt", "n_prompt", "negative", "neg_prompt", "negative_text", "negative_content",
    "default_negative_prompt",
)  # fmt: skip
_SEEDS = ("seed", "random_seed", "manual_seed", "image_seed", "noise_seed")
_OUTPUTS = (
    "num_outputs", "num_images", "number_of_images", "num_images_per_prompt", "number_of_outputs", "quantity",
    "num_videos", "num_samples", "image_number", "image_num", "number_picture", "batch_size", "batch_count",
    "images_per_prompt", "n", "num",
)  # fmt: skip
_INPUTS = (
    "image", "image_url", "source_image", "source_image_url", "images", "image_urls", "input_image", "input_images",
    "input_image_url", "input_image_urls", "init_image", "init_image_url", "start_image", "start_image_url",
    "first_frame_image", "first_frame_url", "first_frame_image_url", "first_image_url", "first_frame", "base_image",
    "input_reference", "reference_image", "reference_images", "reference_image_urls", "img", "image_path", "photo",
    "face_image", "subject_image", "video", "video_url", "input_video", "source_video", "video_path", "video_urls",
    "audio", "audio_url", "input_audio", "audio_file", "audio_input", "input_file", "file", "input",
)  # fmt: skip
_NOT_OWN = frozenset({"negative", "system", "template", "separator", "map", "mask", "appended", "initial", "n", "neg"})
_NUMBERS = frozenset({ParameterType.INTEGER, ParameterType.NUMBER})


def with_roles(fields: Sequence[Field]) -> list[Field]:
    """Give each role to the one field that fits it best, and what comes with the role."""
    roles: dict[int, Role] = {}
    usable = [(at, field) for at, field in enumerate(fields) if not field.outdated]
    for role, names, fits in (
        (Role.PROMPT, _PROMPTS, _is_free_text),
        (Role.NEGATIVE_PROMPT, _NEGATIVES, _is_free_text),
        (Role.SEED, _SEEDS, _is_seed),
        (Role.OUTPUTS, _OUTPUTS, _is_count),
        (Role.INPUT, _INPUTS, _is_media),
    ):
        found = [(names.index(name), at) for at, field in usable if (name := _name(field)) in names and fits(field)]
        taken = min((pair for pair in found if pair[1] not in roles), default=None)
        if taken is None:
            taken = next(((0, at) for at, field in usable if at not in roles and _second_best(role, field)), None)
        if taken is not None:
            roles[taken[1]] = role
    return [_with_role(field, roles[at]) if at in roles else field for at, field in enumerate(fields)]


def _second_best(role: Role, field: Field) -> bool:
    """Tell whether a field can stand in where none has a name that is known."""
    if role is Role.PROMPT:
        words = _name(field).split("_")
        own = "prompt" in words or words[-1].rstrip("0123456789") == "prompt"
        return own and not _NOT_OWN & set(words) and _is_free_text(field)
    return role is Role.INPUT and _is_media(field) and field.spec.required


def _name(field: Field) -> str:
    return plain_name(field.spec.name)


def _is_free_text(field: Field) -> bool:
    spec = field.spec
    return spec.type is ParameterType.TEXT and not spec.rules.choices and spec.rules.size is None and not spec.secret


def _is_seed(field: Field) -> bool:
    return field.spec.type in _NUMBERS and not field.spec.rules.choices


def _is_count(field: Field) -> bool:
    return field.spec.type in _NUMBERS


def _is_media(field: Field) -> bool:
    return field.spec.is_media


def _with_role(field: Field, role: Role) -> Field:
    spec = replace(field.spec, role=role)
    if role in {Role.PROMPT, Role.NEGATIVE_PROMPT}:
        ui = replace(spec.ui, multiline=True, group="", label=_own_label(spec.ui.label))
        return replace(
            field, spec=replace(spec, interpolation=Interpolation.TEXT, ui=ui), wire=replace(field.wire, empty=True)
        )
    if role is Role.SEED:
        ui = UIHints(label=spec.ui.label, group=spec.ui.group, placeholder="random")
        spec = replace(spec, type=ParameterType.INTEGER, ui=ui, default=None, required=False)
    elif role is Role.OUTPUTS and _counts_whole(field):
        spec = replace(spec, type=ParameterType.INTEGER)
    elif role is Role.INPUT and spec.rules.max_items == 1:
        spec = replace(spec, interpolation=Interpolation.VALUES)
    return replace(field, spec=spec)


def _own_label(label: str) -> str:
    """Leave out of which object a prompt is a part."""
    own = label.rsplit(": ", 1)[-1]
    return own[:1].upper() + own[1:]


def _counts_whole(field: Field) -> bool:
    default, choices = field.spec.default, field.spec.rules.choices
    return isinstance(default, int | None) and all(isinstance(choice.value, int) for choice in choices)
