"""Setting providers up: keys, tests of the connection, and how many generations at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Whole
from imagen.api.schemas.model import ProviderAnswer
from imagen.services.keys import Keeper
from imagen.services.providers import ProviderDetail


class KeyBody(Body):
    """A key as its provider shows it; it is kept and never given back."""

    key: str


class KeyAnswer(Answer):
    """All that is told of a key: who keeps it (null where there is none), where, and its last four characters.

    `variable` is the environment variable that is read where none is kept; `trouble` says why a kept one cannot be read.
    """

    provider: str
    label: str
    takes_key: bool
    is_set: bool
    keeper: Keeper | None
    place: str
    last_four: str
    variable: str
    trouble: str


class PlacesBody(Body):
    """How many generations a provider makes at once; null means as many as it suggests itself."""

    places: Annotated[Whole, Field(ge=-(2**31), lt=2**31)] | None


class ProviderDetailAnswer(ProviderAnswer):
    """A provider with what can be set up.

    `tests` names what can be tried of its connection, `key_page` is where a person makes a key.
    """

    key: KeyAnswer
    tests: list[str]
    can_search: bool
    can_add: bool
    key_page: str

    @classmethod
    def of(cls, detail: ProviderDetail) -> ProviderDetailAnswer:
        """Show a provider with what can be set up."""
        return cls(
            **vars(detail.view),
            key=KeyAnswer.model_validate(detail.key),
            tests=list(detail.tests),
            can_search=detail.can_search,
            can_add=detail.can_add,
            key_page=detail.key_page,
        )


class TestAnswer(Answer):
    """What came of one test of a connection, in a sentence; `seconds` is how long it took."""

    __test__ = False

    name: str
    ok: bool
    message: str
    seconds: float
