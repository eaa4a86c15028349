"""The loudness of a sound over time, gathered frame by frame without keeping the sound."""

from __future__ import annotations

from typing import Any

_SAMPLES_A_PEAK = 64


class Loudness:
    """Collects decoded audio frames of any sample format; loudness goes from 0 to 1."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._peaks: list[Any] = []

    def add(self, frame: Any) -> None:
        """Take the peaks of one frame, all channels together."""
        import numpy as np

        samples = frame.to_ndarray()
        self.seconds += frame.samples / frame.sample_rate
        channels = 1 if frame.format.is_planar else frame.layout.nb_channels
        levels = np.abs(_as_levels(samples)).max(axis=0)
        step = _SAMPLES_A_PEAK * channels
        self._peaks.append(np.maximum.reduceat(levels, np.arange(0, levels.size, step)) if levels.size else levels)

    def peaks(self, count: int) -> list[float]:
        """Sum up the sound in `count` peaks, or in fewer when it is that short."""
        import numpy as np

        peaks = np.nan_to_num(np.concatenate(self._peaks))
        starts = np.unique(np.linspace(0, peaks.size, count, endpoint=False).astype(int))
        return [float(peak) for peak in np.maximum.reduceat(peaks, starts)]


def _as_levels(samples: Any) -> Any:
    import numpy as np

    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128
    if np.issubdtype(samples.dtype, np.integer):
        return samples.astype(np.float32) / np.iinfo(samples.dtype).max
    return samples
