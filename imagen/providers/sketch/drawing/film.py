"""Films a scene: a slow sway of the camera, drifting clouds, falling weather, and things that float and bob."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from imagen.providers.sketch.drawing.chance import stream
from imagen.providers.sketch.drawing.layers import Layer, Sheet
from imagen.providers.sketch.drawing.picture import Frame, lay, paint
from imagen.providers.sketch.drawing.styles import finish
from imagen.providers.sketch.drawing.weather import weather_layers
from imagen.providers.sketch.jobs import Report
from imagen.providers.sketch.scene import Scene

SLACK = 0.1
PAN = 0.06


@dataclass(frozen=True)
class Clip:
    """How long and how smooth a film is, and its style."""

    seconds: float
    fps: int
    style: str

    @property
    def frames(self) -> int:
        return max(1, round(self.seconds * self.fps))


def film(scene: Scene, frame: Frame, clip: Clip, report: Report) -> bytes:
    """Give a WebM film with one VP9 stream. Raises Stopped through `report`."""
    import av

    slack = round(min(frame.width, frame.height) * SLACK)
    sheet = paint(scene, frame, frame.width + 2 * slack, report, 0.12)
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options={"fflags": "+bitexact"}) as container:
        options = {"deadline": "realtime", "cpu-used": "8", "crf": "28", "b": "0", "flags": "+bitexact"}
        video = container.add_stream("libvpx-vp9", rate=clip.fps, options=options)
        video.width, video.height, video.pix_fmt, video.thread_count = frame.width, frame.height, "yuv420p", 1
        for number in range(clip.frames):
            report(0.12 + 0.86 * number / clip.frames, f"frame {number + 1} of {clip.frames}")
            image = _frame(sheet, frame, clip, number, slack)
            picture = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
            container.mux(video.encode(picture))
        container.mux(video.encode())
    return file.getvalue()


def _frame(sheet: Sheet, frame: Frame, clip: Clip, number: int, slack: int) -> Image.Image:
    moment = number / clip.fps
    turn = number / clip.frames * math.tau
    canvas = Image.new("RGBA", (frame.width, frame.height), (0, 0, 0, 255))
    falling = weather_layers(replace(sheet, width=frame.width), moment)
    for layer in (*sheet.behind, *sheet.front):
        x, y = _moved(layer, turn, sheet.unit)
        pan = PAN * sheet.unit * layer.depth * math.sin(turn)
        lay(canvas, layer, round(layer.left - slack + x + pan), round(layer.top + y),
            shadow=clip.style == "papercut" and layer.depth > 0.1)  # fmt: skip
    for layer in falling:
        lay(canvas, layer, layer.left, layer.top)
    chance = stream(frame.seed, sheet.scene.text, "finish")
    return finish(canvas.convert("RGB"), clip.style, frame.guidance, sheet.detail * 0.5, chance)


def _moved(layer: Layer, turn: float, unit: float) -> tuple[float, float]:
    """Give how far a layer is from its place, in pixels; every motion comes back to its start."""
    phase = turn + layer.phase
    wave, quick = math.sin(phase), math.sin(2 * turn + layer.phase)
    moves = {
        "drift": (0.05 * wave, 0.0),
        "float": (0.02 * wave, 0.026 * math.cos(phase)),
        "swim": (0.03 * wave, 0.024 * quick),
        "bob": (0.0, -0.016 * abs(math.sin(turn + layer.phase))),
        "wave": (0.03 * wave, 0.008 * quick),
        "shimmer": (0.02 * quick, 0.0),
        "rise": (0.01 * wave, -0.03 * wave),
    }
    x, y = moves.get(layer.motion, (0.0, 0.0))
    return x * unit, y * unit
