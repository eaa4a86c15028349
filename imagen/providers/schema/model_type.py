"""Guess from what goes in and what comes out which type of model it is, or say why it is none of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from imagen.domain.parameters import ParameterSetSpec, ParameterType, Role
from imagen.providers.base import ModelType
from imagen.providers.schema.outputs import OutputKind, output_kinds
from imagen.providers.schema.published import Published
from imagen.providers.schema.wording import plain_name

_CATEGORIES = {
    **{str(each): each for each in ModelType},
    "text-to-speech": ModelType.TEXT_TO_AUDIO,
    "text-to-music": ModelType.TEXT_TO_AUDIO,
    "upscale": ModelType.UPSCALING,
    "upscaler": ModelType.UPSCALING,
    "super-resolution": ModelType.UPSCALING,
}
_FOREIGN = {
    "video-to-video": "It changes videos, and Imagen makes new ones.",
    "audio-to-audio": "It changes sounds, and Imagen makes new ones.",
    "video-to-audio": "It makes sounds from videos, which Imagen does not offer.",
    "speech-to-text": "It answers with text.",
    "speech-to-speech": "It changes sounds, and Imagen makes new ones.",
    "vision": "It describes pictures in words.",
    "image-to-text": "It describes pictures in words.",
    "llm": "It answers with text.",
    "training": "It trains models.",
    "image-to-3d": "It makes 3D models.",
    "text-to-3d": "It makes 3D models.",
    "image-to-json": "It answers with data.",
    "json": "It answers with data.",
}
_UPSCALING = re.compile(r"up-?scal|super-?res|esrgan|seedvr|clarity-up|gfpgan|swin2?ir|topaz", re.IGNORECASE)
_EDITING = re.compile(r"\bedit|kontext|in-?paint|image-to-image|img2img", re.IGNORECASE)
_WORDS = (
    (OutputKind.VIDEO, re.compile(r"video|animat|talking|lip-?sync|movie|i2v|t2v|\bclips?\b|svd", re.IGNORECASE)),
    (
        OutputKind.AUDIO,
        re.compile(r"music|audio|speech|voice|song|sound|tts|\bvocal|riffusion|\bbark\b|lyria|\bsing", re.IGNORECASE),
    ),
    (
        OutputKind.IMAGE,
        re.compile(r"image|photo|picture|diffusion|flux|sdxl|\bsd\b|portrait|draw|art\b|style", re.IGNORECASE),
    ),
)
_FORMATS = (
    (OutputKind.VIDEO, frozenset({"mp4", "webm", "mov", "gif"})),
    (OutputKind.AUDIO, frozenset({"mp3", "wav", "flac", "ogg", "m4a", "opus"})),
    (OutputKind.IMAGE, frozenset({"png", "jpg", "jpeg", "webp", "webP"})),
)
_NAMES = (
    (
        OutputKind.VIDEO,
        frozenset(
            {"fps", "num_frames", "frame_rate", "video_length", "frames_per_second", "output_fps", "motion_bucket_id"}
            | {
                "playback_frames_per_second",
                "max_frames",
                "end_image",
                "last_image",
                "last_frame_image",
                "first_frame_image",
            }
            | {"start_image", "last_frame", "driving_video", "video_size", "camera_motion", "camera_fixed"}
        ),
    ),
    (OutputKind.AUDIO, frozenset({"bpm", "sample_rate", "lyrics", "voice", "audio_length", "speaker", "text_temp"})),
    (
        OutputKind.IMAGE,
        frozenset(
            {"num_outputs", "width", "height", "output_quality", "num_inference_steps", "image", "mask", "style_type"}
            | {"aspect_ratio", "prompt_strength", "image_size", "megapixels", "input_image"}
        ),
    ),
)


@dataclass(frozen=True)
class TypeGuess:
    """The type of a model, or None and why it is none that Imagen runs."""

    type: ModelType | None
    why: str = ""


def guess_type(
    spec: ParameterSetSpec, published: Published, *, words: str = "", category: str = "", tags: Iterable[str] = ()
) -> TypeGuess:
    """Guess a model's type.

    `category` is the provider's own word for the task and counts most; `words` are the model's id, name and description.
    """
    told = [name.casefold() for name in (category, *tags) if name]
    known = next((name for name in told if name in _CATEGORIES or name in _FOREIGN), "")
    if _enlarges(spec, words, told):
        return TypeGuess(ModelType.UPSCALING)
    if known in _CATEGORIES:
        return TypeGuess(_CATEGORIES[known])
    if known:
        return TypeGuess(None, _FOREIGN[known])
    if published.inputs is None:
        return TypeGuess(None, "What goes in and what comes out is not described.")
    guess = _by_what_comes_out(spec, _made(spec, published, words))
    edits = guess.type is ModelType.TEXT_TO_IMAGE and _EDITING.search(words[:200]) and spec.with_role(Role.INPUT)
    film = guess.type is ModelType.TEXT_TO_VIDEO and spec.with_role(Role.INPUT)
    animates = film and "image-to-video" in words and "text-to-video" not in words
    if edits:
        return TypeGuess(ModelType.IMAGE_TO_IMAGE)
    return TypeGuess(ModelType.IMAGE_TO_VIDEO) if animates else guess


def _by_what_comes_out(spec: ParameterSetSpec, made: OutputKind) -> TypeGuess:
    has_words = spec.with_role(Role.PROMPT) is not None
    needed = {p.type for p in spec.parameters if p.is_media and p.required}
    image = any(p.type in {ParameterType.IMAGE, ParameterType.FILE} for p in spec.parameters)
    if made is OutputKind.IMAGE and not needed & {ParameterType.VIDEO, ParameterType.AUDIO}:
        if ParameterType.IMAGE in needed or ParameterType.FILE in needed or (image and not has_words):
            return TypeGuess(ModelType.IMAGE_TO_IMAGE)
        return TypeGuess(ModelType.TEXT_TO_IMAGE) if has_words else _needs_words()
    if made is OutputKind.VIDEO and ParameterType.VIDEO not in needed:
        if ParameterType.IMAGE in needed or (image and not has_words):
            return TypeGuess(ModelType.IMAGE_TO_VIDEO)
        return TypeGuess(ModelType.TEXT_TO_VIDEO) if has_words else _needs_words()
    if made is OutputKind.AUDIO and not needed:
        return TypeGuess(ModelType.TEXT_TO_AUDIO) if has_words else _needs_words()
    return TypeGuess(None, _FOREIGN_OUTPUTS[made])


_FOREIGN_OUTPUTS = {
    OutputKind.TEXT: "It answers with text or data.",
    OutputKind.OTHER: "It makes neither images nor videos nor sounds.",
    OutputKind.FILE: "What kind of file it makes is not described.",
    OutputKind.IMAGE: "It takes pictures out of videos or sounds, which Imagen does not offer.",
    OutputKind.VIDEO: "It changes videos, and Imagen makes new ones.",
    OutputKind.AUDIO: "It makes sounds from files, which Imagen does not offer.",
}


def _needs_words() -> TypeGuess:
    return TypeGuess(None, "It takes neither words nor pictures.")


def _enlarges(spec: ParameterSetSpec, words: str, told: Iterable[str]) -> bool:
    named = _UPSCALING.search(words[:200]) or any(_CATEGORIES.get(name) is ModelType.UPSCALING for name in told)
    takes = any(p.is_media and (p.required or p.role is Role.INPUT) for p in spec.parameters)
    prompt = spec.with_role(Role.PROMPT)
    return bool(named) and takes and (prompt is None or not prompt.required)


def _made(spec: ParameterSetSpec, published: Published, words: str) -> OutputKind:
    """Say what comes out; where only files are told of, formats, names of inputs and words decide."""
    found = output_kinds(published.outputs, published.definitions)
    for kind in (OutputKind.VIDEO, OutputKind.IMAGE, OutputKind.AUDIO):
        if kind in found:
            return kind
    if found and OutputKind.FILE not in found:
        return OutputKind.OTHER if OutputKind.OTHER in found else OutputKind.TEXT
    formats = {str(c.value) for p in spec.parameters for c in p.rules.choices if "format" in plain_name(p.name)}
    names = {plain_name(p.name) for p in spec.parameters}
    by_format = next((kind for kind, known in _FORMATS if formats & known), None)
    by_words = next((kind for kind, pattern in _WORDS if pattern.search(words[:500])), None)
    by_name = next((kind for kind, known in _NAMES if names & known), None)
    strong = by_name if by_name is not OutputKind.IMAGE else None
    if not found and not (by_format or strong or by_words):
        return OutputKind.TEXT
    likely = OutputKind.IMAGE if spec.with_role(Role.PROMPT) is not None else OutputKind.FILE
    return by_format or strong or by_words or by_name or likely
