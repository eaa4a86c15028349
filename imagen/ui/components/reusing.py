"""The ways to order again what was made before, in the words that every page uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from imagen.domain.product import ProductOrigin
from imagen.services.all import Services
from imagen.services.reuse import Known, ReuseWhat
from imagen.services.views import ProductView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.elements import Button
from imagen.ui.paths import order_path


@dataclass(frozen=True)
class Way:
    """What is put into the form, whether the seed is kept, and whether a model is chosen for it first."""

    what: ReuseWhat = ReuseWhat.TEMPLATE
    keep_seed: bool = True
    asks_model: bool = False


AS_TYPED = Way()
AS_FILED = Way(ReuseWhat.VALUES)
_OTHER_MODEL = Way(ReuseWhat.VALUES, asks_model=True)
_OF_ORDERS: tuple[tuple[Way, str], ...] = (
    (AS_TYPED, "The order as it was typed"),
    (Way(keep_seed=False), "The order as typed, without its seed"),
    (Way(ReuseWhat.VALUES), "Exactly these values"),
    (Way(ReuseWhat.VALUES, keep_seed=False), "These values with another seed"),
    (_OTHER_MODEL, "These values with another model…"),
)
_OF_FILES: tuple[tuple[Way, str], ...] = (
    (AS_FILED, "What its file says"),
    (Way(ReuseWhat.VALUES, keep_seed=False), "What its file says, with another seed"),
    (_OTHER_MODEL, "What its file says, with another model…"),
)


class ReuseMenu:
    """The menu of a button: the ways of what was ordered here, or those of what came from elsewhere."""

    def __init__(self, button: Button, reuse: Callable[[Way], Any], save: Callable[[], Any]) -> None:
        with d.menu(button) as self.menu:
            self._of_orders = [d.menu_item(label, partial(reuse, way)) for way, label in _OF_ORDERS]
            self._of_files = [d.menu_item(label, partial(reuse, way)) for way, label in _OF_FILES]
            with d.node("div") as self._saving:
                d.menu_line()
                d.menu_item("Save as a template…", save, icon="templates")

    def offer(self, product: ProductView | None) -> None:
        """Offer what can be done with a product; None stands for a generation that made none yet."""
        imported = product is not None and product.origin is ProductOrigin.IMPORTED
        for entries, shown in ((self._of_orders, not imported), (self._of_files, imported)):
            for entry in entries:
                entry.set_visibility(shown)
        self._saving.set_visibility(not imported)


async def open_in_order(services: Services, product: ProductView, way: Way = AS_TYPED) -> None:
    """Open the Order page with what made a product; where nobody knows that, say so and offer it as an input."""
    if await call(services.reuse.known, product.id) is Known.NOTHING:
        tell_unknown(lambda: ui.navigate.to(order_path(product.project_id, use=product.id)))
        return
    ui.navigate.to(
        order_path(
            product.project_id,
            reuse=product.id,
            what=way.what,
            keep_seed=way.keep_seed,
            asks_model=way.asks_model,
        )
    )


def tell_unknown(use: Callable[[], Any]) -> None:
    """Say that nothing is known of how a product was made; `use()` takes it as an input."""
    d.toast("Nothing is known about how this was made: its file does not say.", action=("Use as input", use))
