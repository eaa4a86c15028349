"""Fields of a form: a label, what is at its right (count, limits), the control, and below it the hint and the error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from nicegui import ui

from imagen.ui.components.elements import Handler, Labelled, Text, node


class Field(ui.element, component="imagen_field.js"):
    """The frame around one control; enter it with `with` and create the control inside.

    `lead` and `side` are the places before and behind the limits, at the right of the label.
    """

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
        super().__init__()
        self.classes(f"field {classes}")
        self.label = label
        self.lead = self.add_slot("lead")
        self.side = self.add_slot("side")
        self._tell(label=label, limits=limits, count=count, hint=hint, more=more, tip=tip)
        self.set_error(error)
        if more:
            with self.add_slot("name"):
                _help(label, more)

    def __exit__(self, *_: Any) -> None:
        super().__exit__(*_)
        control = next(iter(self.default_slot.children), None)
        if control is not None:
            self._bind(control)

    def _bind(self, control: ui.element) -> None:
        if isinstance(control, ui.select):  # it bears its id at its frame and its name within: one label, not two
            control.props["for"] = f"{control.html_id}-box"
        elif isinstance(control, ui.input | ui.number | ui.textarea):
            control.props["for"] = control.html_id
            self._tell(labels=control.html_id)
        if "aria-label" not in control.props:
            control.props["aria-label"] = self.label
        control.props["aria-describedby"] = f"{self.html_id}-error {self.html_id}-hint"

    def _tell(self, **words: str) -> None:
        """Show other words, and send nothing where they are the same."""
        changed = {name: said for name, said in words.items() if said != self.props.get(name, "")}
        if changed:
            self.props.update(changed)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = (self.props.get(name) for name in ("label", "limits", "count", "hint", "tip", "error"))
        return [*super()._displayed_contents(only_visible=only_visible), *shown]

    def set_count(self, count: str) -> None:
        """Show how many values the field gives (`×3`), or nothing."""
        self._tell(count=count)

    def set_label(self, label: str) -> None:
        """Show a shorter label where what stands around the field says the rest; it is spoken in full."""
        self._tell(label=label)

    def set_limits(self, limits: str) -> None:
        """Show the allowed values in a few words (`1–50`)."""
        self._tell(limits=limits)

    def set_hint(self, hint: str) -> None:
        """Show what the field is for."""
        self._tell(hint=hint)

    @property
    def error(self) -> str:
        """What is said to be wrong, nothing where all is well."""
        return str(self.props.get("error", ""))

    def set_error(self, error: str) -> None:
        """Show what is wrong and what to do, right below the control, or nothing."""
        if error == self.error:
            return
        self._tell(error=error)
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


def name_input(value: str = "", *, placeholder: str = "") -> ui.input:
    """Ask for a name in a dialog: it has the focus, and what stands there is selected, so that typing replaces it."""
    made = text_input(value, placeholder=placeholder).props("autofocus maxlength=200")
    return made.on("focus", js_handler="(event) => event.target.select()")


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
        self._items: dict[str, Labelled] = {}
        self.value = value
        with self:
            for key, words in options.items():
                self._items[key] = self._item(key, words, icons.get(key))
        self._mark()

    def _item(self, key: str, words: str, icon_name: str | None) -> Labelled:
        item = Labelled(words, "button", "seg-item", icon=icon_name)
        item.props.update({"type": "button", "role": "radio"})
        item.on("click", lambda: self._choose(key), [])
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
