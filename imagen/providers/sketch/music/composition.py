"""Decides what a piece is: scale, tempo, timbre and ambience from words, chords and melody from the seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from imagen.providers.sketch.drawing.chance import stream
from imagen.providers.sketch.scene import Scene

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "eastern": (0, 1, 4, 5, 7, 8, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
}

PROGRESSIONS: tuple[tuple[int, ...], ...] = (
    (0, 4, 5, 3),
    (0, 5, 3, 4),
    (0, 3, 0, 4),
    (5, 3, 0, 4),
    (0, 2, 3, 4),
    (0, 3, 1, 4),
)
RHYTHMS: tuple[tuple[float, ...], ...] = (
    (1, 1, 1, 1),
    (1.5, 0.5, 1, 1),
    (0.5, 0.5, 1, 0.5, 0.5, 1),
    (2, 1, 1),
    (1, 0.5, 0.5, 2),
    (0.5, 0.5, 0.5, 0.5, 1, 1),
    (3, 1),
)

MOOD_SCALES = {
    "sad": "minor",
    "scary": "phrygian",
    "storm": "phrygian",
    "wild": "minor",
    "magic": "lydian",
    "dreamy": "lydian",
    "happy": "major",
    "desert": "eastern",
    "night": "dorian",
    "evening": "dorian",
    "dusk": "dorian",
    "rain": "dorian",
    "winter": "minor",
    "autumn": "mixolydian",
}
TEMPI = {
    "calm": 64,
    "sad": 58,
    "dreamy": 70,
    "scary": 72,
    "night": 70,
    "fog": 66,
    "wild": 148,
    "storm": 138,
    "happy": 128,
    "city": 116,
}
TIMBRES = {
    "night": "bells",
    "snow": "bells",
    "winter": "bells",
    "magic": "bells",
    "calm": "piano",
    "sad": "strings",
    "dreamy": "strings",
    "storm": "strings",
    "space": "synth",
    "city": "synth",
    "street": "synth",
    "scary": "organ",
    "forest": "flute",
    "meadow": "flute",
    "mountain": "flute",
    "happy": "marimba",
    "beach": "marimba",
    "underwater": "marimba",
}
AMBIENCES = {
    "rain": "rain",
    "storm": "rain",
    "wind": "wind",
    "snow": "wind",
    "sea": "waves",
    "beach": "waves",
    "lake": "waves",
}


@dataclass(frozen=True)
class Note:
    """One tone: when and how long in beats, pitch as a MIDI number, loudness 0 to 1, the voice that plays it."""

    start: float
    length: float
    pitch: float
    loudness: float
    voice: str


@dataclass(frozen=True)
class Piece:
    """A whole composition; tempo in beats a minute."""

    notes: tuple[Note, ...]
    tempo: float
    timbre: str
    ambience: str
    seconds: float


def compose(scene: Scene, seed: int, seconds: float, tempo: int | None, timbre: str, voices: int) -> Piece:
    """Write a piece for a scene; a tempo or timbre given goes before what the words suggest."""
    cues = _cues(scene)
    chance = stream(seed, scene.strangeness, "music", *(subject.thing for subject in scene.subjects))
    scale = SCALES[_first(cues, MOOD_SCALES) or ("major", "mixolydian", "lydian", "dorian")[int(chance.integers(4))]]
    usual = int(_first(cues, TEMPI) or 84 + int(chance.integers(30)))
    beats = seconds * (tempo or usual) / 60
    root = 48 + int(chance.integers(12)) - (5 if "scary" in cues or "storm" in cues else 0)
    colour = sum(part for subject in scene.subjects for part in subject.colour or ()) % 7
    chords = PROGRESSIONS[(int(chance.integers(len(PROGRESSIONS))) + colour) % len(PROGRESSIONS)]
    notes = _melody(chance, scale, root + 24, chords, beats)
    for voice, write in enumerate((_bass, _chords, _beat), 2):
        notes += write(scale, root, chords, beats) if voices >= voice else []
    chosen = (
        timbre if timbre != "auto" else _first(cues, TIMBRES) or ("piano", "marimba", "flute")[int(chance.integers(3))]
    )
    return Piece(tuple(notes), tempo or usual, chosen, _first(cues, AMBIENCES), seconds)


def _cues(scene: Scene) -> list[str]:
    """List what a scene means for music, moods before weather before the rest."""
    return [*sorted(scene.moods), *sorted(scene.weather), scene.time, scene.season, scene.place]


def _first(cues: list[str], table: Mapping[str, Any]) -> Any:
    return next((table[cue] for cue in cues if cue in table), "")


def _pitch(scale: tuple[int, ...], root: int, degree: int) -> int:
    return root + 12 * (degree // len(scale)) + scale[degree % len(scale)]


def _melody(
    chance: np.random.Generator, scale: tuple[int, ...], root: int, chords: tuple[int, ...], beats: float
) -> list[Note]:
    """Walk along the scale, landing on tones of the chord at each bar, with two rhythms in turn."""
    patterns = [RHYTHMS[int(index)] for index in chance.integers(len(RHYTHMS), size=2)]
    notes: list[Note] = []
    degree, bar = int(chance.integers(5)), 0
    while bar * 4 < beats:
        chord, at = chords[bar % len(chords)], bar * 4.0
        for place, length in enumerate(patterns[bar % 2]):
            step = int(chance.integers(-2, 3))
            degree = max(-2, min(9, degree + step))
            if place == 0:
                degree = chord + (0, 2, 4)[int(chance.integers(3))] - (7 if chord > 3 else 0)
            if chance.random() > 0.08:
                notes.append(Note(at, length, _pitch(scale, root, degree), 0.55 + 0.2 * chance.random(), "lead"))
            at += length
        bar += 1
    return notes


def _bass(scale: tuple[int, ...], root: int, chords: tuple[int, ...], beats: float) -> list[Note]:
    bars = range(int(beats // 4) + 1)
    low = [
        _pitch(scale, root - 12, chords[bar % len(chords)] - (7 if chords[bar % len(chords)] > 3 else 0))
        for bar in bars
    ]
    return [Note(bar * 4.0 + half, 2, low[bar], 0.5, "bass") for bar in bars for half in (0, 2)]


def _chords(scale: tuple[int, ...], root: int, chords: tuple[int, ...], beats: float) -> list[Note]:
    bars = range(int(beats // 4) + 1)
    tones = [[_pitch(scale, root, chords[bar % len(chords)] + third) for third in (0, 2, 4)] for bar in bars]
    return [Note(bar * 4.0, 4, pitch, 0.24, "pad") for bar in bars for pitch in tones[bar]]


def _beat(scale: tuple[int, ...], root: int, chords: tuple[int, ...], beats: float) -> list[Note]:
    del scale, root, chords
    drums = [Note(float(beat), 0.5, 40, 0.5 if beat % 2 == 0 else 0.0, "drum") for beat in range(int(beats) + 1)]
    hats = [Note(beat + 0.5, 0.25, 90, 0.16, "hat") for beat in range(int(beats) + 1)]
    return [note for note in drums + hats if note.loudness]
