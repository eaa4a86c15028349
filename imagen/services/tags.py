"""Tags: words with a colour, made when first used; renamed, recoloured, merged and deleted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from imagen.data.models import Tag, Tagging
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.ids import new_id
from imagen.domain.journal import Change
from imagen.domain.tagging import TaggedKind
from imagen.services.acts import Acts, Step
from imagen.services.keeping_views import Done, TagView
from imagen.services.naming import COLORS, checked_color, checked_name, counted, is_color, refuse_taken


class TagService:
    """Everything a person does with tags themselves; KeepingService puts them on things."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def list(self) -> list[TagView]:
        """List tags by name, with what they are on."""
        with self._units.reading() as reading:
            counts = reading.tags.counts()
            return [tag_view(tag, counts.get(tag.id)) for tag in reading.tags.all()]

    def get(self, tag_id: UUID) -> TagView:
        """Give one tag. Raises NotFound."""
        with self._units.reading() as reading:
            return tag_view(reading.tags.get(tag_id), reading.tags.counts().get(tag_id))

    def of(self, thing_id: UUID) -> Sequence[TagView]:
        """List the tags of one thing."""
        with self._units.reading() as reading:
            return [tag_view(tag) for tag in reading.tags.on([thing_id]).get(thing_id, [])]

    def create(self, name: str, color: str | None = None) -> TagView:
        """Make a tag; without a colour it gets the next of ours. Raises InvalidInput and DuplicateName."""
        shown, key = checked_name(name, "tag")
        given = checked_color(color) if color is not None else None
        tag_id = new_id()

        def step(unit: UnitOfWork) -> Sequence[Change]:
            refuse_taken(unit.tags.by_key(key), None, "tag")
            own = given or COLORS[len(unit.tags.all()) % len(COLORS)]
            return [unit.journal.add(Tag, [{"id": tag_id, "name": shown, "name_key": key, "color": own}])]

        self._acts.once("tag-new", step, f"Made the tag {shown}.")
        return self.get(tag_id)

    def update(self, tag_id: UUID, name: str | None = None, color: str | None = None) -> TagView:
        """Rename or recolour a tag. Raises NotFound, InvalidInput and DuplicateName."""
        old = self.get(tag_id)
        values: dict[str, Any] = {}
        if name is not None:
            values["name"], values["name_key"] = checked_name(name, "tag")
        if color is not None:
            values["color"] = checked_color(color)

        def step(unit: UnitOfWork) -> Sequence[Change]:
            unit.tags.get(tag_id)
            if name is not None:
                refuse_taken(unit.tags.by_key(values["name_key"]), tag_id, "tag")
            return [unit.journal.change(Tag, [tag_id], **values)]

        if values:
            self._acts.once("tag-change", step, f"Changed the tag {values.get('name', old.name)}.")
        return self.get(tag_id)

    def merge(self, tag_id: UUID, into_id: UUID) -> Done:
        """Put one tag in the place of another, which goes into the Bin. Raises NotFound and InvalidInput."""
        if tag_id == into_id:
            message = "A tag cannot be merged with itself."
            raise InvalidInput(message, "Choose another tag.", [FieldProblem("into", message)])
        at = now()

        def step(unit: UnitOfWork, some: Sequence[tuple[UUID, TaggedKind, UUID] | None]) -> Step:
            moving = [one for one in some if one is not None]
            there = {entity for _, _, entity in unit.tags.taggings([into_id], [entity for _, _, entity in moving])}
            rows = [{"tag_id": into_id, "entity": k, "entity_id": e} for _, k, e in moving if e not in there]
            gone = unit.journal.change(Tagging, [one[0] for one in moving], deleted_at=at)
            last = [tag_id] if None in some else []
            added = unit.journal.add(Tagging, rows)
            return Step([gone, added, unit.journal.change(Tag, last, deleted_at=at)], len(moving))

        with self._acts.turn:  # nobody tags anything between the reading and the merging
            old, target = self.get(tag_id), self.get(into_id)
            sentence = f"Merged the tag {old.name} into {target.name}."
            return self._acts.carry_out("tag-merge", [*self._taggings(tag_id), None], step, lambda _: sentence)

    def delete(self, tag_id: UUID) -> Done:
        """Put a tag into the Bin, with all that it is on. Raises NotFound."""
        at = now()

        def step(unit: UnitOfWork, some: Sequence[UUID]) -> Step:
            own = [tag_id] if tag_id in some else []
            tag = unit.journal.change(Tag, own, deleted_at=at)
            return Step([tag, unit.journal.change(Tagging, [o for o in some if o != tag_id], deleted_at=at)], len(some))

        with self._acts.turn:
            old, taggings = self.get(tag_id), [one[0] for one in self._taggings(tag_id)]
            on = f" from {counted(len(taggings), 'thing')}" if taggings else ""
            sentence = f"Deleted the tag {old.name}{on}."
            return self._acts.carry_out("tag-delete", [tag_id, *taggings], step, lambda _: sentence)

    def _taggings(self, tag_id: UUID) -> Sequence[tuple[UUID, TaggedKind, UUID]]:
        with self._units.reading() as reading:
            return tuple(reading.tags.of(tag_id))


def tag_view(tag: Tag, counts: Mapping[TaggedKind, int] | None = None) -> TagView:
    """Show a tag; its colour becomes part of a page's style, so what is none is left out."""
    return TagView(tag.id, tag.name, tag.color if is_color(tag.color) else "", tag.created_at, counts or {})
