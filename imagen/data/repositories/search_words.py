"""The names in a library and the numbers that search rows hold for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Several
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import Session

from imagen.domain.search.keys import Key, figure_names
from imagen.domain.search.names import KIND_OF, NameKind, model_matches, provider_of

_OWNED = {NameKind.PROJECT: "project", NameKind.COLLECTION: "collection", NameKind.TAG: "tag"}
_LISTS = {
    NameKind.PROJECT: "SELECT id, name FROM project WHERE deleted_at IS NULL",
    NameKind.COLLECTION: "SELECT id, name FROM collection WHERE deleted_at IS NULL",
    NameKind.TAG: "SELECT id, name FROM tag WHERE deleted_at IS NULL",
}


class SearchWords:
    """What things are called, as it was when first asked; made anew for each search.

    `families` tells which models belong to a family, both by their names; `providers` which providers there are: what an
    imported file calls its model may look as if it were of another, and is of none. Without it, all that look so count.
    """

    def __init__(
        self,
        session: Session,
        families: Mapping[str, Several[str]] | None = None,
        providers: Callable[[], Several[str]] | None = None,
    ) -> None:
        self._session = session
        self._families = families or {}
        self._providers = providers
        self._lists: dict[NameKind, dict[str, str]] = {}

    def names(self, kind: NameKind, part: str, limit: int) -> Sequence[str]:
        """List names with this part in them, those that begin with it first."""
        if kind is NameKind.MODEL:
            known: Iterable[str] = self.models.values()
        elif kind is NameKind.PROVIDER:
            known = {provider for model in self.models.values() if (provider := self.provider(model))}
        elif kind is NameKind.FAMILY:
            known = self._families
        elif kind in _OWNED:
            known = self._owned(kind).values()
        elif kind is NameKind.CHOICE:
            known = self._values("token")
        else:
            known = self._values(kind.value)
        return _holding(known, part, limit)

    def options(self, name: str, part: str, limit: int) -> Sequence[str]:
        """List the options that tokens of this name have taken."""
        tokens = [token for token in self._values("token") if token.casefold() == name.casefold()]
        values = (value for token in tokens for _, value in self._terms("choice", token))
        return _holding(dict.fromkeys(values), part, limit)

    def chosen(self, part: str, limit: int) -> Sequence[tuple[str, str]]:
        """List the options with this part in them of all tokens, each behind the name of its token."""
        wanted = part.casefold()
        escaped = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in part)
        narrowed = f"%{escaped}%" if part.isascii() else "%"  # the database folds no letters but those of ASCII
        asked = "SELECT name, value FROM search_term WHERE kind = 'choice' AND value LIKE ? ESCAPE '\\'"
        found = [(name, value) for name, value in self._rows(asked, narrowed) if wanted in value.casefold()]
        return sorted(found, key=lambda pair: (not pair[1].casefold().startswith(wanted), len(pair[1]), pair))[:limit]

    @cached_property
    def models(self) -> dict[int, str]:
        """Models by the number that search rows hold."""
        return dict(self._terms("model"))

    def provider(self, model: str) -> str:
        """Give the provider of a model; nothing where the model is only what an imported file calls its own."""
        provider = provider_of(model)
        return provider if self._known_providers is None or provider in self._known_providers else ""

    @cached_property
    def _known_providers(self) -> Several[str] | None:
        return self._providers() if self._providers is not None else None

    @cached_property
    def projects(self) -> dict[int, tuple[UUID, str]]:
        """Projects that are there, by the number that search rows hold."""
        return self._numbered(NameKind.PROJECT)

    def marks(self, kind: NameKind) -> dict[int, tuple[UUID, str]]:
        """Tags or collections that are there, by the number that product terms hold."""
        return self._numbered(kind)

    def model_numbers(self, key: Key, values: Sequence[str]) -> list[int]:
        """Give the numbers of the models that are meant by their names, their providers or their families."""
        if key is Key.MODEL:
            return [number for number, model in self.models.items() if any(model_matches(v, model) for v in values)]
        wanted = {value.casefold() for value in values if value}
        if key is Key.PROVIDER:
            return [number for number, model in self.models.items() if self.provider(model).casefold() in wanted]
        members = {
            model for family, models in self._families.items() if family.casefold() in wanted for model in models
        }
        return [number for number, model in self.models.items() if model in members]

    def named_numbers(self, key: Key, values: Sequence[str]) -> list[int]:
        """Give the numbers of projects, collections, tags, versions or experiments of these names or ids."""
        kind, wanted = KIND_OF[key], {value.casefold() for value in values}
        if kind not in _OWNED:
            return [number for number, value in self._terms(kind.value) if value.casefold() in wanted]
        numbered = self._numbered(kind)
        return [n for n, (held, name) in numbered.items() if name.casefold() in wanted or str(held) in wanted]

    def choice_numbers(self, name: str, values: Sequence[str]) -> list[int]:
        """Give the numbers of options that tokens of this name have taken."""
        wanted = {value.casefold() for value in values}
        tokens = [token for token in self._values("token") if token.casefold() == name.casefold()]
        return [
            number for token in tokens for number, text in self._terms("choice", token) if text.casefold() in wanted
        ]

    def figure_numbers(self, name: str) -> list[int]:
        """Give the numbers of all names that a numeric parameter goes by."""
        wanted = set(figure_names(name))
        return [number for number, value in self._terms("figure") if value.casefold() in wanted]

    def order_numbers(self, values: Sequence[str]) -> list[int]:
        """Give the numbers of orders that are named by number or id."""
        numbers = [int(value) for value in values if value.isdigit() and len(value) < len(str(2**63))]
        for value in values:
            if not value.isdigit():
                asked = 'SELECT number FROM "order" WHERE id = ?'
                numbers += [row[0] for row in self._rows(asked, UUID(value).hex)]
        return numbers

    def _numbered(self, kind: NameKind) -> dict[int, tuple[UUID, str]]:
        owned = self._owned(kind)
        return {number: (UUID(held), owned[held]) for number, held in self._terms(kind.value) if held in owned}

    def _owned(self, kind: NameKind) -> dict[str, str]:
        if kind not in self._lists:
            self._lists[kind] = dict(tuple(row) for row in self._rows(_LISTS[kind]))
        return self._lists[kind]

    def _values(self, kind: str) -> list[str]:
        return [value for _, value in self._terms(kind)]

    def _terms(self, kind: str, name: str = "") -> list[tuple[int, str]]:
        return [
            tuple(row)
            for row in self._rows("SELECT id, value FROM search_term WHERE kind = ? AND name = ?", kind, name)
        ]

    def _rows(self, query: str, *values: Any) -> Sequence[Any]:
        connection: Connection = self._session.connection()
        return connection.exec_driver_sql(query, values).all()


def _holding(names: Iterable[str], part: str, limit: int) -> list[str]:
    wanted = part.casefold()
    found = [name for name in names if wanted in name.casefold()]
    return sorted(found, key=lambda name: (not name.casefold().startswith(wanted), name.casefold()))[:limit]
