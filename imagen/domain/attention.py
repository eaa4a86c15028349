"""What an unfinished generation waits for beside its turn, and which of that only a person can resolve."""

from __future__ import annotations

from enum import StrEnum


class WaitingFor(StrEnum):
    """PROVIDER passes by itself; all others need a person."""

    PROVIDER = "provider"
    UNCLEAR = "unclear"
    RESULT = "result"
    LATE = "late"


NEEDS_PERSON = frozenset({WaitingFor.UNCLEAR, WaitingFor.RESULT, WaitingFor.LATE})


class Resolution(StrEnum):
    """What a person can decide about a generation that needs attention."""

    CHECK = "check"
    SUBMIT = "submit"
    GIVE_UP = "give_up"
