"""Fields of a form: a label, what is at its right (count, limits), the control, and below it the hint and the error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from nicegui import ui

from imagen.ui.components.elements import Handler, Text, icon, node


class Field(ui.element):
    """The frame around one control; enter it with `with` and create the control inside."""

    def __init__(
        self,
        label: str,
        *,
        count: str = "",
        limits: str = "",
        hint: str = "",
        error: str = "",
        classes: str = "",
        more: str = "",
        tip: str = "",
    ) -> None:
        super().__init__("div")
        self.classes(f"field {classes}")
        self.label = label
        with self.default_slot:
            with node("div", "field-head"):
                with node("div", "field-name"):
                    self._label = Text(label, "label")
                    if more:
                        _help(label, more)
                self.side = node("div", "field-side")
            with self.side:
                self._limits = Text(limits, "span", "field-limits")
                self._count = Text("", "span", "field-count")
            self.body = node("div", "field-body")
            self._hint = Text(hint or more, "div", "field-hint" if hint else "sr-only")
            if tip:
                Text(tip, "div", "field-tip")
            self._error = node("div", "field-error", role="alert")
            with self._error:
                icon("warning")
                self._error_text = Text("", "span")
        self._hint.set_visibility(bool(hint or more))
        self.set_count(count)
        self.set_error(error)

    def __enter__(self) -> Self:
        self.body.__enter__()
        return self

    def __exit__(self, *details: BaseException | type[BaseException] | TracebackType | None) -> None:
        self.body.__exit__(*details)
        control = next(iter(self.body.default_slot.children), None)
        if control is not None:
            self._bind(control)

    def _bind(self, control: ui.element) -> None:
        if isinstance(control, ui.input | ui.number | ui.select | ui.textarea):
            control.props["for"] = control.html_id
            self._label.props["for"] = control.html_id
        if isinstance(control, ui.select):  # it bears its id at its frame and its name within: one label, not two
            control.props["for"] = f"{control.html_id}-box"
            del self._label.props["for"]
        if "aria-label" not in control.props:
            control.props["aria-label"] = self.label
        control.props["aria-describedby"] = f"{self._error.html_id} {self._hint.html_id}"

    def set_count(self, count: str) -> None:
        """Show how many values the field gives (`×3`), or nothing."""
        self._count.set_text(count)
        self._count.set_visibility(bool(count))

    def set_label(self, label: str) -> None:
        """Show a shorter label where what stands around the field says the rest; it is spoken in full."""
        self._label.set_text(label)

    def set_limits(self, limits: str) -> None:
        """Show the allowed values in a few words (`1–50`)."""
        self._limits.set_text(limits)

    def set_hint(self, hint: str) -> None:
        """Show what the field is for."""
        self._hint.set_text(hint)
        self._hint.set_visibility(bool(hint))

    def set_error(self, error: str) -> None:
        """Show what is wrong and what to do, right below the control, or nothing."""
        self._error_text.set_text(error)
        self._error.set_visibility(bool(error))
        self.classes(add="invalid" if error else "", remove="" if error else "invalid")


def _help(label: str, more: str) -> None:
    """Make the small question mark that opens what there is to know about a field, by a click, a touch or a key."""
    button = Text("?", "button", "field-help")
    button.props.update({"type": "button", "aria-label": f"About {label}", "aria-haspopup": "dialog", "title": more})
    with button, ui.menu().classes("field-about").props("max-width=300px"):
        Text(more, "div", "field-more")


def field(
    label: str,
    *,
    count: str = "",
    limits: str = "",
    hint: str = "",
    error: str = "",
    classes: str = "",
    more: str = "",
    tip: str = "",
) -> Field:
    """Frame the control that is created inside `with field(…) as f:`.

    `hint` always stands below; `more` opens by a question mark after the label, where there is no room for a hint;
    `tip` stands below while the field has the focus.
    """
    return Field(label, count=count, limits=limits, hint=hint, error=error, classes=classes, more=more, tip=tip)


E = TypeVar("E", bound=ui.element)
_PROPS = "borderless dense hide-bottom-space"


def text_input(
    value: str = "",
    *,
    on_change: Handler | None = None,
    placeholder: str = "",
    label: str | None = None,
    password: bool = False,
) -> ui.input:
    """Make a line of text; `label` names it for screen readers when no field does."""
    made = ui.input(value=value, placeholder=placeholder or None, on_change=on_change, password=password).props(_PROPS)
    return _named(made, label)


def textarea(
    value: str = "", *, on_change: Handler | None = None, placeholder: str = "", label: str | None = None, rows: int = 3
) -> ui.textarea:
    """Make a text of several lines that grows with what is in it."""
    made = ui.textarea(value=value, placeholder=placeholder or None, on_change=on_change).props(
        f"{_PROPS} autogrow rows={int(rows)}"
    )
    return _named(made, label)


def number_input(
    value: float | None = None,
    *,
    on_change: Handler | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    step: float | None = None,
    unit: str = "",
    placeholder: str = "",
    label: str | None = None,
) -> ui.number:
    """Make a number with its unit at the end."""
    made = ui.number(
        value=value,
        min=minimum,
        max=maximum,
        step=step,
        suffix=unit or None,
        placeholder=placeholder or None,
        on_change=on_change,
    )
    made.props(_PROPS).props["inputmode"] = "decimal"
    return _named(made, label)


def select(
    options: Sequence[Any] | Mapping[Any, str],
    value: Any = None,
    *,
    on_change: Handler | None = None,
    label: str | None = None,
    searchable: bool = False,
    clearable: bool = False,
    multiple: bool = False,
) -> ui.select:
    """Make a choice from options; a mapping gives each value the label people read."""
    given: Any = dict(options) if isinstance(options, Mapping) else list(options)
    made = ui.select(
        given, value=value, on_change=on_change, with_input=searchable, clearable=clearable, multiple=multiple
    )
    made.props(f"{_PROPS} options-dense popup-content-class=select-menu behavior=menu")
    return _named(made, label)


def switch(label: str, value: bool = False, *, on_change: Handler | None = None) -> ui.switch:
    """Make a switch for something that takes effect at once."""
    return ui.switch(label, value=value, on_change=on_change)


def checkbox(label: str, value: bool = False, *, on_change: Handler | None = None) -> ui.checkbox:
    """Make a tick box."""
    return ui.checkbox(label, value=value, on_change=on_change)


def slider(
    value: float, *, minimum: float, maximum: float, step: float, label: str, on_change: Handler | None = None
) -> ui.slider:
    """Make a slider that shows its value while it is moved."""
    made = ui.slider(min=minimum, max=maximum, step=step, value=value, on_change=on_change).props("label")
    made.props["aria-label"] = label
    return made


def _named(made: E, label: str | None) -> E:
    if label:
        made.props["aria-label"] = label
    return made


class Segmented(ui.element):
    """One of a few choices, all visible; arrow keys move between them."""

    def __init__(
        self, options: Mapping[str, str], value: str, *, label: str, on_change: Handler | None, icons: Mapping[str, str]
    ) -> None:
        super().__init__("div")
        self.classes("seg").props.update({"role": "radiogroup", "aria-label": label, "data-roving": "true"})
        self._on_change = on_change
        self._items: dict[str, Text] = {}
        self.value = value
        with self:
            for key, words in options.items():
                self._items[key] = self._item(key, words, icons.get(key))
        self._mark()

    def _item(self, key: str, words: str, icon_name: str | None) -> Text:
        item = Text(words, "button", "seg-item")
        item.props.update({"type": "button", "role": "radio"})
        item.on("click", lambda: self._choose(key), [])
        if icon_name:
            with item:
                icon(icon_name).style("order: -1")
        return item

    def _choose(self, key: str) -> Any:
        if key == self.value:
            return None
        self.set_value(key)
        return self._on_change(key) if self._on_change else None

    def set_value(self, value: str) -> None:
        """Show another choice without calling the handler."""
        self.value = value
        self._mark()

    def _mark(self) -> None:
        for key, item in self._items.items():
            item.props["aria-checked"] = "true" if key == self.value else "false"
            item.props["tabindex"] = 0 if key == self.value else -1


def segmented(
    options: Mapping[str, str],
    value: str,
    *,
    label: str,
    on_change: Handler | None = None,
    icons: Mapping[str, str] | None = None,
) -> Segmented:
    """Make a segmented control; `on_change(key)` is called with the chosen key."""
    return Segmented(options, value, label=label, on_change=on_change, icons=icons or {})


@contextmanager
def field_grid(columns: int = 2) -> Iterator[ui.element]:
    """Lay fields out in two or three columns that fold when there is no room."""
    with node("div", "contain"), node("div", f"grid-{columns}") as grid:
        yield grid
