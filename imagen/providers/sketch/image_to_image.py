"""Image-to-image models of Sketch: a picture is graded, given things and weather, and finished in another style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.domain.errors import Rejected
from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType, Role, UIHints
from imagen.providers.base import PreparedRequest
from imagen.providers.sketch import parameters
from imagen.providers.sketch.factory import Commission, SketchProductFactory
from imagen.providers.sketch.jobs import Report

IMAGE = ParameterSpec(
    "image",
    ParameterType.IMAGE,
    required=True,
    hint="The picture to work on.",
    interpolation=Interpolation.VALUES,
    ui=UIHints(label="Image"),
    role=Role.INPUT,
)


class SketchImageToImageFactory(SketchProductFactory):
    """Change a picture by words and style."""

    parameters: ClassVar[tuple[ParameterSpec, ...]] = (
        IMAGE,
        parameters.prompt(
            "A time of day, weather or mood changes the light; things that are named are put into the picture.",
            "at dusk in the rain",
            required=False,
        ),
        parameters.negative_prompt("Things, colours or weather that are not added."),
        parameters.style("watercolour"),
        parameters.number("strength", "Strength", (0, 1), 0.8, "0 keeps the picture, 1 changes it fully.", step=0.05),
        parameters.size(),
        parameters.seed(),
        parameters.steps(),
        parameters.guidance(),
        parameters.outputs("Pictures"),
    )

    def check_inputs(self, prepared: PreparedRequest) -> None:
        commission = Commission(prepared.actual_parameters, prepared.inputs, 0)
        self._input(commission)

    def make(self, commission: Commission, report: Report) -> bytes:
        from imagen.providers.sketch.drawing.files import png
        from imagen.providers.sketch.drawing.picture import Frame
        from imagen.providers.sketch.drawing.restyling import restyle
        from imagen.providers.sketch.reading import read_scene

        image = self._input(commission)
        report(0.2, "reading")
        width, height = image.size
        frame = Frame(width, height, commission.seed, commission.whole("steps"), commission.number("guidance"))
        scene = read_scene(commission.text("prompt"), commission.text("negative_prompt"))
        return png(restyle(image, scene, frame, commission.text("style"), commission.number("strength"), report))

    def seconds(self, values: Mapping[str, Any]) -> float:
        weight = parameters.STYLE_WEIGHTS.get(values["style"], 1.0)
        return 0.1 + int(values["size"]) ** 2 / 1e6 * (0.14 + 0.001 * int(values["steps"])) * weight

    def _input(self, commission: Commission) -> Any:
        """Open the picture to work on. Raises Rejected."""
        from imagen.providers.sketch.drawing.files import open_picture

        file = commission.input("image")
        if file is None:
            raise Rejected("There is no picture to work on.", "Choose an image.")
        return open_picture(file.path, commission.whole("size"))
