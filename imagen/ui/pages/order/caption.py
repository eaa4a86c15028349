"""What is said below the display: the prompt, in what this one differs from its siblings, its facts, and what to do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.attention import Resolution
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.models import ModelType
from imagen.services.views import GenerationDetail, ProviderView, StripItem
from imagen.ui import design as d
from imagen.ui.components.deciding import ACTS, point_to, provider_of, requests_link
from imagen.ui.components.live_words import LiveWords, Words
from imagen.ui.components.reusing import ReuseMenu, Way
from imagen.ui.components.wording import duration, file_size, format_name, money, seed_of
from imagen.ui.pages.order.tiles import is_blocked, kind, title

_MOST_CHIPS = 12
_WAYS = (
    (ModelType.IMAGE_TO_IMAGE, "Change it…", "edit"),
    (ModelType.UPSCALING, "Enlarge it…", "zoom-in"),
    (ModelType.IMAGE_TO_VIDEO, "Make a video of it…", "video"),
)


@dataclass(frozen=True)
class ItemActs:
    """What a person can do with what is displayed."""

    like: Callable[[], Any]
    use: Callable[[], Awaitable[bool]]
    ways: Callable[[], Sequence[ModelType]]
    use_for: Callable[[ModelType], Any]
    download: Callable[[], Any]
    details: Callable[[], Any]
    delete: Callable[[], Any]
    retry: Callable[[], Any]
    resolve: Callable[[Resolution], Any]
    cancel: Callable[[], Any]
    cancel_order: Callable[[], Any]
    reuse: Callable[[Way], Any]
    save: Callable[[], Any]


class Caption:
    """One line of words and one of buttons; `show(item)` fills it at once, `detail` adds what had to be looked up."""

    def __init__(self, acts: ItemActs, hold: Callable[[], Any], enlarge: Callable[[], Any]) -> None:
        """`hold()` is called when a menu opens, so that its acts are about what was displayed then."""
        self._enlarge_it = enlarge
        self._acts = acts
        self._hold = hold
        self._detail: GenerationDetail | None = None
        self._item: StripItem | None = None
        self._providers: Sequence[ProviderView] = ()
        with d.node("div", "caption") as self._place:
            with d.node("div", "caption-words grow stack gap-1"):
                self._title = LiveWords(tag="p", classes="clamp-2 caption-title")
                self._chips = LiveWords(tag="div", classes="cluster gap-1 caption-chips")
            with d.node("div", "caption-acts"):
                self._buttons()
            self._facts = LiveWords(tag="p", classes="muted small num caption-facts")

    def _buttons(self) -> None:
        acts = self._acts
        self._retry = d.button("Try again", acts.retry, kind="primary", icon="retry")
        self._decisions = [
            d.button(
                act.label,
                lambda act=act: acts.resolve(act.resolution),
                kind="primary" if act.resolution is Resolution.CHECK else "plain",
                icon=act.icon,
                tooltip=act.why,
            )
            for act in ACTS
        ]
        self._requests = requests_link(None)
        self._cancel = d.button("Cancel this one", acts.cancel, icon="close")
        self._cancel_order = d.button("Cancel order", acts.cancel_order, icon="stop")
        self._like = d.brief(d.icon_button("heart", "Like", acts.like, key="L", framed=True), "Like")
        self._reuse = d.brief(d.button("Reuse", kind="plain", icon="reuse", key="R"), "Reuse")
        self._reuses = ReuseMenu(self._reuse, acts.reuse, acts.save)
        self._reuses.menu.on_value_change(lambda event: self._hold() if event.value else None)
        self._use = d.brief(d.icon_button("image", "Use as input", self._use_or_ask, key="U", framed=True), "Use")
        self._make = d.brief(d.icon_button("chevron-down", "Make something of it", framed=True), "Make")
        with d.menu(self._make) as self._ways:
            self._ways.on_value_change(lambda event: self._hold() if event.value else None)
            self._way_items = {
                kind: d.menu_item(label, lambda kind=kind: acts.use_for(kind), icon=icon) for kind, label, icon in _WAYS
            }
        self._enlarge = d.brief(d.icon_button("fit", "Open large", self._enlarge_it, key="Enter", framed=True), "Large")
        self._download = d.brief(d.icon_button("download", "Download", acts.download, key="D", framed=True), "Save")
        self._details = d.brief(d.icon_button("info", "Details", acts.details, key="I", framed=True), "Details")
        self._delete = d.brief(d.icon_button("bin", "Delete", acts.delete, key="Delete", framed=True), "Delete")

    def show(self, item: StripItem | None) -> None:
        """Show what is known of an item at once."""
        self._place.set_visibility(item is not None)
        self._item = item
        if item is None:
            return
        known = self._detail if _of_generation(item) == self._of_detail else None
        self._title.say(title(item))
        self._chips.show(*_chips(item))
        self._facts.say(_facts(item, known))
        self._offer(item)

    def know(self, providers: Sequence[ProviderView]) -> None:
        """Know the providers, so that it can be led to what was ordered there."""
        self._providers = providers
        if self._item is not None:
            self._offer_decisions(self._item)

    def detail(self, item: StripItem, detail: GenerationDetail) -> None:
        """Add what had to be looked up: the seed and how the order stands."""
        self._detail = detail
        self._facts.say(_facts(item, detail))

    @property
    def _of_detail(self) -> UUID | None:
        return self._detail.summary.id if self._detail is not None else None

    def _offer(self, item: StripItem) -> None:
        """Show the buttons that make sense for this item."""
        product, generation = item.product, item.generation
        made = product is not None
        liked = product is not None and product.liked
        self._like.pressed(liked)
        for button in (self._like, self._use, self._download):
            button.set_visibility(made and not is_blocked(item))
        self._delete.set_visibility(made)
        self._enlarge.set_visibility(made)
        ways = self._acts.ways() if made else ()
        self._make.set_visibility(bool(ways))
        for way, entry in self._way_items.items():
            entry.set_visibility(way in ways)
        self._reuse.set_visibility(made or generation is not None)
        self._reuses.offer(product)
        self._details.set_visibility(generation is not None)
        status = generation.status if generation is not None else GenerationStatus.COMPLETE
        ended_badly = status in {GenerationStatus.FAILED, GenerationStatus.CANCELLED}
        self._retry.set_visibility(not made and ended_badly)
        self._offer_decisions(item)
        for button in (self._cancel, self._cancel_order):
            button.set_visibility(not made and kind(item) in {"planned", "running"})
        if generation is not None and not made:
            self._cancel_order.set_text(f"Cancel order {generation.order_number}")

    async def _use_or_ask(self) -> None:
        if not await self._acts.use():
            self._ways.open()

    def _offer_decisions(self, item: StripItem) -> None:
        generation = item.generation if kind(item) == "attention" else None
        for act, button in zip(ACTS, self._decisions, strict=True):
            button.set_visibility(generation is not None)
            if generation is not None:
                button.set_text(act.words(generation.expected_cost))
        point_to(self._requests, provider_of(generation, self._providers) if generation is not None else None)

    @property
    def element(self) -> ui.element:
        return self._place


def _chips(item: StripItem) -> list[Words]:
    """Name what was chosen for a generation."""
    if item.generation is None:
        return []
    chosen = [
        (str(choice["name"] or (choice["parameter"] if choice["key"] == choice["parameter"] else "")), choice["text"])
        for choice in item.generation.choices[:_MOST_CHIPS]
    ]
    if item.generation.repeat:
        chosen.append(("repeat", item.generation.repeat + 1))
    return [
        Words(text=name.replace("_", " "), strong=str(value) or "(nothing)", classes="pill chip")
        for name, value in chosen
    ]


def _of_generation(item: StripItem) -> UUID | None:
    return item.generation.id if item.generation is not None else None


def _facts(item: StripItem, detail: GenerationDetail | None) -> str:
    product, generation = item.product, item.generation
    facts = []
    if detail is not None:
        seed = seed_of(detail.return_parameters, detail.actual_parameters, detail.generation_parameters)
        facts.append(f"seed {seed}" if seed else "")
    if product is not None and not is_blocked(item):
        facts += [_size(item), f"{format_name(product.mime_type)} {file_size(product.file_size)}"]
    if generation is not None and generation.completed_at:
        took = generation.inference_time_ms
        facts += [
            f"made in {duration(took / 1000)}" if took is not None else "",
            money(generation.cost) if generation.cost is not None else "",
        ]
    if detail is not None:
        facts.append(
            f"order {detail.order.number}, {generation.position + 1} of {detail.order.progress.planned:,}"
            if generation is not None
            else ""
        )
    return " · ".join(filter(None, facts))


def _size(item: StripItem) -> str:
    product = item.product
    assert product is not None
    parts = [f"{product.width}×{product.height}"] if product.width else []
    if product.duration_ms:
        parts.append(duration(product.duration_ms / 1000))
    return " · ".join(parts)
