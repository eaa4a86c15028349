"""Reads a prompt word by word into a Scene: a colour, size or number goes with the next thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.things.catalogue import THING_WORDS
from imagen.providers.sketch.scene import RGB, Scene, Subject
from imagen.providers.sketch.vocabulary import (
    COLOURS,
    FILLERS,
    MOODS,
    NEGATIONS,
    NUMBERS,
    PHRASES,
    PLACES,
    SEASONS,
    SHADES,
    SIZES,
    TIMES,
    WEATHERS,
)

MAX_SUBJECTS = 8
MAX_COUNT = 12
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*", re.UNICODE)
_IRREGULAR = {
    "mice": "mouse",
    "geese": "goose",
    "wolves": "wolf",
    "leaves": "leaf",
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "oxen": "ox",
}


def read_scene(prompt: str, negative: str = "") -> Scene:
    """Read a prompt and what is to be left out of its picture."""
    reader = _Reader()
    words = _words(prompt)
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word in SHADES and _known(following) in COLOURS:
            reader.shade = SHADES[word]
        else:
            reader.take(word)
    return _without(reader.scene(prompt), _read_banned(negative, reader.banned))


def _words(text: str) -> list[str]:
    lowered = text.casefold().replace("’", "'")
    for phrase, word in PHRASES.items():
        lowered = re.sub(rf"\b{phrase}(s?)\b", rf"{word}\1", lowered)
    return _WORD.findall(lowered)


def _known(word: str) -> str:
    """Bring a word into the form the vocabulary has, if it has any: without plural endings."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    forms = [word, word[:-3] + "y" if word.endswith("ies") else word, word.removesuffix("s"), word.removesuffix("es")]
    return next((form for form in forms if form in _ALL), word)


_ALL = frozenset().union(
    COLOURS, TIMES, SEASONS, WEATHERS, PLACES, MOODS, SIZES, NUMBERS, NEGATIONS, FILLERS, THING_WORDS
)


@dataclass
class _Reader:
    """Goes through the words once, holding colours, sizes and numbers until their thing comes."""

    subjects: list[Subject] = field(default_factory=list)
    colours: list[RGB] = field(default_factory=list)
    spare: list[RGB] = field(default_factory=list)
    count: int = 1
    size: float = 1.0
    shade: float = 1.0
    negated: bool = False
    place: str = ""
    time: str = ""
    season: str = ""
    place_colour: RGB | None = None
    weather: set[str] = field(default_factory=set)
    moods: set[str] = field(default_factory=set)
    banned: set[str] = field(default_factory=set)
    strangers: list[str] = field(default_factory=list)

    def take(self, raw: str) -> None:
        word = _known(raw)
        if word in NEGATIONS:
            self.negated = True
        elif word in COLOURS:
            self.colours.append(_shaded(COLOURS[word], self.shade))
            self.shade = 1.0
        elif word in NUMBERS:
            self.count = NUMBERS[word]
        elif raw.isascii() and raw.isdigit() and len(raw) < 3:
            self.count = max(1, min(int(raw), MAX_COUNT))
        elif word in SIZES:
            self.size *= SIZES[word]
        elif word in THING_WORDS:
            self._take_thing(word, plural=word != raw)
        elif not self._take_setting(word) and word not in FILLERS:
            self.strangers.append(raw)

    def _take_thing(self, word: str, *, plural: bool) -> None:
        if self.negated:
            self.banned.add(THING_WORDS[word])
        elif len(self.subjects) < MAX_SUBJECTS:
            count = 3 if plural and self.count == 1 else self.count
            colour, accent = ([*self.colours, None, None])[:2]
            self.subjects.append(Subject(THING_WORDS[word], colour, accent, count, max(0.3, min(self.size, 2.0))))
        self.colours = []
        self._reset()

    def _take_setting(self, word: str) -> bool:
        """Take a word for place, time, season, weather or mood; a negated one is banned instead."""
        taken = False
        for table, setter in ((PLACES, self._set_place), (TIMES, self._set_time), (SEASONS, self._set_season)):
            if word in table:
                taken = True
                self._ban_or(setter, table[word])
        for words, known in ((WEATHERS, self.weather), (MOODS, self.moods)):
            if word in words:
                taken = True
                self._ban_or(known.add, words[word])
        if taken:
            self._reset()
        return taken

    def _ban_or(self, setter: object, meaning: str) -> None:
        if self.negated:
            self.banned.add(meaning)
        elif callable(setter):
            setter(meaning)

    def _set_place(self, place: str) -> None:
        if not self.place or self.place == "sky":
            self.place = place
            self.place_colour = self.colours[0] if self.colours and place != "sky" else None
            self.colours = self.colours[1:] if self.place_colour else self.colours

    def _set_time(self, time: str) -> None:
        self.time = self.time or time

    def _set_season(self, season: str) -> None:
        self.season = self.season or season

    def _reset(self) -> None:
        self.spare += self.colours
        self.colours, self.count, self.size, self.negated = [], 1, 1.0, False

    def scene(self, text: str) -> Scene:
        self.spare += self.colours
        return Scene(
            subjects=tuple(self.subjects),
            place=self.place,
            time=self.time,
            season=self.season,
            weather=frozenset(self.weather),
            moods=frozenset(self.moods),
            tint=self.spare[0] if self.spare else None,
            place_colour=self.place_colour,
            strangers=tuple(self.strangers),
            text=text,
        )


def _shaded(colour: RGB, shade: float) -> RGB:
    """Make a colour darker below 1 and lighter above."""
    return mix(colour, (0, 0, 0), 1 - shade) if shade < 1 else mix(colour, (255, 255, 255), (shade - 1) * 1.4)


@dataclass(frozen=True)
class _Banned:
    meanings: frozenset[str]
    colours: frozenset[RGB]


def _read_banned(negative: str, already: set[str]) -> _Banned:
    """Collect everything a negative prompt names, whatever kind of word it is."""
    meanings, colours = set(already), set()
    for raw in _words(negative):
        word = _known(raw)
        meanings |= {table[word] for table in (THING_WORDS, PLACES, TIMES, SEASONS, WEATHERS, MOODS) if word in table}
        if word in COLOURS:
            colours.add(COLOURS[word])
    return _Banned(frozenset(meanings), frozenset(colours))


def _without(scene: Scene, banned: _Banned) -> Scene:
    """Take the banned things, colours, weather and settings out of a scene."""

    def allowed(colour: RGB | None) -> RGB | None:
        return None if colour in banned.colours else colour

    def unless(meaning: str) -> str:
        return "" if meaning in banned.meanings else meaning

    subjects = tuple(
        replace(subject, colour=allowed(subject.colour), accent=allowed(subject.accent))
        for subject in scene.subjects
        if subject.thing not in banned.meanings
    )
    return replace(
        scene,
        subjects=subjects,
        place=unless(scene.place),
        time=unless(scene.time),
        season=unless(scene.season),
        weather=scene.weather - banned.meanings,
        moods=scene.moods - banned.meanings,
        tint=allowed(scene.tint),
        place_colour=allowed(scene.place_colour),
        banned=banned.meanings,
        banned_colours=banned.colours,
    )
