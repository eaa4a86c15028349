"""Text-to-video models of Sketch: the layers of a scene move against each other, as WebM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.domain.parameters import ParameterSpec
from imagen.providers.sketch import parameters
from imagen.providers.sketch.factory import Commission, SketchProductFactory
from imagen.providers.sketch.jobs import Report


class SketchTextToVideoFactory(SketchProductFactory):
    """Film a drawn scene."""

    parameters: ClassVar[tuple[ParameterSpec, ...]] = (
        parameters.prompt("What is filmed: things, a place, a time of day, weather.", "A blue whale at dusk"),
        parameters.negative_prompt("Things, colours or weather that are left out."),
        parameters.aspect_ratio("16:9"),
        parameters.size(832, 1280),
        parameters.number("duration", "Duration", (1, 10), 3, "How long the clip is; it loops.", step=0.5, unit="s"),
        parameters.whole("fps", "Frames per second", (6, 30), 12, "More is smoother and takes longer."),
        parameters.style(),
        parameters.seed(),
        parameters.steps(),
        parameters.guidance(),
        parameters.outputs("Videos"),
    )

    def make(self, commission: Commission, report: Report) -> bytes:
        from imagen.providers.sketch.drawing.film import Clip, film
        from imagen.providers.sketch.drawing.picture import Frame
        from imagen.providers.sketch.reading import read_scene

        width, height = parameters.dimensions(commission.text("aspect_ratio"), commission.whole("size"))
        frame = Frame(width, height, commission.seed, commission.whole("steps"), commission.number("guidance"))
        clip = Clip(commission.number("duration"), commission.whole("fps"), commission.text("style"))
        scene = read_scene(commission.text("prompt"), commission.text("negative_prompt"))
        return film(scene, frame, clip, report)

    def seconds(self, values: Mapping[str, Any]) -> float:
        width, height = parameters.dimensions(values["aspect_ratio"], values["size"])
        frames = max(1, round(float(values["duration"]) * int(values["fps"])))
        weight = parameters.STYLE_WEIGHTS.get(values["style"], 1.0)
        return 0.2 + frames * width * height / 1e6 * 0.09 * weight * weight
