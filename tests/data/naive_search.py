"""What a search means, evaluated in Python on plain records, to compare the database's answers with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.search.keys import NONE, Flag, Key, Orientation, figure_names
from imagen.domain.search.nodes import (
    Among,
    Both,
    Bytes,
    Chosen,
    Either,
    Everything,
    Exactly,
    Figure,
    Measure,
    Node,
    Not,
    Size,
    SizeOption,
    When,
    Words,
)


def number_of(product_id: UUID) -> int:
    """Give the number that an id makes: 43 bits of its milliseconds, the 12 that count and 8 random ones."""
    bits = product_id.int
    return (bits >> 80 & (1 << 43) - 1) << 20 | (bits >> 64 & 0xFFF) << 8 | bits >> 54 & 0xFF


@dataclass
class Made:
    """A product with everything that a search may ask of it."""

    id: UUID
    at: datetime
    type: ProductType = ProductType.IMAGE
    origin: ProductOrigin = ProductOrigin.GENERATED
    state: ProductState = ProductState.READY
    liked: bool = False
    rating: int | None = None
    width: int | None = None
    height: int | None = None
    length: int | None = None
    file_size: int = 1
    model: str = ""
    project: str = ""
    order: int | None = None
    texts: tuple[str, ...] = ()
    notes: str = ""
    tags: set[str] = field(default_factory=set)
    collections: dict[str, float] = field(default_factory=dict)
    figures: dict[str, set[float]] = field(default_factory=dict)
    choices: set[tuple[str, str]] = field(default_factory=set)
    used: bool = False
    deleted: bool = False


def matches(node: Node, made: Made, today: date, families: dict[str, list[str]]) -> bool:
    """Tell whether a product is found."""
    if isinstance(node, Everything):
        return True
    if isinstance(node, Not):
        return not matches(node.item, made, today, families)
    if isinstance(node, Both | Either):
        each = [matches(item, made, today, families) for item in node.items]
        return all(each) if isinstance(node, Both) else any(each)
    if isinstance(node, Among):
        return any(_named(node.key, value.casefold(), made, families) for value in node.values)
    return _is(node, made, today)


def _is(node: Node, made: Made, today: date) -> bool:
    if isinstance(node, Words):
        return any(_has_words(text, node) for text in (*made.texts, made.notes))
    if isinstance(node, Figure):
        values = {v for name in figure_names(node.name) for v in made.figures.get(name, ())}
        return any(span.holds(value) for span in node.spans for value in values)
    if isinstance(node, Chosen):
        return any((node.name.casefold(), value.casefold()) in made.choices for value in node.values)
    if isinstance(node, When):
        return any(low <= made.at.date() < high for low, high in (span.bounds(today) for span in node.spans))
    if isinstance(node, Size):
        return any(_has_size(option, made) for option in node.options)
    assert isinstance(node, Measure)
    held = {Key.RATING: made.rating, Key.WIDTH: made.width, Key.HEIGHT: made.height, Key.LENGTH: made.length}[node.key]
    return held is not None and any(span.holds(held) for span in node.spans)


def _named(key: Key, value: str, made: Made, families: dict[str, list[str]]) -> bool:
    groups: dict[Key, set[str]] = {
        Key.PROJECT: {made.project} - {""},
        Key.TAG: made.tags,
        Key.COLLECTION: set(made.collections),
    }
    if key in groups:
        return value in {name.casefold() for name in groups[key]} or (value == NONE and not groups[key])
    tests: dict[Key, Callable[[], bool]] = {
        Key.MODEL: lambda: bool(made.model) and value in made.model.casefold(),
        Key.PROVIDER: lambda: bool(made.model) and made.model.partition(":")[0] == value,
        Key.FAMILY: lambda: made.model in families.get(value, []),
        Key.ORDER: lambda: str(made.order) == value,
        Key.TYPE: lambda: made.type.value == value,
        Key.ORIGIN: lambda: made.origin.value == value,
        Key.IS: lambda: _flagged(Flag(value), made),
    }
    return tests[key]() if key in tests else False


def _flagged(flag: Flag, made: Made) -> bool:
    return {
        Flag.LIKED: made.liked,
        Flag.RATED: made.rating is not None,
        Flag.UNRATED: made.rating is None,
        Flag.BLOCKED: made.state is ProductState.BLOCKED,
        Flag.MISSING: made.state is ProductState.MISSING,
        Flag.UNCHECKED: made.state is ProductState.UNCHECKED,
        Flag.TAGGED: bool(made.tags),
        Flag.UNTAGGED: not made.tags,
        Flag.COLLECTED: bool(made.collections),
        Flag.NOTED: bool(made.notes),
        Flag.USED: made.used,
    }[flag]


def _has_size(option: SizeOption, made: Made) -> bool:
    if isinstance(option, Bytes):
        return option.span.holds(made.file_size)
    if made.width is None or made.height is None:
        return False
    if isinstance(option, Orientation):
        shape = {Orientation.PORTRAIT: made.height > made.width, Orientation.LANDSCAPE: made.width > made.height}
        return shape.get(option, made.width == made.height)
    if isinstance(option, Exactly):
        return (made.width, made.height) == (option.width, option.height)
    return option.span.holds(made.width * made.height)


def _has_words(text: str, wanted: Words) -> bool:
    words, asked = _tokens(text), _tokens(wanted.text)
    if not asked:
        return False
    for start in range(len(words) - len(asked) + 1):
        here = words[start : start + len(asked)]
        last = here[-1].startswith(asked[-1]) if wanted.unfinished else here[-1] == asked[-1]
        if here[:-1] == asked[:-1] and last:
            return True
    return False


def _tokens(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)
