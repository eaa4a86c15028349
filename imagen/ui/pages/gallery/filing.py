"""File what is selected: with tags, into collections, under a project; each asks by name, and makes what is not there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from imagen.services.all import Services
from imagen.services.gallery_views import Asked
from imagen.services.naming import counted
from imagen.ui.calls import call
from imagen.ui.components.gallery_grid import Selection
from imagen.ui.components.later import Later
from imagen.ui.components.picker import Choice, Option, PickDialog
from imagen.ui.pages.gallery.telling import Tell

_MOST_READ = 2000
_AT_ONCE = 500
_NO_PROJECT = "none"


class Filing:
    """Holds the three dialogs; `tell` says what was done."""

    def __init__(self, services: Services, tell: Tell) -> None:
        self._services = services
        self._tell = tell
        self._tags = Later(_tag_dialog)
        self._collections = Later(_collection_dialog)
        self._projects = Later(_project_dialog)

    async def tag(self, selection: Selection, ids: Sequence[UUID]) -> None:
        """Ask for tags to put on or take off, and do so."""
        options = await call(self._tag_options, selection, ids)

        async def act(choice: Choice) -> None:
            on = [*choice.on, *choice.made]
            self._tell(await call(self._services.keeping.retag, ids, on, list(choice.off)))

        self._tags().open(f"Tag {_products(ids)}", options, act)

    async def collect(self, ids: Sequence[UUID]) -> None:
        """Ask for a collection, and put products into it."""
        collections = await call(self._services.collections.list)
        options = [Option(key=str(one.id), name=one.name, hint=f"{one.count:,}") for one in collections]

        async def act(choice: Choice) -> None:
            if choice.made:
                collection_id = (await call(self._services.collections.create, choice.made[0])).id
            else:
                collection_id = UUID(choice.on[0])
            self._tell(await call(self._services.keeping.collect, ids, collection_id))

        self._collections().open(f"Put {_products(ids)} into a collection", options, act)

    async def move(self, ids: Sequence[UUID]) -> None:
        """Ask for a project, and move products there."""
        projects = await call(self._services.projects.list)
        options = [
            *(Option(key=str(one.id), name=one.name) for one in projects),
            Option(key=_NO_PROJECT, name="Without a project"),
        ]

        async def act(choice: Choice) -> None:
            if choice.made:
                project_id: UUID | None = (await call(self._services.projects.create, choice.made[0])).id
            else:
                project_id = None if choice.on[0] == _NO_PROJECT else UUID(choice.on[0])
            self._tell(await call(self._services.keeping.move, ids, project_id))

        self._projects().open(f"Move {_products(ids)} to a project", options, act)

    def _tag_options(self, selection: Selection, ids: Sequence[UUID]) -> list[Option]:
        counts, total = self._counts(selection, ids), len(ids)
        return [
            Option(
                key=tag.name,
                name=tag.name,
                color=tag.color,
                hint=f"{tag.count:,}",
                state="on" if counts[tag.id] >= total else "some" if counts[tag.id] else "",
            )
            for tag in self._services.tags.list()
        ]

    def _counts(self, selection: Selection, ids: Sequence[UUID]) -> Counter[UUID]:
        """Count how many of what is selected have each tag; of very many, the search is asked."""
        if selection.all and len(ids) > _MOST_READ:
            counted_all = self._services.gallery.facets(Asked(selection.q, newest=selection.newest)).facets
            found = Counter({value.id: value.count for value in counted_all.get("tag", ()) if value.id is not None})
            found.subtract(self._read(selection.excluded))
            return found
        return self._read(ids)

    def _read(self, ids: Sequence[UUID]) -> Counter[UUID]:
        found: Counter[UUID] = Counter()
        for first in range(0, len(ids), _AT_ONCE):
            for tile in self._services.gallery.tiles(ids[first : first + _AT_ONCE]):
                found.update(tile.tags)
        return found


def _tag_dialog() -> PickDialog:
    return PickDialog(
        "Tag",
        placeholder="Type a tag, Enter; Enter again when done",
        none="Type to make the first tag.",
        action="Tag",
        multiple=True,
    )


def _collection_dialog() -> PickDialog:
    return PickDialog(
        "Collect", placeholder="Type a collection", none="Type to make the first collection.", action="Collect"
    )


def _project_dialog() -> PickDialog:
    return PickDialog("Move", placeholder="Type a project", none="Type to make the first project.", action="Move")


def _products(ids: Sequence[UUID]) -> str:
    return counted(len(ids), "product")
