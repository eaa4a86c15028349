"""How long simulated runs take."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass
class Speed:
    """Seconds in the queue and of a run: fixed, or by kind (image, video, audio …), or by model pattern."""

    queue_seconds: float = 0.01
    run_seconds: float = 0.03
    by_kind: dict[str, float] = field(default_factory=dict)
    by_model: dict[str, float] = field(default_factory=dict)

    def of(self, model: str, kind: str) -> float:
        """Return the seconds of a run; a model's own figure goes before its kind's."""
        for pattern, seconds in self.by_model.items():
            if fnmatchcase(model, pattern):
                return seconds
        return self.by_kind.get(kind, self.run_seconds)

    @classmethod
    def lifelike(cls, factor: float = 1.0) -> Speed:
        """Return speeds as people know them, times a factor."""
        kinds = {"image": 4.0, "video": 20.0, "audio": 8.0, "text": 2.0}
        return cls(1.0 * factor, 4.0 * factor, {kind: seconds * factor for kind, seconds in kinds.items()})
