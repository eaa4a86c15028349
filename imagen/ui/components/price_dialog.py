"""Asks a person what a model costs them: an amount for each of something, in the place of what is published."""

from __future__ import annotations

from imagen.domain.errors import ImagenError
from imagen.services.catalogue import CatalogueService
from imagen.services.own_prices import Unit
from imagen.services.views import ModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.price_wording import published_words, unit_words

_MILLION = 1_000_000
_WHEN_KNOWN = {
    Unit.MEGAPIXEL: "Estimates need a size in the form; where there is none, the cost is unknown before.",
    Unit.SECOND: "Estimates need a length in the form; where there is none, the cost is unknown before.",
    Unit.COMPUTE_SECOND: "Nobody knows before how long it computes: the cost is reckoned afterwards.",
}


class PriceDialog:
    """One dialog for whichever model is asked about."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue
        self._key = self._name = ""
        with d.dialog("Price", size="narrow") as self._dialog:
            self._published = d.text("", "muted", tag="p")
            with d.node("div", "grid-2"):
                with d.field("Dollars") as self._field:
                    self._amount = d.number_input(minimum=0, step=0.001, placeholder="0.00").props("prefix=$ autofocus")
                with d.field("For each"):
                    self._unit = d.select({}, on_change=lambda event: self._explain(event.value))
            self._when = d.text("", "faint small", tag="p")
            d.text("It counts in estimates and limits from now on, in the place of what is published.", "faint small")
        with self._dialog.foot:
            self._clear = d.button("Use the published one", self._forget, kind="ghost")
            d.button("Cancel", self._dialog.close)
            self._save = d.button("Set price", self._set, kind="primary")
        self._amount.on("keydown.enter", self._set, [])

    def ask(self, view: ModelView) -> None:
        """Open the dialog for a model."""
        self._key, self._name = view.model.key, view.model.name
        self._dialog.set_title(f"What {view.model.name} costs")
        self._published.set_text(published_words(view))
        units = unit_words(view.model.type)
        price = view.price
        if price is not None and price.unit not in units:
            units[price.unit] = str(price.unit).replace("_", " ")
        self._unit.set_options(units, value=price.unit if price else Unit.OUTPUT)
        self._amount.set_value(price.amount / _MILLION if price else None)
        self._field.set_error("")
        self._clear.set_visibility(view.has_own_price)
        self._clear.set_text("Use the published one" if view.published_price else "Take it back")
        self._explain(self._unit.value)
        self._dialog.open()

    def _explain(self, unit: Unit | None) -> None:
        said = _WHEN_KNOWN.get(unit, "") if unit else ""
        self._when.set_text(said)
        self._when.set_visibility(bool(said))

    async def _set(self) -> None:
        written = self._amount.value
        if written is None:
            self._field.set_error("Give an amount; 0 is free.")
            return
        self._save.busy()
        try:
            await call(self._catalogue.set_price, self._key, round(written * _MILLION), Unit(self._unit.value))
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._save.busy(False)
        self._dialog.close()
        d.toast(f"{self._name} counts at your price.", kind="done")

    async def _forget(self) -> None:
        await call(self._catalogue.clear_price, self._key)
        self._dialog.close()
        d.toast(f"Your price of {self._name} is taken back.", kind="done")
