"""What a gallery is asked: read from its address and from what is typed, and told back as chips and problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imagen.domain.search import Among, Key, Parsed, Placed, Problem, Words, parse, render_term
from imagen.ui.components.gallery_grid import Listed
from imagen.ui.components.search_line import Chip, ShownProblem

SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "best": "Best rated",
    "largest": "Most pixels",
    "smallest": "Fewest pixels",
    "heaviest": "Largest files",
    "longest": "Longest",
    "shuffled": "Shuffled",
    "by-hand": "As in the collection",
}
GROUPS = {
    "day": "Day",
    "month": "Month",
    "project": "Project",
    "order": "Order",
    "model": "Model",
    "type": "Type",
    "collection": "Collection",
    "none": "No groups",
}
BY_TIME = frozenset({"newest", "oldest"})
PERIODS = frozenset({"day", "month"})
LONGEST = 2000
MOST_SEEDS = 2**31


def listed(text: str, sort: str, by: str, seed: int = 0) -> Listed:
    """Give what is listed; what the address spells wrong means the default, which is by day from the newest on."""
    sort = sort if sort in SORTS else "newest"
    by = by if by in GROUPS else "day" if sort in BY_TIME else "none"
    return Listed(text[:LONGEST], sort, by, min(max(seed, 0), MOST_SEEDS - 1) if sort == "shuffled" else 0)


def shown_problems(problems: Iterable[Problem]) -> list[ShownProblem]:
    """Give problems as the search line shows them."""
    return [
        ShownProblem(start=p.start, end=p.end, message=p.message, suggestion=p.suggestion, warning=p.kind.is_warning)
        for p in problems
    ]


def chips(parsed: Parsed) -> list[Chip]:
    """Give the conditions that are more than words."""
    return [_chip(placed) for placed in parsed.placed if placed.is_plain and not isinstance(placed.term, Words)]


def with_terms_dropped(text: str) -> Sequence[tuple[str, str]]:
    """Offer searches that ask for one thing less: what is dropped, and what is left."""
    parsed = parse(text)
    return [
        (text[placed.start : placed.end], without_place(text, placed.start, placed.end))
        for placed in parsed.placed
        if placed.is_plain
    ]


def without_place(text: str, start: int, end: int) -> str:
    """Take away the condition that stands at a place."""
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def name_for(text: str) -> str:
    """Name a search by what it asks for, in words: `project:Foxes rating:>=good neon` becomes `Foxes, rating >=good, neon`."""
    found = []
    for placed in parse(text).placed:
        words = placed.term.text if isinstance(placed.term, Words) else _named(_chip(placed))
        found.append(f"not {words}" if placed.is_negated else words)
    return ", ".join(dict.fromkeys(found))


def _named(chip: Chip) -> str:
    key = chip["key"].removeprefix("not").strip()
    return chip["label"] if chip["label"][:1].isalpha() or not key else f"{key} {chip['label']}"


def collection_in(text: str) -> str:
    """Give the name or id of the one collection that a search looks into; nothing where it is none or several."""
    found = [
        placed.term.values
        for placed in parse(text).placed
        if placed.is_plain
        and not placed.is_negated
        and isinstance(placed.term, Among)
        and placed.term.key is Key.COLLECTION
    ]
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else ""


def _chip(placed: Placed) -> Chip:
    written = render_term(placed.term)
    key, mark, value = written.partition(":")
    if not mark:
        key, mark, value = written.partition("=")
    if isinstance(placed.term, Among):
        key, value = str(placed.term.key), ", ".join(placed.term.values)
    shown_key = "" if key == "is" or not mark else key
    return Chip(
        start=placed.start,
        end=placed.end,
        text=f"{'-' if placed.is_negated else ''}{written}",
        key=f"not {shown_key}".strip() if placed.is_negated else shown_key,
        label=value.strip('"') or key,
        negated=placed.is_negated,
    )
