"""Say near the model which filled values did not go along when it was changed; they stay for models that take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.domain.reused_parameters import LeftOut
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import differs
from imagen.ui.pages.order.state import is_blank

_FEW = 4
_MOST_LEFT_OUT = 8
_LONGEST_VALUE = 40


class KeptNote:
    """A line about the change that was just made; there only while it has something to say."""

    def __init__(self) -> None:
        with d.node("div", "kept-note small", role="status") as self._note:
            d.icon("info")
            self._words = d.text("", "grow", tag="p")
            self._other = d.button("Another model…", self._choose_other, kind="link", small=True)
        self._choose: Callable[[], Any] | None = None
        self.clear()

    def tell(self, labels: Sequence[str]) -> None:
        """Name what the model before took and this one does not."""
        self._say(left_behind(labels))

    def tell_left_out(self, model: str, left_out: Sequence[LeftOut], choose: Callable[[], Any]) -> None:
        """Name what a file says and the model does not take; `choose()` lets another one be chosen for it."""
        self._say(without_place(model, left_out), choose)

    def _say(self, words: str, choose: Callable[[], Any] | None = None) -> None:
        self._choose = choose
        self._words.set_text(words)
        self._other.set_visibility(choose is not None)
        self._note.set_visibility(bool(words))

    def _choose_other(self) -> Any:
        return self._choose() if self._choose is not None else None

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


def without_place(model: str, left_out: Sequence[LeftOut]) -> str:
    """Write the sentence about what a file says and a model does not take; nothing where it takes all."""
    if not left_out:
        return ""
    named = [_named(one) for one in left_out[:_MOST_LEFT_OUT]]
    more = len(left_out) - len(named)
    return f"{model} does not take: {', '.join(named)}{f' and {more} more' if more else ''}."


def _named(one: LeftOut) -> str:
    """Name one thing with its value, and why where the model has a place for it."""
    value = str(one.value)
    short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE].rstrip()}…"
    why = "" if one.reason.startswith("This model") else f" ({one.reason.rstrip('.')})"
    return f"{one.name} {short}{why}" if one.value not in (None, "") else f"{one.name}{why}"


def _says_something(parameter: ParameterSpec, value: Any) -> bool:
    return not is_blank(value) and (parameter.is_media or parameter.role is not None or differs(parameter, value))
