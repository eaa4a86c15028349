"""Say near the model which filled values it does not take; they stay for models that do."""

from __future__ import annotations

import re

from imagen.domain.parameters import ParameterSetSpec
from imagen.ui import design as d
from imagen.ui.pages.order.state import FormState

_ADDRESS = re.compile(r"(?<=.)_ur[il]s?$")


class KeptNote:
    """A line that is there only while it has something to say."""

    def __init__(self) -> None:
        with d.node("div", "kept-note small", role="status") as self._note:
            d.icon("info")
            self._words = d.text("", tag="p")

    def show(self, state: FormState, spec: ParameterSetSpec) -> None:
        """Name the values of a form that a model does not take."""
        names = [_words(name) for name in state.unknown_to(spec)]
        said = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
        self._words.set_text(f"This model takes no {said}; kept for others." if names else "")
        self._note.set_visibility(bool(names))


def _words(name: str) -> str:
    """Name a parameter of any model within a sentence, the same whether that model's form is at hand or not."""
    return _ADDRESS.sub("", name).replace("_", " ")
