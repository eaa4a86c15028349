"""What is known of the product in the viewer: words, parameters, facts, where it comes from, and where it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.product import ProductOrigin
from imagen.services.viewing import ViewedProduct
from imagen.services.views import GenerationDetail, ProductView
from imagen.ui import design as d
from imagen.ui.components.kept import KeptActs, KeptPart
from imagen.ui.components.missing import FileState
from imagen.ui.components.wording import ago, duration, file_size, format_name, money
from imagen.ui.context import PageContext
from imagen.ui.paths import order_path

_LONGEST = 400
_PROMPTS = frozenset({"prompt", "negative_prompt"})
_ORIGINS = {
    ProductOrigin.GENERATED: "Made here",
    ProductOrigin.IMPORTED: "Imported",
    ProductOrigin.EDITED: "Edited",
}


@dataclass(frozen=True)
class PanelActs:
    """What can be done in the panel."""

    walk_to: Callable[[UUID], Any]
    kept: KeptActs
    copy: Callable[[str], Any]
    sets: Callable[[], Any]
    remove: Callable[[UUID], Any]


class ViewerPanel:
    """Filled for each product; `keep(view)` shows anew only what people change, so that nothing typed is lost."""

    def __init__(self, context: PageContext, acts: PanelActs) -> None:
        self._context = context
        self._acts = acts
        self._body = d.node("div", "viewer-details stack gap-4")

    def show(self, view: ViewedProduct, detail: GenerationDetail | None, model: str) -> None:
        """Show another product, made by a model of this name."""
        self._body.clear()
        with self._body:
            self._words(view)
            self._state = FileState(self._context, self._acts.remove)
            self._state.show(view)
            self._kept = KeptPart(self._acts.kept, view.product.id, view)
            self._parameters(view, detail, model)
            _facts(view, detail)
            self._lineage = d.stack(3)
            with self._lineage:
                self._family(view)
            _file_facts(view)

    def keep(self, view: ViewedProduct) -> None:
        """Show what people changed about the product that is shown."""
        self._state.show(view)
        self._kept.show(view)
        self._lineage.clear()
        with self._lineage:
            self._family(view)

    # ---- parts ----

    def _words(self, view: ViewedProduct) -> None:
        with d.stack(1):
            with d.node("div", "spread"):
                d.text("Prompt" if view.prompt else "Name", "small muted")
                if view.prompt:
                    d.icon_button("copy", "Copy the prompt", lambda: self._acts.copy(view.prompt), small=True)
            _long(view.prompt or view.shown.title or "Without words", "viewer-prompt")
            if view.negative_prompt:
                d.text("Without", "small muted")
                _long(view.negative_prompt, "muted")

    def _parameters(self, view: ViewedProduct, detail: GenerationDetail | None, model: str) -> None:
        rows = {n: v for n, v in view.parameters.items() if n not in _PROMPTS and v not in (None, "", view.prompt)}
        if not rows and not view.model:
            return
        with d.stack(1):
            with d.node("div", "spread"):
                d.text("How it was made", "small muted")
                if detail is not None:
                    d.button("All four sets", self._acts.sets, kind="link", small=True, key="I")
            with d.node("dl", "viewer-facts"):
                if model:
                    _fact("Model", model)
                for name, value in rows.items():
                    _fact(view.labels.get(name, name.replace("_", " ")), value)

    def _family(self, view: ViewedProduct) -> None:
        lineage = view.lineage
        made_from = [lineage.made_from] if lineage.made_from is not None else []
        more = lineage.used_in_count - len(lineage.used_in)
        used = f"Used in {lineage.used_in_count:,}" if more > 0 else "Used in"
        for words, products in (
            ("Made from", [*made_from, *(given.product for given in lineage.inputs)]),
            ("Made together", list(lineage.siblings)),
            ("Edited into", list(lineage.edited_into)),
            (used, list(lineage.used_in)),
        ):
            if products:
                self._thumbnails(words, products)

    def _thumbnails(self, words: str, products: Sequence[ProductView]) -> None:
        with d.node("div", "stack gap-1", role="group", aria_label=words):
            d.text(words, "small muted")
            with d.node("div", "viewer-family"):
                for product in products:
                    name = product.name or str(product.type)
                    with d.icon_button(
                        str(product.type) if product.type in ("video", "audio") else "image",
                        f"{words}: {name}{', in the Bin' if product.deleted_at else ''}",
                        lambda product=product: self._acts.walk_to(product.id),
                    ).classes("viewer-relative"):
                        if product.thumbnail_url:
                            d.node("img", src=product.thumbnail_url, alt="", loading="lazy")


def _long(words: str, classes: str) -> None:
    """Show a text; a very long one is folded."""
    if len(words) <= _LONGEST:
        d.text(words, classes, tag="p")
        return
    d.text(words[:_LONGEST] + "…", classes, tag="p")
    with d.fold("All of it"):
        d.text(words, classes, tag="p")


def _fact(name: str, value: Any) -> None:
    d.text(name[:1].upper() + name[1:], tag="dt")
    d.text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "num", tag="dd")


def _facts(view: ViewedProduct, detail: GenerationDetail | None) -> None:
    product = view.product
    with d.stack(1):
        d.text("File", "small muted")
        with d.node("dl", "viewer-facts"):
            if product.width and product.height:
                _fact("Size", f"{product.width:,} × {product.height:,}")
            if product.duration_ms:
                _fact("Length", duration(product.duration_ms / 1000))
            _fact("File", f"{format_name(product.mime_type)} · {file_size(product.file_size)}")
            if product.name and view.prompt:
                _fact("Name", product.name)
            made = product.created_at.astimezone()
            _fact(_ORIGINS[product.origin], f"{made:%d %b %Y, %H:%M} · {ago(product.created_at)}")
            if detail is not None:
                generation = detail.summary
                took = generation.inference_time_ms
                _fact(
                    "Took",
                    " · ".join(
                        filter(None, [duration(took / 1000) if took is not None else "", money(generation.cost)])
                    ),
                )
            _places(view)


def _places(view: ViewedProduct) -> None:
    if view.order is not None:
        with _linked("Order"):
            _link(f"{view.order_number}", f"/production?order={view.order_number}")
    if view.project is not None:
        with _linked("Project"):
            _link(view.project.name, order_path(view.project.id))
    if view.source_url:
        with _linked("From"):
            _link(view.source_url, view.source_url, outside=True)


def _linked(name: str) -> ui.element:
    d.text(name, tag="dt")
    return d.node("dd", "ellipsis")


def _link(words: str, address: str, *, outside: bool = False) -> None:
    made = d.text(words, tag="a")
    if not outside:
        made.props["href"] = address
    elif address.startswith(("https://", "http://")):
        made.props.update({"href": address, "target": "_blank", "rel": "noopener noreferrer"})


def _file_facts(view: ViewedProduct) -> None:
    """Show what else was read from a file that was not made here."""
    if view.product.origin is ProductOrigin.IMPORTED and view.facts:
        with d.fold("Read from the file"), d.node("dl", "viewer-facts"):
            for name, value in view.facts.items():
                _fact(name.replace("_", " "), value)
