"""Plays a composition: tones from sums of sines, drums and ambience from noise, a little room, and a WAV file."""

from __future__ import annotations

import io
import wave

import numpy as np

from imagen.providers.sketch.drawing.chance import Floats, stream
from imagen.providers.sketch.jobs import Report
from imagen.providers.sketch.music.composition import Note, Piece

RATE = 44_100

# partials as (multiple, share), attack and decay in seconds
TIMBRES: dict[str, tuple[tuple[tuple[float, float], ...], float, float]] = {
    "piano": (((1, 1.0), (2, 0.42), (3, 0.18), (4, 0.1), (5.01, 0.05)), 0.004, 0.55),
    "marimba": (((1, 1.0), (3.93, 0.25), (9.2, 0.06)), 0.002, 0.22),
    "bells": (((1, 1.0), (2.76, 0.5), (5.4, 0.22), (8.93, 0.08)), 0.002, 0.9),
    "strings": (((1, 1.0), (2, 0.5), (3, 0.34), (4, 0.2), (5, 0.12), (6, 0.08)), 0.16, 3.0),
    "flute": (((1, 1.0), (2, 0.16), (3, 0.05)), 0.06, 2.2),
    "organ": (((1, 1.0), (2, 0.6), (3, 0.2), (4, 0.35), (8, 0.1)), 0.02, 9.0),
    "synth": (((1, 1.0), (2, 0.5), (3, 0.33), (4, 0.25), (5, 0.2), (7, 0.14)), 0.01, 0.8),
}
PAD = (((1.0, 1.0), (1.004, 0.8), (2.0, 0.2)), 0.3, 6.0)
BASS = (((1.0, 1.0), (2.0, 0.3)), 0.01, 0.9)


def play(piece: Piece, seed: int, report: Report) -> bytes:
    """Give a 16-bit stereo WAV file. Raises Stopped through `report`."""
    total = round(piece.seconds * RATE)
    sides = np.zeros((2, total))
    for number, note in enumerate(piece.notes):
        if number % 2 == 0:
            report(0.05 + 0.75 * number / len(piece.notes), "playing")
        _add(sides, note, piece, number)
    report(0.82, "mixing")
    if piece.ambience:
        sides += _ambience(piece.ambience, total, seed)
    return _wav(_faded(_room(sides)))


def _add(sides: Floats, note: Note, piece: Piece, number: int) -> None:
    beat = 60 / piece.tempo
    start = round(note.start * beat * RATE)
    if start >= sides.shape[1]:
        return
    sound = _sound(note, piece, note.length * beat)[: sides.shape[1] - start] * note.loudness
    right = {"bass": 0.5, "drum": 0.5, "hat": 0.7, "pad": 0.3 + 0.2 * (number % 3)}.get(note.voice, 0.56)
    sides[0, start : start + len(sound)] += sound * (1 - right)
    sides[1, start : start + len(sound)] += sound * right


def _sound(note: Note, piece: Piece, seconds: float) -> Floats:
    if note.voice == "drum":
        time = np.arange(round(0.3 * RATE)) / RATE
        return np.asarray(np.sin(2 * np.pi * (48 * time + 5 * (1 - np.exp(-time * 30)))) * np.exp(-time * 14))
    if note.voice == "hat":
        noise = stream("hat", note.start).random(round(0.07 * RATE)) - 0.5
        return np.asarray(np.diff(noise, prepend=0) * np.exp(-np.arange(len(noise)) / RATE * 70))
    partials, attack, decay = {"pad": PAD, "bass": BASS}.get(note.voice, TIMBRES[piece.timbre])
    return _tone(440 * 2 ** ((note.pitch - 69) / 12), seconds, partials, attack, decay)


def _tone(
    pitch: float, seconds: float, partials: tuple[tuple[float, float], ...], attack: float, decay: float
) -> Floats:
    """Give one tone with its ring; high partials die sooner."""
    time = np.arange(round((seconds + 0.25) * RATE)) / RATE
    tone = np.zeros_like(time)
    for multiple, share in partials:
        if pitch * multiple < RATE * 0.4:
            tone += share * np.sin(2 * np.pi * pitch * multiple * time) * np.exp(-time * (0.6 + 0.4 * multiple) / decay)
    shape = np.minimum(time / attack, 1) * np.clip((seconds + 0.25 - time) / 0.25, 0, 1)
    return np.asarray(tone * shape / sum(share for _, share in partials))


def _ambience(kind: str, total: int, seed: int) -> Floats:
    """Give rain, wind or waves, with sides of their own."""
    time = np.arange(total) / RATE
    sides = np.zeros((2, total))
    for side in range(2):
        noise = stream(seed, "ambience", side).random(total) - 0.5
        if kind == "rain":
            sides[side] = (_smooth(noise, 3) - _smooth(noise, 40)) * 0.16
        elif kind == "wind":
            sides[side] = _smooth(noise, 90) * (0.7 + 0.5 * np.sin(2 * np.pi * 0.17 * time + side)) * 0.9
        else:
            sides[side] = _smooth(noise, 24) * (0.5 + 0.5 * np.sin(2 * np.pi * 0.14 * time)) ** 2 * 0.6
    return sides


def _smooth(noise: Floats, span: int) -> Floats:
    total = np.cumsum(np.concatenate((np.zeros(span), noise)))
    return np.asarray((total[span:] - total[:-span]) / span)


def _room(sides: Floats) -> Floats:
    """Add echoes that cross the sides."""
    wet = sides.copy()
    for delay, share in ((0.031, 0.22), (0.053, 0.18), (0.089, 0.14), (0.137, 0.1), (0.211, 0.07)):
        shift = round(delay * RATE)
        if shift < sides.shape[1]:
            wet[:, shift:] += sides[::-1, :-shift] * share
    return wet


def _faded(sides: Floats) -> Floats:
    """Bring the piece to full level, and let it end softly."""
    total = sides.shape[1]
    fade = min(total, round(1.2 * RATE))
    sides[:, total - fade :] *= np.linspace(1, 0, fade) ** 1.5
    peak = float(np.abs(sides).max()) or 1.0
    return np.asarray(sides * (0.88 / peak))


def _wav(sides: Floats) -> bytes:
    samples = np.round(sides.T * 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()
