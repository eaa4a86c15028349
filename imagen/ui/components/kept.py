"""How a product is kept: its tags with their colours, its collections and its notes, each changed where it stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from imagen.services.keeping_views import CollectionView, TagView
from imagen.ui import design as d

_MOST_OFFERED = 30
_INTO_FIELD = "() => [...document.querySelectorAll('.viewer-adder input')].pop()?.focus()"


class Mark(Protocol):
    """A tag or a collection as a product bears it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


class Kept(Protocol):
    """What tells how a product is kept; tags may have a `color`."""

    @property
    def tags(self) -> Sequence[Mark]: ...
    @property
    def collections(self) -> Sequence[Mark]: ...
    @property
    def notes(self) -> str: ...


@dataclass(frozen=True)
class KeptActs:
    """What can be changed; `tags` and `collections` list what there is."""

    tag: Callable[[str], Any]
    untag: Callable[[str], Any]
    collect: Callable[[UUID], Any]
    collect_anew: Callable[[str], Any]
    uncollect: Callable[[UUID], Any]
    note: Callable[[UUID, str], Any]
    tags: Callable[[], Awaitable[Sequence[TagView]]]
    collections: Callable[[], Awaitable[Sequence[CollectionView]]]


class KeptPart:
    """Made for one product; `show` shows it as it is now, and takes nothing away that is being typed."""

    def __init__(self, acts: KeptActs, product_id: UUID, kept: Kept, *, keys: bool = True) -> None:
        """Without `keys` the buttons are not pressed by T and B, which mean something else there."""
        self._acts = acts
        self._keys = keys
        self._inside: set[UUID] = set()
        self._tagged: set[UUID] = set()
        self._written = kept.notes
        with d.stack(3):
            with d.node("div", "viewer-kept cluster gap-1", role="group", aria_label="Tags"):
                d.icon("tag", "faint")
                self._tags = d.node("div", "viewer-chips")
                self._tag_adder()
            with d.node("div", "viewer-kept cluster gap-1", role="group", aria_label="Collections"):
                d.icon("collections", "faint")
                self._collections = d.node("div", "viewer-chips")
                self._collection_adder()
        self._notes_field(product_id)
        self.show(kept)

    def show(self, kept: Kept) -> None:
        """Show what people changed."""
        self._inside = {one.id for one in kept.collections}
        self._tagged = {one.id for one in kept.tags}
        for place in (self._tags, self._collections):
            place.clear()
        with self._tags:
            for tag in kept.tags:
                _chip(tag, f"Take the tag {tag.name} off", partial(self._acts.untag, tag.name))
        with self._collections:
            for one in kept.collections:
                _chip(one, f"Take it out of {one.name}", partial(self._acts.uncollect, one.id))
        if self._notes.value == self._written and kept.notes != self._written:
            self._written = kept.notes
            self._notes.set_value(kept.notes)

    def _tag_adder(self) -> None:
        async def offered() -> Sequence[tuple[str, str, Callable[[], Any]]]:
            known = [tag for tag in await self._acts.tags() if tag.id not in self._tagged]
            return [(tag.name, tag.color, partial(self._acts.tag, tag.name)) for tag in known[:_MOST_OFFERED]]

        _adder("Add a tag", "Tag", "T" if self._keys else None, self._acts.tag, offered)

    def _collection_adder(self) -> None:
        async def offered() -> Sequence[tuple[str, str, Callable[[], Any]]]:
            known = [one for one in await self._acts.collections() if one.id not in self._inside]
            return [(one.name, "", partial(self._acts.collect, one.id)) for one in known[:_MOST_OFFERED]]

        key = "B" if self._keys else None
        _adder("Add to a collection", "New collection", key, self._acts.collect_anew, offered)

    def _notes_field(self, product_id: UUID) -> None:
        with d.field("Notes"):
            self._notes = notes = d.textarea(
                self._written, placeholder="What is to be remembered of it", label="Notes", rows=1
            )

        async def keep() -> None:
            written = notes.value or ""
            if written != self._written and not notes.is_deleted:
                self._written = written
                await self._acts.note(product_id, written)

        notes.on("blur", keep, [])


def _chip(thing: Mark, label: str, act: Callable[[], Any]) -> None:
    with d.node("span", "pill viewer-chip"):
        _dot(getattr(thing, "color", ""))
        d.text(thing.name, "ellipsis")
        d.icon_button("close", label, act, small=True)


def _dot(color: str) -> None:
    if color:
        d.node("span", "viewer-dot", aria_hidden="true").style(f"background: {color}; order: -1")


def _adder(
    label: str,
    placeholder: str,
    key: str | None,
    add_new: Callable[[str], Any],
    offered: Callable[[], Awaitable[Sequence[tuple[str, str, Callable[[], Any]]]]],
) -> None:
    """Make a button with a menu: a field for a new name, and what there is already, read when it is opened."""
    opener = d.icon_button("plus", label, small=True, key=key).opens_field()
    with d.menu(opener) as menu:
        menu.props.pop("auto-close", None)
        with d.node("div", "viewer-adder stack gap-2"):
            typed = d.text_input("", placeholder=placeholder, label=placeholder)
            place = d.cluster(1)
    menu.on("show", js_handler=_INTO_FIELD)

    async def add(act: Callable[[], Any]) -> None:
        menu.close()
        await act()

    async def add_typed() -> None:
        name = (typed.value or "").strip()
        if name:
            await add(partial(add_new, name))

    async def fill() -> None:
        found = await offered()
        if place.is_deleted:
            return
        place.clear()
        with place:
            for name, color, act in found:
                with d.pill(name, on_click=partial(add, act)):
                    _dot(color)

    typed.on("keydown.enter", add_typed, [])
    menu.on_value_change(lambda event: fill() if event.value else None)
