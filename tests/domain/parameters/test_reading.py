"""What is written becomes a value of the right type, or a sentence that says why not."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.parameters import Choice
from tests.domain.parameters.kit import GROUP, T, spec


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (T.INTEGER, "8", 8),
        (T.INTEGER, " -3 ", -3),
        (T.NUMBER, "0.5", 0.5),
        (T.NUMBER, "1e3", 1000.0),
        (T.NUMBER, "7", 7),
        (T.BOOLEAN, "true", True),
        (T.BOOLEAN, "Off", False),
        (T.TEXT, " kept ", " kept "),
        (T.JSON, '{"a": [1]}', {"a": [1]}),
    ],
)
def test_what_is_written_becomes_a_value(kind: T, written: str, value: Any) -> None:
    assert spec(kind).convert(written) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (T.INTEGER, "8.0"),
        (T.INTEGER, "1_000"),
        (T.INTEGER, "٣"),
        (T.INTEGER, "+1"),
        (T.INTEGER, "007"),
        (T.INTEGER, ""),
        (T.INTEGER, "9" * 41),
        (T.NUMBER, "nan"),
        (T.NUMBER, "Infinity"),
        (T.NUMBER, "1e999"),
        (T.NUMBER, ".5"),
        (T.BOOLEAN, "perhaps"),
        (T.JSON, "{"),
        (T.JSON, "[NaN]"),
        (T.JSON, "[" * 100_000),
    ],
)
def test_what_is_no_such_value_is_said_in_words(kind: T, written: str) -> None:
    with pytest.raises(ValueError, match="Value"):
        spec(kind).convert(written)


def test_a_choice_is_found_by_how_it_is_written() -> None:
    chooses = spec(T.TEXT, choices=(Choice(4), Choice("16:9")))
    assert chooses.convert("4") == 4
    assert chooses.convert(" 16:9 ") == "16:9"


def test_a_group_can_be_written_as_json() -> None:
    assert GROUP.convert('[{"path": "a"}]') == [{"path": "a"}]
