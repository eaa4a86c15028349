"""The words of the search language that mean more than themselves: keys, fixed values, and other names of parameters."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from imagen.domain.product import ProductOrigin, ProductType


class Key(StrEnum):
    """What can stand before a colon, besides the name of a numeric parameter."""

    MODEL = "model"
    PROVIDER = "provider"
    FAMILY = "family"
    TYPE = "type"
    PROJECT = "project"
    COLLECTION = "collection"
    TAG = "tag"
    ORDER = "order"
    VERSION = "version"
    EXPERIMENT = "experiment"
    ORIGIN = "origin"
    IS = "is"
    RATING = "rating"
    DATE = "date"
    SIZE = "size"
    WIDTH = "width"
    HEIGHT = "height"
    LENGTH = "length"


class Flag(StrEnum):
    """What a product can be, after `is:`."""

    LIKED = "liked"
    RATED = "rated"
    UNRATED = "unrated"
    BLOCKED = "blocked"
    MISSING = "missing"
    UNCHECKED = "unchecked"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    COLLECTED = "collected"
    NOTED = "noted"
    USED = "used"


class Rating(IntEnum):
    """The five answers, worst first."""

    FAILED = 0
    POOR = 1
    ACCEPTABLE = 2
    GOOD = 3
    EXCELLENT = 4


class Orientation(StrEnum):
    """The shape of a picture or video."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"


LIKED = "liked"
"""The one flag that needs no `is:` before it."""

OR = "OR"
NONE = "none"
"""As a project, tag or collection: without any."""

RATINGS = tuple(rating.name.lower() for rating in Rating)
FIXED_VALUES: dict[Key, tuple[str, ...]] = {
    Key.TYPE: tuple(each.value for each in ProductType),
    Key.ORIGIN: tuple(each.value for each in ProductOrigin),
    Key.IS: tuple(each.value for each in Flag),
    Key.RATING: RATINGS,
    Key.SIZE: tuple(each.value for each in Orientation),
}
MEASURED = frozenset({Key.RATING, Key.WIDTH, Key.HEIGHT, Key.LENGTH})
"""Keys whose values are numbers or have an order."""

NAMED = (
    Key.MODEL,
    Key.PROVIDER,
    Key.FAMILY,
    Key.PROJECT,
    Key.COLLECTION,
    Key.TAG,
    Key.ORDER,
    Key.VERSION,
    Key.EXPERIMENT,
)
"""Keys whose values are names that somebody gave."""

EXAMPLES: dict[Key, str] = {
    Key.MODEL: "sketch",
    Key.PROVIDER: "sketch",
    Key.FAMILY: "flux",
    Key.TYPE: "image",
    Key.PROJECT: "none",
    Key.COLLECTION: "none",
    Key.TAG: "none",
    Key.ORDER: "1",
    Key.VERSION: "1",
    Key.EXPERIMENT: "1",
    Key.ORIGIN: "imported",
    Key.IS: "liked",
    Key.RATING: ">=good",
    Key.DATE: "today",
    Key.SIZE: "portrait",
    Key.WIDTH: ">=1024",
    Key.HEIGHT: ">=1024",
    Key.LENGTH: ">10s",
}

EXPLAINED: dict[Key, str] = {
    Key.MODEL: "made by this model",
    Key.PROVIDER: "made at this provider",
    Key.FAMILY: "made by a model of this family",
    Key.TYPE: "image, video, audio",
    Key.PROJECT: "in this project",
    Key.COLLECTION: "in this collection",
    Key.TAG: "with this tag",
    Key.ORDER: "from the order of this number",
    Key.VERSION: "from this prompt version",
    Key.EXPERIMENT: "from this experiment",
    Key.ORIGIN: "generated, imported, edited",
    Key.IS: "liked, unrated, blocked, …",
    Key.RATING: "as good as this, or better",
    Key.DATE: "a day, a month, today, 7d, a..b",
    Key.SIZE: "portrait, 1024x1024, >2mp, >5mb",
    Key.WIDTH: "in pixels",
    Key.HEIGHT: "in pixels",
    Key.LENGTH: "of a video or sound, as 10s or 2min",
}

FIGURES: dict[str, tuple[str, ...]] = {
    "seed": ("seed",),
    "steps": ("steps", "num_inference_steps", "num_steps", "inference_steps", "sampling_steps"),
    "cfg": ("cfg", "cfg_scale", "cfgscale", "guidance", "guidance_scale", "scale"),
    "strength": ("strength", "prompt_strength", "denoise", "denoising_strength", "image_prompt_strength"),
    "fps": ("fps", "frames_per_second", "frame_rate"),
}
"""Numeric parameters that go by many names at providers and in files."""


def figure_names(name: str) -> tuple[str, ...]:
    """Give all names, folded, that a numeric parameter may go by."""
    return FIGURES.get(name, (name,))
