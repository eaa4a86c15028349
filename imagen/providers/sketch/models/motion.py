"""Motion: short looping clips of drawn scenes."""

from imagen.providers.base import Model, ModelType
from imagen.providers.sketch.text_to_video import SketchTextToVideoFactory


class Motion(SketchTextToVideoFactory):
    """Film an illustration."""

    position = 30
    model = Model(
        key="sketch:motion",
        provider="sketch",
        name="Sketch Motion",
        type=ModelType.TEXT_TO_VIDEO,
        family="Sketch",
        description="Makes a short looping clip of a drawn scene, with moving clouds, water and weather. By rules, no AI; free.",
    )
