"""The five answers: a row of stars that shows and gives a rating, pressed by the keys 1 to 5."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from imagen.ui.components.elements import Button, text
from imagen.ui.components.live_words import LiveWords

WORDS = ("Failed", "Poor", "Acceptable", "Good", "Excellent")
_NONE = "Not rated"


class RatingButtons(ui.element):
    """Told by place and word, not by colour alone; pressing what is given already takes it back."""

    def __init__(
        self, on_rate: Callable[[int | None], Any], *, keys: bool = True, label: str = "Rating", titled: bool = False
    ) -> None:
        """`titled` writes before the answers what they are; elsewhere it is said when they are pointed at."""
        super().__init__("div")
        self.classes("rating-row")
        self.props.update({"role": "group", "aria-label": label})
        self._on_rate = on_rate
        self._value: int | None = None
        self._buttons: list[Button] = []
        self.props["title"] = label
        with self:
            if titled:
                text("Rating", "rating-title small muted").props["aria-hidden"] = "true"
            for value, word in enumerate(WORDS):
                self._buttons.append(self._answer(value, word, keys=keys))
            self._word = LiveWords({"text": _NONE}, classes="rating-word small")

    @property
    def value(self) -> int | None:
        """What is given, 0 to 4."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show a rating, or that there is none, as is one that no answer stands for."""
        value = value if value is not None and 0 <= value < len(WORDS) else None
        self._value = value
        for place, made in enumerate(self._buttons):
            made.pressed(value == place)
            reached = value is not None and place <= value
            made.classes(add="reached" if reached else "", remove="" if reached else "reached")
        self._word.say(_NONE if value is None else WORDS[value])
        self.props["data-level"] = "" if value is None else WORDS[value].lower()

    def _answer(self, value: int, word: str, *, keys: bool) -> Button:
        spoken = f"{value + 1}, {word}"
        made = Button("", lambda: self._press(value), classes="rating-answer", spoken=spoken, icon="rate")
        made.props["title"] = f"{word} ({value + 1})" if keys else word
        if keys:
            made.props.update({"data-key": str(value + 1), "data-key-label": word})
        return made

    def _press(self, value: int) -> Any:
        wanted = None if value == self._value else value
        self.set_value(wanted)
        return self._on_rate(wanted)
