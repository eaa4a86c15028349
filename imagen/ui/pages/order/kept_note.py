"""Say near the model which filled values did not go along when it was changed; they stay for models that take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import differs
from imagen.ui.pages.order.state import is_blank

_FEW = 4


class KeptNote:
    """A line about the change that was just made; there only while it has something to say."""

    def __init__(self) -> None:
        with d.node("div", "kept-note small", role="status") as self._note:
            d.icon("info")
            self._words = d.text("", tag="p")
        self.clear()

    def tell(self, labels: Sequence[str]) -> None:
        """Name what the model before took and this one does not."""
        self._words.set_text(left_behind(labels))
        self._note.set_visibility(bool(labels))

    def clear(self) -> None:
        """Say nothing any more."""
        self.tell(())


def not_taken(before: ParameterSetSpec, now: ParameterSetSpec, values: Mapping[str, Any]) -> list[str]:
    """Label the values that one model took and another does not, without those that say no more than a blank field."""
    gone: Iterable[ParameterSpec] = (p for p in before.parameters if now.get(p.name) is None)
    return list(dict.fromkeys(p.label for p in gone if _says_something(p, values.get(p.name))))


def unknown_labels(spec: ParameterSetSpec, values: Mapping[str, Any]) -> list[str]:
    """Label the filled values that a model does not know, where no other model's form tells their labels."""
    unknown = (name for name, value in values.items() if spec.get(name) is None and not is_blank(value))
    return [name.replace("_", " ").capitalize() for name in unknown]


def left_behind(labels: Sequence[str]) -> str:
    """Write the sentence about values that did not go along; nothing where all did."""
    if not labels:
        return ""
    named = ", ".join(labels[:_FEW]) + (" and more" if len(labels) > _FEW else "")
    returning = "It comes back" if len(labels) == 1 else "They come back"
    return f"Not carried over: {named}. {returning} with a model that takes {'it' if len(labels) == 1 else 'them'}."


def _says_something(parameter: ParameterSpec, value: Any) -> bool:
    return not is_blank(value) and (parameter.is_media or parameter.role is not None or differs(parameter, value))
