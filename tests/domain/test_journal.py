"""Changes are packed small and come back whole."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.ids import new_id
from imagen.domain.journal import Change, joined, pack, unpack

values = st.none() | st.booleans().map(int) | st.integers(-(2**53), 2**53) | st.text(max_size=5)
rows = st.lists(st.tuples(values, values), max_size=20)


def change(table: str, made: list[tuple[Any, Any]]) -> Change:
    ids = tuple(uuid4().hex for _ in made)
    return Change(table, ("value",), ids, tuple((b,) for b, _ in made), tuple((a,) for _, a in made))


def by_id(changes: list[Change]) -> list[tuple[str, dict[str, Any]]]:
    return [(one.table, {i: (b, a) for i, b, a in zip(one.ids, one.before, one.after, strict=True)}) for one in changes]


@given(rows, rows)
def test_what_is_packed_comes_back(first: list[tuple[Any, Any]], second: list[tuple[Any, Any]]) -> None:
    changes = [change("product", first), change("tagging", second)]
    before, after = (json.loads(json.dumps(part)) for part in pack(changes))
    assert by_id(unpack(before, after)) == by_id(changes)


@given(rows, st.integers(1, 7))
def test_parts_are_the_whole(made: list[tuple[Any, Any]], size: int) -> None:
    whole = change("product", made)
    parts = list(whole.parts(size))
    assert all(len(part) <= size for part in parts)
    assert joined(parts) == ([whole] if made else [])
    assert whole.reversed().reversed() == whole
    assert whole.only(whole.ids) == whole
    assert len(whole.only(whole.ids[:3])) == min(3, len(whole))


def test_a_hundred_thousand_of_one_kind_take_little_more_than_their_ids() -> None:
    ids = tuple(new_id().hex for _ in range(100_000))
    liked = Change("product", ("liked",), ids, ((0,),) * len(ids), ((1,),) * len(ids))
    assert sum(len(json.dumps(part)) for part in pack([liked])) < 16 * len(ids)
