"""Order lookups so that each comes after those it uses, with those that use each other in one group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def groups(starts: Iterable[str], uses: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """Give all names reachable from the starts in groups that use each other, used ones first (Tarjan, no recursion)."""
    search = _Search(uses)
    for start in starts:
        if start not in search.number:
            search.run(start)
    return search.found


class _Search:
    def __init__(self, uses: Callable[[str], Iterable[str]]) -> None:
        self.uses = uses
        self.number: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.pending: list[str] = []
        self.is_pending: set[str] = set()
        self.found: list[list[str]] = []
        self.path: list[tuple[str, Iterator[str]]] = []

    def run(self, start: str) -> None:
        self._enter(start)
        while self.path:
            name, following = self.path[-1]
            used = next(following, None)
            if used is None:
                self._leave(name)
            elif used not in self.number:
                self._enter(used)
            elif used in self.is_pending:
                self.lowest[name] = min(self.lowest[name], self.number[used])

    def _enter(self, name: str) -> None:
        self.number[name] = self.lowest[name] = len(self.number)
        self.pending.append(name)
        self.is_pending.add(name)
        self.path.append((name, iter(self.uses(name))))

    def _leave(self, name: str) -> None:
        self.path.pop()
        if self.path:
            user = self.path[-1][0]
            self.lowest[user] = min(self.lowest[user], self.lowest[name])
        if self.lowest[name] != self.number[name]:
            return
        at = _last_index(self.pending, name)
        group = self.pending[at:]
        del self.pending[at:]
        self.is_pending.difference_update(group)
        self.found.append(group)


def _last_index(names: list[str], name: str) -> int:
    return next(at for at in range(len(names) - 1, -1, -1) if names[at] == name)
