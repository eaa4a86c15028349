"""What an unfinished generation waits for beside its turn, and which of that only a person can resolve."""

from __future__ import annotations

from enum import StrEnum


class WaitingFor(StrEnum):
    """PROVIDER passes by itself; all others need a person. UNHEARD_OF was accepted, and its provider tells nothing of it."""

    PROVIDER = "provider"
    UNCLEAR = "unclear"
    RESULT = "result"
    LATE = "late"
    UNHEARD_OF = "unheard-of"


NEEDS_PERSON = frozenset({WaitingFor.UNCLEAR, WaitingFor.RESULT, WaitingFor.LATE, WaitingFor.UNHEARD_OF})
MAY_RUN_STILL = frozenset({WaitingFor.LATE, WaitingFor.UNHEARD_OF})


class Resolution(StrEnum):
    """What a person can decide about a generation that needs attention."""

    CHECK = "check"
    SUBMIT = "submit"
    GIVE_UP = "give_up"
