"""Sound: little pieces of music."""

from imagen.providers.base import Model, ModelType
from imagen.providers.sketch.text_to_audio import SketchTextToAudioFactory


class Sound(SketchTextToAudioFactory):
    """Compose a short piece that fits a prompt."""

    position = 40
    model = Model(
        key="sketch:sound",
        provider="sketch",
        name="Sketch Sound",
        type=ModelType.TEXT_TO_AUDIO,
        family="Sketch",
        description="Composes a little piece of music from moods, weather and places. By rules, no AI; free.",
    )
