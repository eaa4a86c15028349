"""What the language asks of those who know what things are called: models, projects, tags, tokens and their options."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from imagen.domain.search.keys import Key


class NameKind(StrEnum):
    """Kinds of names; all but the last two stand behind a key of the same name."""

    MODEL = "model"
    PROVIDER = "provider"
    FAMILY = "family"
    PROJECT = "project"
    COLLECTION = "collection"
    TAG = "tag"
    VERSION = "version"
    EXPERIMENT = "experiment"
    FIGURE = "figure"
    CHOICE = "choice"


class Names(Protocol):
    """The names in one library."""

    def names(self, kind: NameKind, part: str, limit: int) -> Sequence[str]:
        """List names with this part in them, those that begin with it first; upper and lower case are the same."""
        ...

    def options(self, name: str, part: str, limit: int) -> Sequence[str]:
        """List the options that tokens of this name have taken."""
        ...

    def chosen(self, part: str, limit: int) -> Sequence[tuple[str, str]]:
        """List the options with this part in them of all tokens, each behind the name of its token."""
        ...


KIND_OF: dict[Key, NameKind] = {
    Key.MODEL: NameKind.MODEL,
    Key.PROVIDER: NameKind.PROVIDER,
    Key.FAMILY: NameKind.FAMILY,
    Key.PROJECT: NameKind.PROJECT,
    Key.COLLECTION: NameKind.COLLECTION,
    Key.TAG: NameKind.TAG,
    Key.VERSION: NameKind.VERSION,
    Key.EXPERIMENT: NameKind.EXPERIMENT,
}
WITHOUT = frozenset({Key.PROJECT, Key.COLLECTION, Key.TAG})
"""Keys behind which `none` means: without any."""


def model_matches(written: str, model: str) -> bool:
    """Tell whether a model is meant: its whole key, its own name, or a part of that."""
    return written.casefold() in model.casefold()


def provider_of(model: str) -> str:
    """Give the provider in a model's key; nothing for a name that is no key, as files hold them."""
    provider, mark, _name = model.partition(":")
    return provider if mark else ""
