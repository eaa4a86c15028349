"""What parameters mean whose names differ from model to model and from program to program."""

from __future__ import annotations

import re
from enum import Enum

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec

_SEPARATORS = re.compile(r"[\W_]+")


class Meaning(Enum):
    """A thing that nearly every model has, with the names it goes by, without separators."""

    STEPS = ("steps", "numinferencesteps", "inferencesteps", "numsteps", "samplingsteps", "samplesteps")
    CFG = ("cfg", "cfgscale", "guidancescale", "guidance", "promptguidance")
    SAMPLER = ("sampler", "samplername", "samplemethod", "samplingmethod")
    SCHEDULER = ("scheduler", "schedule", "scheduletype", "noiseschedule")
    SIZE = ("size", "imagesize", "videosize", "resolution")
    ASPECT_RATIO = ("aspectratio", "aspect", "ratio")
    WIDTH = ("width", "imagewidth")
    HEIGHT = ("height", "imageheight")
    LORAS = ("loras", "loraweights")
    STRENGTH = ("strength", "promptstrength", "denoise", "denoisingstrength")
    CLIP_SKIP = ("clipskip",)


def plain_name(name: str) -> str:
    """Give a name without case and separators, and without what it stands in."""
    return _SEPARATORS.sub("", name.rpartition(".")[2]).casefold()


def with_meaning(spec: ParameterSetSpec, meaning: Meaning) -> ParameterSpec | None:
    """Find the parameter that means this, by the names in their order."""
    by_name: dict[str, ParameterSpec] = {}
    for parameter in spec.parameters:
        by_name.setdefault(plain_name(parameter.name), parameter)
    return next((by_name[name] for name in meaning.value if name in by_name), None)
