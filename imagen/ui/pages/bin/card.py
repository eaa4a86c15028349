"""One thing in the Bin: its picture or its sign, what it was part of and when it was deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.domain.binning import BinKind
from imagen.services.keeping_views import BinItem
from imagen.services.views import ProductView
from imagen.ui import design as d
from imagen.ui.components.elements import Text
from imagen.ui.components.project_menu import WITHOUT_PROJECT
from imagen.ui.pages.bin.wording import ICONS, kind_word, when

_MEDIA = {"image": "image", "video": "video", "audio": "audio"}


@dataclass(frozen=True)
class BinActs:
    """What a card can ask for; `pick` gets true when everything up to the one picked before is meant."""

    pick: Callable[[BinItem, bool], None]
    restore: Callable[[BinItem], Awaitable[None]]


class BinCard(ui.element):
    """A card that is selected by pressing it anywhere, with its own way back."""

    def __init__(self, item: BinItem, model_name: str, acts: BinActs) -> None:
        super().__init__("article")
        self.classes("bin-card" if item.kind is BinKind.PRODUCT or item.product is not None else "bin-card plain")
        self.item = item
        with self:
            self._pick = Text("", "button", "bin-pick")
        self._pick.props.update({"type": "button", "role": "checkbox", "aria-label": f"Select {item.title}"})
        self._pick.on("click", self._picked, ["shiftKey"])
        with self._pick:
            d.node("span", "bin-tick", aria_hidden="true")
        with self:
            with d.node("div", "bin-picture"):
                _picture(item)
            with d.node("div", "bin-words"):
                d.text(item.title or "Without a prompt", "clamp-2 bin-title", tag="p").props["title"] = item.title
                self._place = d.text("", "faint small ellipsis")
                with d.node("div", "spread"):
                    self._when = d.text("", "faint small ellipsis")
                    back = d.icon_button("undo", f"Restore {item.title}", lambda: acts.restore(item), framed=True)
                    back.classes("bin-restore").props["title"] = "Restore"
        self._acts = acts
        self._model_name = model_name
        self.show_selected(False)
        self.show_place(item)

    def show_selected(self, is_selected: bool) -> None:
        """Show whether it is selected."""
        self._pick.props["aria-checked"] = "true" if is_selected else "false"

    def show_place(self, item: BinItem) -> None:
        """Show where it was, by the names of now."""
        told = _told(item, self._model_name)
        self._place.set_text(told)
        self._place.props["title"] = told

    def show_time(self, now: datetime) -> None:
        """Say how long ago it was deleted."""
        self._when.set_text(f"Deleted {when(self.item.deleted_at, now)}")

    def _picked(self, event: GenericEventArguments) -> None:
        self._acts.pick(self.item, bool((event.args or {}).get("shiftKey")))


def _told(item: BinItem, model_name: str) -> str:
    project = item.project_name or (WITHOUT_PROJECT if item.kind is BinKind.PRODUCT else "")
    place = f"{project} (deleted)" if item.project_is_deleted else project
    if item.kind is BinKind.PRODUCT:
        return f"{model_name or 'Imported'} · {place}"
    first = item.detail if item.kind is BinKind.ORDER else kind_word(item.kind)
    rest = (model_name if item.kind is BinKind.TEMPLATE else "", "" if item.kind is BinKind.ORDER else item.detail)
    return " · ".join(part for part in (first, *rest, place) if part)


def _picture(item: BinItem) -> None:
    product = item.product
    if product is None or product.thumbnail_url is None:
        media = _MEDIA.get(product.type.value, "image") if product else "image"
        d.icon(media if item.kind is BinKind.PRODUCT else ICONS[item.kind])
        return
    _image(product, product.thumbnail_url)
    sign = ICONS[item.kind] if item.kind is not BinKind.PRODUCT else _MEDIA.get(product.type.value, "image")
    if sign != "image":
        with d.badge("", "shade bin-kind"):
            d.icon(sign, label=kind_word(item.kind) if item.kind is not BinKind.PRODUCT else sign)


def _image(product: ProductView, address: str) -> None:
    picture = d.node("img", "", src=address, alt="", loading="lazy", decoding="async")
    if product.placeholder:
        picture.style["background-image"] = f"url('{product.placeholder}')"
