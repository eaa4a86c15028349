"""One product at the side of the gallery: how it is kept, what made it, and what to do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from imagen.domain.product import ProductState, ProductType
from imagen.services.keeping_views import Done
from imagen.services.viewing import ViewedProduct
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.display import Display
from imagen.ui.components.elements import Button
from imagen.ui.components.facts import Facts
from imagen.ui.components.kept import KeptActs, KeptPart
from imagen.ui.components.missing import FileState
from imagen.ui.components.rating import RatingButtons
from imagen.ui.context import PageContext
from imagen.ui.pages.gallery.acts import Act
from imagen.ui.pages.gallery.facts import Fact
from imagen.ui.pages.gallery.telling import Tell

_SHOWN = ("reuse", "like", "use", "delete")
"""What one does with a single product; the rest is in the bar, and each has its key."""


class OneProduct:
    """The picture, its acts, its marks and its facts; `show` fills it."""

    def __init__(
        self,
        context: PageContext,
        acts: Sequence[Act],
        do: Callable[[Act], Any],
        tell: Tell,
        search: Callable[[str], Any],
    ) -> None:
        """`search(text)` looks for what was made with a value that was pressed."""
        self._services = context.services
        self._tell = tell
        self._shown: UUID | None = None
        self._kept: tuple[UUID, KeptPart] | None = None
        with d.node("div", "stack gallery-details-body") as self.element:
            with d.node("div", "gallery-display"):
                self._display = Display(empty_title="", empty_text="")
            self._title = d.text("", "gallery-details-title", tag="h3")
            self._state = FileState(context, self._delete)
            with d.node("div", "gallery-details-acts"):
                shown = {act.name: act for act in acts if act.name in _SHOWN}
                self._buttons = [(shown[name], self._button(shown[name], do)) for name in _SHOWN]
            self._rating = RatingButtons(self._rate, keys=False, titled=True)
            self._kept_place = d.stack(3)
            self._facts = Facts(search)
            with d.fold("All values"):
                self._values = Facts(search).classes("gallery-values")

    def _button(self, act: Act, do: Callable[[Act], Any]) -> Button:
        if act.danger:
            made = d.icon_button(act.icon, act.label, lambda: do(act), framed=True)
        else:
            made = d.button(
                act.label, lambda: do(act), kind="primary" if act.name == "reuse" else "plain", icon=act.icon
            )
        if act.key:
            made.props["aria-keyshortcuts"] = act.key
            made.props["title"] = f"{act.label} ({d.key_label(act.key)})"
        if act.key and act.name == "reuse":
            with made:
                d.kbd(act.key)
        return made

    def show(self, view: ViewedProduct, facts: Sequence[Fact], values: Sequence[Fact]) -> None:
        """Show a product as it is now."""
        product = view.product
        self._shown = product.id
        self._display.show(_display(view))
        title = view.prompt or product.name or product.type.value.capitalize()
        self._title.set_text(title)
        self._title.props["title"] = title
        self._state.show(view)
        self._rating.set_value(view.shown.rating)
        self._keep(view)
        self._facts.show(facts)
        self._values.show(values)
        for act, button in self._buttons:
            if act.name == "like":
                button.set_text("Liked" if product.liked else "Like")
                button.props["aria-pressed"] = "true" if product.liked else "false"

    def _keep(self, view: ViewedProduct) -> None:
        if self._kept is not None and self._kept[0] == view.product.id:
            self._kept[1].show(view)
            return
        self._kept_place.clear()
        with self._kept_place:
            self._kept = view.product.id, KeptPart(self._kept_acts(view.product.id), view.product.id, view, keys=False)

    # ---- what is changed here ----

    def _kept_acts(self, product_id: UUID) -> KeptActs:
        keeping, ids = self._services.keeping, [product_id]

        async def collect_anew(name: str) -> None:
            made = await call(self._services.collections.create, name)
            await self._do(lambda: keeping.collect(ids, made.id))

        return KeptActs(
            tag=lambda name: self._do(lambda: keeping.tag(ids, [name])),
            untag=lambda name: self._do(lambda: keeping.untag(ids, [name])),
            collect=lambda one: self._do(lambda: keeping.collect(ids, one)),
            collect_anew=collect_anew,
            uncollect=lambda one: self._do(lambda: keeping.uncollect(ids, one)),
            note=lambda own, text: self._do(lambda: keeping.note(own, text)),
            tags=lambda: call(self._services.tags.list),
            collections=lambda: call(self._services.collections.list),
        )

    async def _do(self, act: Callable[[], Done]) -> None:
        self._tell(await call(act))

    async def _rate(self, rating: int | None) -> None:
        if self._shown is not None:
            await call(self._services.keeping.rate, [self._shown], rating)

    def _delete(self, product_id: UUID) -> Awaitable[None]:
        return self._do(lambda: self._services.keeping.delete([product_id]))


_BLOCKED = ProductState.BLOCKED


def _display(view: ViewedProduct) -> dict[str, Any]:
    product = view.product
    is_blocked = product.state is _BLOCKED
    large = product.large_thumbnail_url if product.type is ProductType.IMAGE else None
    return {
        "id": str(product.id),
        "kind": "blocked" if is_blocked else "product",
        "type": product.type.value,
        "src": large or product.file_url,
        "placeholder": product.placeholder,
        "poster": product.large_thumbnail_url,
        "title": product.name or product.type.value,
        "width": product.width,
        "height": product.height,
    }
