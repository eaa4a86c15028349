"""The plain elements of our own: nodes, texts, icons, buttons, pills, panels and what tells progress or emptiness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from nicegui import ui
from nicegui.elements.mixins.disableable_element import DisableableElement
from nicegui.elements.mixins.text_element import TextElement

Handler = Callable[..., Any]
ButtonKind = Literal["primary", "plain", "ghost", "outline", "danger", "link"]


def node(tag: str, classes: str = "", **attributes: Any) -> ui.element:
    """Make a bare element; attribute names are given with underscores (`aria_label`)."""
    element = ui.element(tag)
    return _dressed(element, classes, attributes)


def _dressed(element: ui.element, classes: str, attributes: Mapping[str, Any]) -> ui.element:
    if classes:
        element.classes(classes)
    for name, value in attributes.items():
        if value is not None:
            element.props[name.rstrip("_").replace("_", "-")] = value
    return element


class Text(TextElement):
    """A text in a tag of its own; always shown as text, never as markup."""

    def __init__(self, text: str, tag: str = "span", classes: str = "") -> None:
        super().__init__(text=text, tag=tag)
        if classes:
            self.classes(classes)


def text(content: str, classes: str = "", *, tag: str = "span") -> Text:
    """Show a text."""
    return Text(content, tag, classes)


def icon(name: str, classes: str = "", *, label: str | None = None) -> ui.element:
    """Show one of our icons; without a label it is decoration and hidden from screen readers."""
    spoken: dict[str, Any] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return node("span", f"icon icon-{name} {classes}", **spoken)


def kbd(key: str, classes: str = "") -> Text:
    """Show a key where the act is; keys are written like `Ctrl+Enter` or `ArrowLeft`."""
    return Text(key_label(key), "kbd", f"key-hint {classes}")


_KEY_LABELS = {
    "Enter": "↵",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Delete": "Del",
    "Escape": "Esc",
    " ": "Space",
}


def key_label(key: str) -> str:
    """Write a key as people know it from their keyboard."""
    parts = [*filter(None, key[:-1].split("+")), "+"] if key.endswith("+") else key.split("+")
    return " ".join(_KEY_LABELS.get(part, part.upper() if len(part) == 1 else part) for part in parts)


class Labelled(TextElement, component="imagen_labelled.js"):
    """Words with what belongs to them, drawn by the browser, so that a page keeps one element here and not three.

    A dot, an icon and a `lead` that stands out come before the words, `strong` and the key as a `hint` behind them.
    """

    def __init__(self, label: str, tag: str, classes: str, **parts: str | None) -> None:
        super().__init__(text=label)
        self.props["as"] = tag
        self.props.update({name: value for name, value in parts.items() if value})
        self.classes(classes)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        own = super()._displayed_contents(only_visible=only_visible)
        return [*own, self.props.get("lead"), self.props.get("strong")]


class Button(Labelled, DisableableElement):
    """A native button with our look, an optional icon before its text and an optional key that presses it."""

    def __init__(
        self,
        label: str,
        on_click: Handler | None,
        *,
        classes: str,
        spoken: str | None = None,
        icon: str | None = None,
        hint: str | None = None,
    ) -> None:
        self._spoken = spoken
        super().__init__(label, "button", classes, icon=icon, hint=hint)
        self.props["type"] = "button"
        if spoken:
            self.props["aria-label"] = spoken
        if on_click is not None:
            self.on_click(on_click)

    def on_click(self, handler: Handler) -> Button:
        """Call a handler when the button is pressed."""
        self.on("click", handler, [])
        return self

    def opens_field(self) -> Button:
        """Keep what is typed after a press for the field of the dialog or menu that the press opens."""
        self.props["data-asks"] = "true"
        return self

    def busy(self, value: bool = True) -> Button:
        """Show that the press is being worked on; a busy button cannot be pressed again."""
        self.props["aria-busy"] = "true" if value else "false"
        return self

    def pressed(self, value: bool | None) -> Button:
        """Show a button that stays in (true), could (false) or is none of that kind (None)."""
        said = None if value is None else "true" if value else "false"
        if said is None:
            self.props.pop("aria-pressed", None)
        elif said != self.props.get("aria-pressed"):
            self.props["aria-pressed"] = said
        return self

    def _handle_enabled_change(self, enabled: bool) -> None:
        self.props["disabled"] = not enabled

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), self._spoken]


def button(
    label: str,
    on_click: Handler | None = None,
    *,
    kind: ButtonKind = "plain",
    icon: str | None = None,
    key: str | None = None,
    small: bool = False,
    big: bool = False,
    tooltip: str | None = None,
) -> Button:
    """Make a button; `key` is shown in it and presses it (`Ctrl+Enter`, `L`), also from the key list."""
    size = "small" if small else "big" if big else ""
    made = Button(label, on_click, classes=f"btn {kind} {size}", icon=icon, hint=key_label(key) if key else None)
    return _with_key(made, key, label, tooltip)


def icon_button(
    icon: str,
    label: str,
    on_click: Handler | None = None,
    *,
    key: str | None = None,
    framed: bool = False,
    small: bool = False,
    tooltip: bool = True,
) -> Button:
    """Make a button that shows only an icon; its label is spoken, and shown when pointed at."""
    classes = f"icon-btn {'framed' if framed else ''} {'small' if small else ''}"
    made = Button("", on_click, classes=classes, spoken=label, icon=icon)
    hint = f"{label} ({key_label(key)})" if key else label
    return _with_key(made, key, label, hint if tooltip else None)


def _sign(name: str) -> None:
    icon(name)


def _with_key(made: Button, key: str | None, label: str, tooltip: str | None) -> Button:
    if key:
        made.props["data-key"] = key
        made.props["data-key-label"] = label
        made.props["aria-keyshortcuts"] = key.replace("Ctrl", "Control")
    if tooltip:
        made.props["title"] = tooltip
    return made


def link_button(
    label: str, href: str, *, kind: ButtonKind = "plain", icon: str | None = None, small: bool = False
) -> ui.element:
    """Make a link that looks like a button."""
    made = Labelled(label, "a", f"btn {kind} {'small' if small else ''}", icon=icon)
    made.props["href"] = href
    return made


AnElement = TypeVar("AnElement", bound=ui.element)


def brief(made: AnElement, word: str) -> AnElement:
    """Give a button one word that stands under its icon on a phone, in place of its text or of none; give the button."""
    made.props["data-brief"] = word
    if isinstance(made, TextElement) and made.text:
        made.props["aria-label"] = made.text
    return made


DotKind = Literal["running", "complete", "failed", "waiting", "paused", "none"]


def pill(
    label: str = "",
    *,
    lead: str = "",
    strong: str = "",
    dot: DotKind | None = None,
    icon: str | None = None,
    on_click: Handler | None = None,
    href: str | None = None,
    on: bool | None = None,
    classes: str = "",
) -> Labelled:
    """Make a pill: a state, a filter (`on`), a link or a small button; `lead` stands out before the label, `strong` after it."""
    tag = "a" if href else "button" if on_click else "span"
    made = Labelled(label, tag, f"pill {classes}", dot=dot, icon=icon, lead=lead, strong=strong)
    if href:
        made.props["href"] = href
    if on_click:
        made.props["type"] = "button"
        made.on("click", on_click, [])
    if on is not None:
        made.props["aria-pressed"] = "true" if on else "false"
    return made


def badge(content: str, classes: str = "") -> Text:
    """Show a very small label, for instance a number on a thumbnail (`shade`) or a count (`accent`)."""
    return Text(content, "span", f"badge {classes}")


@contextmanager
def panel(
    title: str = "", *, actions: Callable[[], Any] | None = None, classes: str = "", padded: bool = True
) -> Iterator[ui.element]:
    """Make a bordered area with an optional head; what follows in the `with` goes into its body."""
    outer = node("section", f"panel {classes}", aria_label=title or None)
    with outer:
        if title or actions:
            with node("div", "panel-head"):
                Text(title, "h2", "grow")
                if actions:
                    actions()
        with node("div", "panel-body" if padded else ""):
            yield outer


def stack(gap: int = 3, classes: str = "") -> ui.element:
    """Lay things out below one another; `gap` is a step of space from 1 to 5."""
    return node("div", f"stack gap-{gap} {classes}")


def cluster(gap: int = 2, classes: str = "") -> ui.element:
    """Lay things out beside one another, wrapping."""
    return node("div", f"cluster gap-{gap} {classes}")


def fold(title: str, *, opened: bool = False, classes: str = "") -> ui.element:
    """Make an area that opens and closes, such as the advanced parameters."""
    outer = node("details", f"fold {classes}", open=True if opened else None)
    with outer:
        Text(title, "summary")
    return outer


def notice(
    message: str, *, kind: Literal["info", "danger"] = "info", actions: Callable[[], Any] | None = None
) -> ui.element:
    """Say something that stays on the page until its cause is gone."""
    outer = node("div", f"notice {kind}", role="alert" if kind == "danger" else "status")
    with outer:
        icon("warning" if kind == "danger" else "info")
        Text(message, "div", "grow")
        if actions:
            actions()
    return outer


@contextmanager
def empty_state(title: str, explanation: str = "", *, icon: str | None = None) -> Iterator[ui.element]:
    """Teach what belongs here while nothing is; the `with` body holds the actions."""
    outer = node("div", "empty")
    with outer:
        if icon:
            _sign(icon)
        Text(title, "p", "empty-title")
        if explanation:
            Text(explanation, "p", "empty-text")
        with node("div", "cluster"):
            yield outer


class Progress(ui.element):
    """A bar of parts (done, running, failed, cancelled), each a share from 0 to 1, or one that says only “at it”."""

    PARTS = ("done", "running", "failed", "cancelled")

    def __init__(self, label: str, done: float | None = 0.0, **shares: float) -> None:
        super().__init__("div")
        self.classes("progress")
        self.props.update({"role": "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100})
        self._bars: dict[str, ui.element] = {}
        with self:
            for part in self.PARTS:
                self._bars[part] = node("span", part)
        self.set(done, **shares)

    def set(self, done: float | None, **shares: float) -> None:
        """Show new shares; `done=None` means that nobody knows how far it is."""
        self.classes(add="unknown" if done is None else "", remove="" if done is None else "unknown")
        if done is None:
            self.props.pop("aria-valuenow", None)
        else:
            self.props["aria-valuenow"] = round(100 * done)
        for part in self.PARTS:
            share = (done or 0.0) if part == "done" else shares.get(part, 0.0)
            self._bars[part].style(f"--share: {100 * min(max(share, 0.0), 1.0):.2f}%")


def progress(label: str, done: float | None = 0.0, **shares: float) -> Progress:
    """Make a progress bar; `running`, `failed` and `cancelled` are further shares from 0 to 1."""
    return Progress(label, done, **shares)


def skeleton(height: str = "1em", width: str = "100%", classes: str = "") -> ui.element:
    """Stand in for something that is still being loaded."""
    return node("div", f"skeleton {classes}", aria_hidden="true").style(f"height: {height}; width: {width}")


@contextmanager
def table(
    headers: Sequence[str], *, label: str, compact: bool = False, numeric: Sequence[str] = ()
) -> Iterator[ui.element]:
    """Make a table with a sticky head; the `with` body adds rows by `row()`."""
    with (
        node("div", "table-wrap", tabindex=0, role="region", aria_label=label),
        node("table", f"tbl {'compact' if compact else ''}"),
    ):
        with node("thead"), node("tr"):
            for header in headers:
                Text(header, "th", "num" if header in numeric else "").props["scope"] = "col"
        body = node("tbody")
        with body:
            yield body


def row(*cells: str, classes: str = "") -> ui.element:
    """Add a table row; further cells go into `with row(): with cell(): …`."""
    made = node("tr", classes)
    with made:
        for content in cells:
            Text(content, "td")
    return made


def cell(classes: str = "") -> ui.element:
    """Add a table cell that holds elements."""
    return node("td", classes)
