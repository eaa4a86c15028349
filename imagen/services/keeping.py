"""Keep what was made: like, rate, note, tag, collect, move, delete and restore products, one or a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.journal import Change
from imagen.domain.tagging import TaggedKind
from imagen.services import keeping_changes as changes
from imagen.services.acts import Acts, Step
from imagen.services.keeping_views import Done
from imagen.services.naming import checked_name, checked_text, counted
from imagen.services.unset import UNSET, Unset
from imagen.services.whom import Finding, Whom

RATINGS = ("failed", "poor", "acceptable", "good", "excellent")
"""What the ratings 0 to 4 are called."""

_MOST_TAGS = 50


@dataclass(frozen=True)
class ProductEdit:
    """What changes about a product; `tags` are all that it has then."""

    liked: bool | None = None
    rating: int | Unset | None = UNSET
    notes: str | None = None
    tags: Sequence[str] | None = None
    project_id: UUID | Unset | None = UNSET


class KeepingService:
    """Every act takes ids or a search, and can be taken back as one."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts, finding: Finding) -> None:
        self._units = units
        self._acts = acts
        self._finding = finding

    def like(self, whom: Whom, liked: bool = True) -> Done:
        """Like products, or take that back."""
        ids, verb = self._finding.ids(whom), "Liked" if liked else "No longer liked"
        return self._acts.carry_out(
            "like" if liked else "unlike",
            ids,
            lambda unit, some: changes.like(unit, some, liked),
            lambda count: f"{verb}: {_products(count)}." if not liked else f"{verb} {_products(count)}.",
        )

    def rate(self, whom: Whom, rating: int | None) -> Done:
        """Rate products from 0 (failed) to 4 (excellent); None takes the rating away. Raises InvalidInput."""
        _check_rating(rating)
        said = "Unrated" if rating is None else f"Rated {RATINGS[rating]}:"
        return self._acts.carry_out(
            "rate",
            self._finding.ids(whom),
            lambda unit, some: changes.rate(unit, some, rating),
            lambda count: f"{said} {_products(count)}.",
        )

    def note(self, product_id: UUID, text: str) -> Done:
        """Write the notes of a product anew; an empty text takes them away."""
        written = checked_text(text, "notes")
        return self._acts.carry_out(
            "note",
            self._finding.ids([product_id]),
            lambda unit, some: changes.note(unit, some, written),
            lambda _: "Changed the notes of a product.",
        )

    def tag(self, whom: Whom, names: Sequence[str]) -> Done:
        """Put tags on products; a tag that is not there yet is made. Raises InvalidInput."""
        named = checked_tags(names)
        return self._acts.carry_out(
            "tag",
            self._finding.ids(whom),
            lambda unit, some: changes.tag(unit, TaggedKind.PRODUCT, some, named),
            lambda count: f"Tagged {_products(count)} with {_listed(named.values())}.",
        )

    def untag(self, whom: Whom, names: Sequence[str]) -> Done:
        """Take tags off products. Raises InvalidInput."""
        named = checked_tags(names)
        return self._acts.carry_out(
            "untag",
            self._finding.ids(whom),
            lambda unit, some: changes.untag(unit, some, list(named)),
            lambda count: f"Took {_listed(named.values())} off {_products(count)}.",
        )

    def retag(self, whom: Whom, on: Sequence[str], off: Sequence[str]) -> Done:
        """Put some tags on products and take others off, as one act. Raises InvalidInput."""
        if not off or not on:
            return self.tag(whom, on) if on or not off else self.untag(whom, off)
        putting, taking = checked_tags(on), checked_tags(off)

        def step(unit: UnitOfWork, some: Sequence[UUID]) -> Step:
            put = changes.tag(unit, TaggedKind.PRODUCT, some, putting)
            taken = changes.untag(unit, some, list(taking))
            return Step([*put.changes, *taken.changes], max(put.count, taken.count))

        words = f"Tagged with {_listed(putting.values())} and no longer with {_listed(taking.values())}"
        return self._acts.carry_out("tag", self._finding.ids(whom), step, lambda count: f"{words}: {_products(count)}.")

    def tag_things(self, kind: TaggedKind, ids: Sequence[UUID], names: Sequence[str]) -> Done:
        """Put tags on projects, collections or orders. Raises InvalidInput and NotFound."""
        return self._on_things(kind, ids, names, putting=True)

    def untag_things(self, kind: TaggedKind, ids: Sequence[UUID], names: Sequence[str]) -> Done:
        """Take tags off projects, collections or orders. Raises InvalidInput and NotFound."""
        return self._on_things(kind, ids, names, putting=False)

    def collect(self, whom: Whom, collection_id: UUID) -> Done:
        """Put products at the end of a collection. Raises NotFound."""
        name = self._collection(collection_id)
        return self._acts.carry_out(
            "collect",
            self._finding.ids(whom),
            lambda unit, some: changes.collect(unit, some, collection_id),
            lambda count: f"Put {_products(count)} into {name}.",
        )

    def uncollect(self, whom: Whom, collection_id: UUID) -> Done:
        """Take products out of a collection. Raises NotFound."""
        name = self._collection(collection_id)
        return self._acts.carry_out(
            "uncollect",
            self._finding.ids(whom),
            lambda unit, some: changes.uncollect(unit, some, collection_id),
            lambda count: f"Took {_products(count)} out of {name}.",
        )

    def move(self, whom: Whom, project_id: UUID | None) -> Done:
        """Move products into a project, or out of any. Raises NotFound."""
        with self._units.reading() as reading:
            name = reading.projects.get(project_id).name if project_id is not None else None
        return self._acts.carry_out(
            "move",
            self._finding.ids(whom),
            lambda unit, some: changes.move(unit, some, project_id),
            lambda count: f"Moved {_products(count)} {'out of their projects' if name is None else f'to {name}'}.",
        )

    def delete(self, whom: Whom) -> Done:
        """Put products into the Bin."""
        at = now()
        return self._acts.carry_out(
            "delete",
            self._finding.ids(whom, deleted=True),
            lambda unit, some: changes.delete(unit, some, at),
            lambda count: f"Deleted {_products(count)}.",
        )

    def restore(self, whom: Whom) -> Done:
        """Take products out of the Bin, with the orders and projects that they are part of."""
        return self._acts.carry_out(
            "restore",
            self._finding.ids(whom, deleted=True),
            changes.restore,
            lambda count: f"Restored {_products(count)}.",
        )

    def change(self, product_id: UUID, edit: ProductEdit) -> Done:
        """Change several things about a product as one act. Raises InvalidInput and NotFound."""
        if not isinstance(edit.rating, Unset):
            _check_rating(edit.rating)
        tags = checked_tags(edit.tags, some=False) if edit.tags is not None else None
        notes = checked_text(edit.notes, "notes") if edit.notes is not None else None
        ids = self._finding.ids([product_id])
        return self._acts.once("change", lambda unit: list(_edited(unit, ids, edit, notes, tags)), "Changed a product.")

    def _on_things(self, kind: TaggedKind, ids: Sequence[UUID], names: Sequence[str], *, putting: bool) -> Done:
        named = checked_tags(names)
        wanted = list(dict.fromkeys(ids))
        if kind is TaggedKind.PRODUCT:
            return self.tag(wanted, names) if putting else self.untag(wanted, names)
        with self._units.reading() as reading:
            for one in wanted:
                _refuse_missing(reading, kind, one)

        def step(unit: UnitOfWork, some: Sequence[UUID]) -> Step:
            return changes.tag(unit, kind, some, named) if putting else changes.untag(unit, some, list(named))

        tags = _listed(named.values())
        return self._acts.carry_out(
            "tag" if putting else "untag",
            wanted,
            step,
            lambda n: f"Tagged {counted(n, kind)} with {tags}." if putting else f"Took {tags} off {counted(n, kind)}.",
        )

    def _collection(self, collection_id: UUID) -> str:
        with self._units.reading() as reading:
            return reading.collections.get(collection_id).name


