"""Values of a parameter fall into ranges that leave none out, and prompts into words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.figure_ranges import MOST_SINGLE, RANGES, FigureRange, ranges_of
from imagen.domain.prompt_words import count_words, words_of


def test_few_values_stand_alone_and_many_in_ranges_of_about_as_many() -> None:
    assert ranges_of({20: 5, 4: 1}) == [FigureRange(4, 4), FigureRange(20, 20)]
    assert ranges_of(dict.fromkeys(range(10), 1)) == [FigureRange(n, n + 1) for n in range(0, 10, 2)]
    assert ranges_of({}) == []


@given(st.dictionaries(st.integers(-1000, 1000), st.integers(1, 50), max_size=60))
def test_each_value_lies_in_one_range(counts: dict[float, int]) -> None:
    found = ranges_of(counts)
    assert all(sum(value in one for one in found) == 1 for value in counts)
    assert len(found) <= max(MOST_SINGLE, RANGES)
    assert all(one.low in counts and one.high in counts for one in found)


def test_words_are_folded_and_little_ones_left_out() -> None:
    assert words_of("A Red fox, at the SEA-side; 8k ügly d'or") == {"red", "fox", "sea", "side", "ügly", "d'or"}
    assert count_words(["a red fox", "a red fox", "red red owl"]) == {"red": 3, "fox": 2, "owl": 1}
