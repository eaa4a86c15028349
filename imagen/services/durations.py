"""How long the runs of a model took lately, and when one that began just now is best looked at: plain arithmetic."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

AT_ONCE = 0.05
"""Seconds until the first look at what may be over any moment, and the shortest pause between two looks."""

_KEPT = 20
_ENOUGH = 3
_SHORT = 3.0
_SHARE_SEEN_EARLY, _LATEST_FIRST_LOOK = 0.1, 2.0
_SHARE_OF_USUAL, _GROWTH = 0.04, 0.25
_EARLIER_NEXT_TIME = 0.98


class Durations:
    """Remembers the last runs of each model; used on the poller's thread alone."""

    def __init__(self) -> None:
        self._seconds: dict[str, deque[float]] = {}

    def note(self, model_key: str, seconds: float) -> None:
        """Remember how many seconds a run took."""
        self._seconds.setdefault(model_key, deque(maxlen=_KEPT)).append(seconds)

    def usual(self, model_key: str) -> float | None:
        """Give the seconds after which the quick ones of the last runs were over; None before there were some."""
        known = self._seconds.get(model_key, ())
        return usual_end(known) if len(known) >= _ENOUGH else None


def usual_end(seconds: Collection[float]) -> float:
    """Give when to look so that runs like these are over: the last of those that end about when the quickest does.

    Waiting for these delays the quickest by no more than the pause after which it would be looked at again.
    """
    quickest = min(seconds)
    within = quickest + pause_after(quickest, 0.0)
    return max(each for each in seconds if each <= within)


def duration(seen_after: float, unfinished_after: float, told: float | None) -> float:
    """Give how long a run took that was asked about after `seen_after` seconds and was over, and was not at the look before.

    What its provider tells counts as far as it agrees with that. Where it tells nothing, it may have been over some time
    before it was seen: then a little less is taken, so that the next ones are looked at earlier until that is too early.
    """
    return min(max(seen_after * _EARLIER_NEXT_TIME if told is None else told, unfinished_after), seen_after)


def first_look(usual: float | None) -> float:
    """Give the seconds from the beginning of a run to the first look at it.

    What is usually over soon is looked at then. Of longer runs people want to see early where they stand.
    """
    if usual is None:
        return AT_ONCE
    return usual if usual <= _SHORT else min(usual * _SHARE_SEEN_EARLY, _LATEST_FIRST_LOOK)


def next_look(usual: float | None, elapsed: float, pause: float) -> float:
    """Give the seconds until a run that is not over is looked at again: after the pause, or when it is usually over."""
    if usual is None:
        return pause
    left = usual - elapsed
    if left > 0:
        return min(pause, left) if left > pause / 2 else left
    return min(pause, pause_after(usual, -left))


def pause_after(usual: float, late: float) -> float:
    """Give how soon to look again at a run that takes longer than usual, by seconds."""
    return max(AT_ONCE, usual * _SHARE_OF_USUAL + late * _GROWTH)
