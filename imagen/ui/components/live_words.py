"""Words that change often, such as what runs and what was just made.

An element's own update has the browser compare every element of the page; these are drawn by themselves.
"""

from __future__ import annotations

from typing import TypedDict

from nicegui import ui


class Words(TypedDict, total=False):
    """A piece of what is shown: `strong` stands out after `text`; `spoken=False` hides it from screen readers."""

    text: str
    strong: str
    classes: str
    spoken: bool


class LiveWords(ui.element, component="imagen_live_words.js"):
    """A line of pieces; nothing is sent while they stay the same."""

    def __init__(self, *pieces: Words, tag: str = "span", classes: str = "") -> None:
        super().__init__()
        self._pieces: list[Words] = []
        self.props.update({"tag": tag, "initial": []})
        if classes:
            self.classes(classes)
        self._keep(list(pieces))

    def show(self, *pieces: Words) -> None:
        """Show other pieces."""
        if list(pieces) != self._pieces:
            self._keep(list(pieces))
            self.run_method("show", self._pieces)

    def say(self, words: str) -> None:
        """Show one piece of plain words, or nothing."""
        self.show(*([Words(text=words)] if words else []))

    def _keep(self, pieces: list[Words]) -> None:
        self._pieces = pieces
        with self.props.suspend_updates():
            self.props["initial"] = pieces
            self.props["text"] = " ".join(
                f"{piece.get('text', '')} {piece.get('strong', '')}".strip() for piece in pieces
            )
