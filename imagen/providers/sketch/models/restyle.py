"""Restyle: another style, light and weather for a picture."""

from imagen.providers.base import Model, ModelType
from imagen.providers.sketch.image_to_image import SketchImageToImageFactory


class Restyle(SketchImageToImageFactory):
    """Finish a given picture in another style."""

    position = 20
    model = Model(
        key="sketch:restyle",
        provider="sketch",
        name="Sketch Restyle",
        type=ModelType.IMAGE_TO_IMAGE,
        family="Sketch",
        description="Gives a picture another style, light and weather, and adds what is named. By rules, no AI; free.",
    )
