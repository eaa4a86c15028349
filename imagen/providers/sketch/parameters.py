"""The parameters that several models of Sketch share."""

from __future__ import annotations

from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSpec,
    ParameterType,
    Role,
    UIHints,
    ValidationRules,
)

ASPECT_RATIOS = {
    "1:1": (1, 1),
    "3:2": (3, 2),
    "2:3": (2, 3),
    "4:3": (4, 3),
    "3:4": (3, 4),
    "16:9": (16, 9),
    "9:16": (9, 16),
}

STYLES = {
    "poster": "Poster: flat colours and light",
    "watercolour": "Watercolour: wet edges on paper",
    "ink": "Ink: lines and hatching with a wash",
    "pixel": "Pixel: few colours in big squares",
    "neon": "Neon: glowing outlines in the dark",
    "papercut": "Papercut: layers with shadows",
    "halftone": "Halftone: printed dots",
}


# how much longer a style takes than the plain one
STYLE_WEIGHTS = {"watercolour": 1.8, "neon": 1.8, "ink": 1.2}


def prompt(hint: str, placeholder: str, required: bool = True) -> ParameterSpec:
    return ParameterSpec(
        "prompt",
        ParameterType.TEXT,
        required=required,
        hint=hint,
        rules=ValidationRules(max_length=4000),
        interpolation=Interpolation.TEXT,
        ui=UIHints(label="Prompt", multiline=True, placeholder=placeholder),
        role=Role.PROMPT,
    )


def negative_prompt(hint: str) -> ParameterSpec:
    return ParameterSpec(
        "negative_prompt",
        ParameterType.TEXT,
        hint=hint,
        rules=ValidationRules(max_length=4000),
        interpolation=Interpolation.TEXT,
        ui=UIHints(label="Negative prompt", multiline=True, placeholder="e.g. rain, trees"),
        role=Role.NEGATIVE_PROMPT,
    )


def choice(
    name: str, label: str, choices: dict[str, str], default: str, hint: str, *, advanced: bool = False
) -> ParameterSpec:
    """Describe a parameter that is one of some words."""
    return ParameterSpec(
        name,
        ParameterType.TEXT,
        default=default,
        hint=hint,
        rules=ValidationRules(choices=tuple(Choice(value, text) for value, text in choices.items())),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label=label, advanced=advanced),
    )


def whole(
    name: str,
    label: str,
    limits: tuple[int, int],
    default: int,
    hint: str,
    *,
    step: int | None = None,
    unit: str = "",
    advanced: bool = False,
) -> ParameterSpec:
    """Describe a whole number between two limits."""
    return ParameterSpec(
        name,
        ParameterType.INTEGER,
        default=default,
        hint=hint,
        rules=ValidationRules(minimum=limits[0], maximum=limits[1], multiple_of=step),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label=label, slider=True, unit=unit, advanced=advanced),
    )


def number(
    name: str,
    label: str,
    limits: tuple[float, float],
    default: float,
    hint: str,
    *,
    step: float | None = None,
    unit: str = "",
    advanced: bool = False,
) -> ParameterSpec:
    """Describe a number between two limits."""
    return ParameterSpec(
        name,
        ParameterType.NUMBER,
        default=default,
        hint=hint,
        rules=ValidationRules(minimum=limits[0], maximum=limits[1], multiple_of=step),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label=label, slider=True, unit=unit, advanced=advanced),
    )


def aspect_ratio(default: str = "1:1") -> ParameterSpec:
    shapes = {ratio: f"{ratio} {_shape(*sides)}" for ratio, sides in ASPECT_RATIOS.items()}
    return choice("aspect_ratio", "Aspect ratio", shapes, default, "Width to height.")


def size(default: int = 768, maximum: int = 2048) -> ParameterSpec:
    hint = "The longer edge. Larger takes longer."
    return whole("size", "Size", (256, maximum), default, hint, step=64, unit="px")


def style(default: str = "poster") -> ParameterSpec:
    return choice("style", "Style", STYLES, default, "How the picture is finished.")


def steps() -> ParameterSpec:
    hint = "How much detail is drawn: 1 is bare, 60 is rich."
    return whole("steps", "Steps", (1, 60), 24, hint, advanced=True)


def guidance() -> ParameterSpec:
    hint = "Contrast and strength of colour: 0 is pale, 10 is strong."
    return number("guidance", "Guidance", (0, 10), 4, hint, advanced=True)


def outputs(label: str) -> ParameterSpec:
    hint = "How many to make in one generation; each next one uses the next seed."
    spec = whole("outputs", label, (1, 4), 1, hint, advanced=True)
    return ParameterSpec(**{**vars(spec), "role": Role.OUTPUTS})


def seed() -> ParameterSpec:
    return ParameterSpec(
        "seed",
        ParameterType.INTEGER,
        hint="The same seed with the same words gives the same result. Blank: chosen for you, and returned.",
        rules=ValidationRules(minimum=0, maximum=2**32 - 1),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label="Seed", placeholder="random"),
        role=Role.SEED,
    )


def dimensions(ratio: str, long_edge: int) -> tuple[int, int]:
    """Give width and height in pixels, both even, for an aspect ratio and the longer edge."""
    across, down = ASPECT_RATIOS[ratio]
    short = round(long_edge * min(across, down) / max(across, down) / 2) * 2
    return (long_edge, short) if across >= down else (short, long_edge)


def _shape(across: int, down: int) -> str:
    return "square" if across == down else "landscape" if across > down else "portrait"
