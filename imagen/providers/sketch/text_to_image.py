"""Text-to-image models of Sketch: a prompt becomes a scene, and the scene a PNG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.domain.parameters import ParameterSpec
from imagen.providers.sketch import parameters
from imagen.providers.sketch.factory import Commission, SketchProductFactory
from imagen.providers.sketch.jobs import Report


class SketchTextToImageFactory(SketchProductFactory):
    """Draw a still picture from words."""

    parameters: ClassVar[tuple[ParameterSpec, ...]] = (
        parameters.prompt(
            "Name things, colours, a place, a time of day, the weather. Words it does not know change the mood.",
            "A red dog at dawn",
        ),
        parameters.negative_prompt("Things, colours or weather that are left out."),
        parameters.aspect_ratio(),
        parameters.size(),
        parameters.style(),
        parameters.seed(),
        parameters.steps(),
        parameters.guidance(),
        parameters.outputs("Pictures"),
    )

    def make(self, commission: Commission, report: Report) -> bytes:
        from imagen.providers.sketch.drawing.files import png
        from imagen.providers.sketch.drawing.picture import Frame, draw_picture
        from imagen.providers.sketch.reading import read_scene

        width, height = parameters.dimensions(commission.text("aspect_ratio"), commission.whole("size"))
        frame = Frame(width, height, commission.seed, commission.whole("steps"), commission.number("guidance"))
        scene = read_scene(commission.text("prompt"), commission.text("negative_prompt"))
        return png(draw_picture(scene, frame, commission.text("style"), report))

    def seconds(self, values: Mapping[str, Any]) -> float:
        width, height = parameters.dimensions(values["aspect_ratio"], values["size"])
        weight = parameters.STYLE_WEIGHTS.get(values["style"], 1.0)
        return 0.05 + width * height / 1e6 * (0.14 + 0.001 * int(values["steps"])) * weight
