"""A part of the form that opens and closes; closed, it still says what is set in it."""

from __future__ import annotations

from imagen.ui import design as d


class Section:
    """Enter it with `with section.element:` to fill it."""

    def __init__(self, title: str, *, opened: bool = False, classes: str = "") -> None:
        self._title = title
        self.element = d.node("details", f"fold {classes}", open=True if opened else None)
        with self.element, d.node("summary", "fold-head"):
            d.text(title, "fold-title")
            self._said = d.text("", "fold-said")

    def say(self, *parts: str) -> None:
        """Say in a few words what is set inside; nothing where all is as it comes."""
        said = " · ".join(filter(None, parts))
        self._said.set_text(f"· {said}" if said else "")
