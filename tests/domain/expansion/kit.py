"""Short ways to plan orders in tests."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from imagen.domain.expansion import Expansion, Lookups, Problem, plan
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    ValidationRules,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"

PROMPT = ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT, role=Role.PROMPT)
NEGATIVE = ParameterSpec("negative_prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT)
STEPS = ParameterSpec(
    "steps",
    ParameterType.INTEGER,
    interpolation=Interpolation.VALUES,
    rules=ValidationRules(minimum=1, maximum=150),
)
GUIDANCE = ParameterSpec("guidance", ParameterType.NUMBER, interpolation=Interpolation.VALUES)
STYLE = ParameterSpec("style", ParameterType.TEXT, interpolation=Interpolation.VALUES)
IMAGE = ParameterSpec("image", ParameterType.IMAGE, interpolation=Interpolation.VALUES)
IMAGES = ParameterSpec(
    "images", ParameterType.IMAGE, interpolation=Interpolation.VALUES, rules=ValidationRules(max_items=3)
)
TILED = ParameterSpec("tiled", ParameterType.BOOLEAN)
SPEC = ParameterSetSpec((PROMPT, NEGATIVE, STEPS, GUIDANCE, STYLE, IMAGE, IMAGES, TILED))


@cache
def cases(name: str) -> dict[str, Any]:
    """Read a file of cases."""
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


@cache
def lookups() -> Lookups:
    """Give the lookups of the conformance cases."""
    return lookups_of(cases("expansion-cases.json")["lookups"])


def lookups_of(values: dict[str, list[str]]) -> Lookups:
    return Lookups.of({name: "\n".join(lines) for name, lines in values.items()})


def planned(
    prompt: str | None = None, known: Lookups | None = None, *, seed: int = 7, repeats: int = 1, **others: Any
) -> Expansion:
    """Plan an order with the test spec."""
    base = {"prompt": prompt, **others}
    return plan(SPEC, base, lookups() if known is None else known, seed=seed, repeats=repeats)


def texts(prompt: str, known: Lookups | None = None, **others: Any) -> list[str]:
    """Expand a prompt that has no problems."""
    expansion = planned(prompt, known, **others)
    assert expansion.problems == ()
    return list(expansion.texts("prompt"))


def kinds(prompt: str, known: Lookups | None = None, **others: Any) -> list[str]:
    """Give the kinds of problems a prompt has."""
    return [str(problem.kind) for problem in planned(prompt, known, **others).problems]


def problem(prompt: str, known: Lookups | None = None, **others: Any) -> Problem:
    """Give the one problem a prompt has."""
    found = planned(prompt, known, **others).problems
    assert len(found) == 1, found
    return found[0]
