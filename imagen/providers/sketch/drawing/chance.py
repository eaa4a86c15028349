"""Chance that is the same on every machine: named streams of random numbers from a seed, and noise made of them."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]


def stream(*parts: object) -> np.random.Generator:
    """Give the random numbers that belong to a name; other names give other numbers, call order does not matter."""
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def waves(chance: np.random.Generator, positions: Floats, lowest: float, octaves: int) -> Floats:
    """Sum sines of rising frequency into a smooth line between about -1 and 1; positions in picture widths."""
    line = np.zeros_like(positions)
    total = 0.0
    for octave in range(octaves):
        share = 0.55**octave
        frequency = lowest * 1.9**octave * (0.8 + 0.4 * chance.random())
        line += share * np.sin(2 * np.pi * (frequency * positions + chance.random()))
        total += share
    return line / total


def cloth(chance: np.random.Generator, size: tuple[int, int], cell: float) -> Bytes:
    """Give smooth two-dimensional noise of 0 to 255 with features of about `cell` pixels; shape height × width."""
    across, down = max(2, round(size[0] / cell) + 2), max(2, round(size[1] / cell) + 2)
    small = chance.integers(0, 256, (down, across), dtype=np.uint8)
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC))
