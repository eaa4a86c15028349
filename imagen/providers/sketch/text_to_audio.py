"""Text-to-audio models of Sketch: a prompt's mood becomes a little piece of music, as WAV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from imagen.domain.parameters import ParameterSpec
from imagen.providers.sketch import parameters
from imagen.providers.sketch.factory import Commission, SketchProductFactory
from imagen.providers.sketch.jobs import Report

INSTRUMENTS = {
    "auto": "Chosen by the words",
    "piano": "Piano",
    "marimba": "Marimba",
    "bells": "Bells",
    "strings": "Strings",
    "flute": "Flute",
    "organ": "Organ",
    "synth": "Synthesiser",
}


def _tempo() -> ParameterSpec:
    hint = "Beats a minute. Blank: chosen by the words."
    spec = parameters.whole("tempo", "Tempo", (40, 200), 100, hint, unit="bpm")
    return replace(spec, default=None, ui=replace(spec.ui, slider=False, placeholder="by the words"))


class SketchTextToAudioFactory(SketchProductFactory):
    """Compose and play a short piece."""

    parameters: ClassVar[tuple[ParameterSpec, ...]] = (
        parameters.prompt("Moods, weather, places and times choose scale, tempo and sound.", "A calm night by the sea"),
        parameters.negative_prompt("Moods, weather or places that are not heard."),
        parameters.number("duration", "Duration", (2, 60), 8, "How long the piece is.", step=0.5, unit="s"),
        _tempo(),
        parameters.choice("instrument", "Instrument", INSTRUMENTS, "auto", "What plays the melody."),
        parameters.seed(),
        parameters.whole("voices", "Voices", (1, 4), 3, "Melody, then bass, chords and a beat.", advanced=True),
        parameters.outputs("Sounds"),
    )

    def make(self, commission: Commission, report: Report) -> bytes:
        from imagen.providers.sketch.music.composition import compose
        from imagen.providers.sketch.music.playing import play
        from imagen.providers.sketch.reading import read_scene

        scene = read_scene(commission.text("prompt"), commission.text("negative_prompt"))
        tempo = commission.values.get("tempo")
        piece = compose(
            scene,
            commission.seed,
            commission.number("duration"),
            int(tempo) if tempo is not None else None,
            commission.text("instrument"),
            commission.whole("voices"),
        )
        return play(piece, commission.seed, report)

    def seconds(self, values: Mapping[str, Any]) -> float:
        return 0.08 + float(values["duration"]) * 0.004 * int(values["voices"])
