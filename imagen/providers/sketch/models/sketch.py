"""Sketch: the plain illustrator."""

from imagen.providers.base import Model, ModelType
from imagen.providers.sketch.text_to_image import SketchTextToImageFactory


class Sketch(SketchTextToImageFactory):
    """Draw an illustration of what a prompt names."""

    position = 10
    model = Model(
        key="sketch:sketch",
        provider="sketch",
        name="Sketch",
        type=ModelType.TEXT_TO_IMAGE,
        family="Sketch",
        description="Draws an illustration of the things, places, times and weather it knows. By rules, no AI; free.",
    )
