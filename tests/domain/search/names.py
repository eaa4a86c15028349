"""The names of a small library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imagen.domain.search import NameKind


class GivenNames:
    """Names that a test gives."""

    def __init__(self, given: Mapping[NameKind, Sequence[str]], options: Mapping[str, Sequence[str]]) -> None:
        self._given = given
        self._options = options

    def names(self, kind: NameKind, part: str, limit: int) -> Sequence[str]:
        return _holding(self._given.get(kind, ()), part)[:limit]

    def options(self, name: str, part: str, limit: int) -> Sequence[str]:
        return _holding(self._options.get(name.casefold(), ()), part)[:limit]

    def chosen(self, part: str, limit: int) -> Sequence[tuple[str, str]]:
        return [(name, value) for name, values in self._options.items() for value in _holding(values, part)][:limit]


def _holding(names: Sequence[str], part: str) -> list[str]:
    wanted = part.casefold()
    found = [name for name in names if wanted in name.casefold()]
    return sorted(found, key=lambda name: not name.casefold().startswith(wanted))


NAMES = GivenNames(
    {
        NameKind.MODEL: ["fal:fal-ai/flux/dev", "replicate:black-forest-labs/flux-schnell", "sketch:sketch"],
        NameKind.PROVIDER: ["fal", "replicate", "sketch"],
        NameKind.FAMILY: ["flux"],
        NameKind.PROJECT: ["Foxes", "My project"],
        NameKind.COLLECTION: ["Best of 2026"],
        NameKind.TAG: ["print", "my tag", "a,b"],
        NameKind.FIGURE: ["num_inference_steps", "seed", "top_k"],
        NameKind.CHOICE: ["color", "hair color"],
    },
    {"color": ["red", "deep red", "blue"], "hair color": ["black"]},
)
