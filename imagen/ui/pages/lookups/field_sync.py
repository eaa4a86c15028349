"""One field that several windows may edit: what stands here, what is stored, and what both last agreed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


class Heard(Enum):
    """What to do about a stored value."""

    NOTHING = "nothing"
    TAKE = "take"
    CONFLICT = "conflict"


@dataclass
class FieldSync:
    """Decides whether a stored value may be shown and whether the field may be saved; it never loses what was typed.

    `is_held` is true while the field has the focus: then another window's change is offered, not put in.
    """

    base: str
    normal: Callable[[str], str] = field(default=str)
    is_held: bool = False

    def __post_init__(self) -> None:
        self.mine = self.base
        self.stored = self.base
        self._sent: str | None = None

    @property
    def is_dirty(self) -> bool:
        """Tell whether something was typed that is not stored."""
        return self.normal(self.mine) != self.base

    @property
    def is_in_conflict(self) -> bool:
        """Tell whether another window stored something else since both agreed."""
        return self.stored != self.base

    @property
    def can_save(self) -> bool:
        return self.is_dirty and not self.is_in_conflict

    def typed(self, text: str) -> None:
        """Note what stands in the field now."""
        self.mine = text
        if self.is_in_conflict and self.normal(text) == self.stored:
            self.base = self.stored

    def sending(self) -> str:
        """Note that the field is being stored, and give what to store."""
        self._sent = self.normal(self.mine)
        return self._sent

    def saved(self, stored: str) -> None:
        """Note that it was stored."""
        self.base = self.stored = stored
        self._sent = None

    def refused(self) -> None:
        """Note that it was not stored."""
        self._sent = None

    def heard(self, stored: str) -> Heard:
        """Say what to do about the value that is stored now."""
        if stored == self.stored:
            return Heard.NOTHING
        self.stored = stored
        if stored in (self._sent, self.normal(self.mine)):
            self.base = stored
            return Heard.NOTHING
        if stored == self.base:
            return Heard.NOTHING
        if self.is_dirty or self.is_held:
            return Heard.CONFLICT
        self.take()
        return Heard.TAKE

    def take(self) -> str:
        """Take over what is stored, and give it."""
        self.base = self.mine = self.stored
        return self.mine

    def keep(self) -> None:
        """Stay with what stands here: it may be saved over what is stored."""
        self.base = self.stored