def _refuse_missing(reading: Repositories, kind: TaggedKind, thing_id: UUID) -> None:
    if kind is TaggedKind.PROJECT:
        reading.projects.get(thing_id)
    elif kind is TaggedKind.COLLECTION:
        reading.collections.get(thing_id)
    elif kind is TaggedKind.ORDER:
        reading.orders.get(thing_id)
    else:
        message = "Tags are put on products, projects, collections and orders."
        raise InvalidInput(message, problems=[FieldProblem("kind", message)])


def checked_tags(names: Sequence[str], *, some: bool = True) -> dict[str, str]:
    """Give the names of tags by their keys. Raises InvalidInput; also where there is none, unless `some` need not be."""
    if some and not names:
        raise InvalidInput("Name a tag.", problems=[FieldProblem("tags", "Name a tag.")])
    if len(names) > _MOST_TAGS:
        message = f"{_MOST_TAGS} tags at a time, and these are {len(names)}."
        raise InvalidInput(message, problems=[FieldProblem("tags", message)])
    checked = [checked_name(name, "tag", "tags") for name in names]
    return {key: shown for shown, key in reversed(checked)}


def _edited(
    unit: UnitOfWork, ids: Sequence[UUID], edit: ProductEdit, notes: str | None, tags: Mapping[str, str] | None
) -> Iterable[Change]:
    if edit.liked is not None:
        yield from changes.like(unit, ids, edit.liked).changes
    if not isinstance(edit.rating, Unset):
        yield from changes.rate(unit, ids, edit.rating).changes
    if notes is not None:
        yield from changes.note(unit, ids, notes).changes
    if not isinstance(edit.project_id, Unset):
        yield from changes.move(unit, ids, edit.project_id).changes
    if tags is not None:
        surplus = [tag.name_key for tag in unit.tags.on(ids).get(ids[0], []) if tag.name_key not in tags]
        yield from changes.untag(unit, ids, surplus).changes
        yield from changes.tag(unit, TaggedKind.PRODUCT, ids, tags).changes


def _check_rating(rating: int | None) -> None:
    if rating is not None and not 0 <= rating < len(RATINGS):
        message = "A rating is a whole number from 0 (failed) to 4 (excellent)."
        raise InvalidInput(message, problems=[FieldProblem("rating", message)])


def _products(count: int) -> str:
    return counted(count, "product")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
