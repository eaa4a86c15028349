"""How long simulated runs take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from zlib import crc32

from tests.provider_simulators.media import Wish


@dataclass
class Speed:
    """Seconds in the queue and of a run: fixed, or by kind (image, video, audio …), or by model pattern.

    With `few_pictures`, pictures are drawn once for eight looks and then only told apart by a comment: for load tests.
    """

    queue_seconds: float = 0.01
    run_seconds: float = 0.03
    by_kind: dict[str, float] = field(default_factory=dict)
    by_model: dict[str, float] = field(default_factory=dict)
    few_pictures: bool = False

    def of(self, model: str, kind: str) -> float:
        """Return the seconds of a run; a model's own figure goes before its kind's."""
        for pattern, seconds in self.by_model.items():
            if fnmatchcase(model, pattern):
                return seconds
        return self.by_kind.get(kind, self.run_seconds)

    def eased(self, wish: Wish) -> Wish:
        """Return a wish that costs nothing to fulfil again, if so set."""
        if not self.few_pictures or wish.kind != "image" or wish.format not in {"png", "jpeg", "webp"}:
            return wish
        return replace(wish, look=f"look {crc32(wish.look.encode()) % 8}", stamp=wish.look)

    @classmethod
    def lifelike(cls, factor: float = 1.0) -> Speed:
        """Return speeds as people know them, times a factor."""
        kinds = {"image": 4.0, "video": 20.0, "audio": 8.0, "text": 2.0}
        return cls(1.0 * factor, 4.0 * factor, {kind: seconds * factor for kind, seconds in kinds.items()})
