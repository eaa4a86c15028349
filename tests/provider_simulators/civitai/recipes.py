"""civitai's recipes: which schema, price and kind belong to a step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.provider_simulators.core.catalogue import kind_of, rows

PRICES = {"image": 8.0, "video": 200.0, "audio": 30.0}
SINGLE = {"imageUpscaler": 10.0, "imageBackgroundRemoval": 5.0}


@dataclass(frozen=True)
class Recipe:
    """One recipe with its input and output schema."""

    name: str
    step: str
    tasks: tuple[str, ...]
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def kind(self) -> str:
        """Return what the recipe makes."""
        return kind_of(self.tasks[0])

    @property
    def constants(self) -> dict[str, str]:
        """Return the fields that are fixed: engine, ecosystem, operation, version, provider, model."""
        fields = self.input_schema.get("properties", {})
        return {name: field["const"] for name, field in fields.items() if "const" in field}

    def service(self) -> dict[str, Any]:
        """Return the recipe as the catalogue of services shows it."""
        constants = self.constants
        parts = [self.kind, *(constants[name] for name in ("engine", "ecosystem", "model") if name in constants)]
        operation = constants.get("operation")
        return {
            "id": "/".join([*parts, operation or self.name]),
            "category": self.kind,
            "parameters": {name: constants[name] for name in constants if name in {"engine", "model", "operation"}},
            "step": self.step,
            "submit": f"/v2/consumer/recipes/{self.step}",
            "estimate": f"/v2/consumer/recipes/{self.step}?whatif=true",
            "name": self.name,
            "tags": [],
            "status": "available",
        }


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return all bundled recipes."""
    found = []
    for row in rows("schemas-civitai"):
        if row.get("step_type") and not row["file"].startswith("v1-"):
            schemas = row.get("components", {}).get("schemas", {})
            tasks = tuple(row["tasks"])
            found.append(
                Recipe(row["file"], row["step_type"], tasks, row["input_schema"], row["output_schema"], schemas)
            )
    return tuple(found)


def recipe_for(step: str, arguments: dict[str, Any]) -> Recipe | None:
    """Return the recipe whose fixed fields agree best with a step's input, or None for an unknown step."""
    fitting = [
        one
        for one in recipes()
        if one.step == step and all(arguments.get(name, value) == value for name, value in one.constants.items())
    ]
    return max(fitting, key=lambda one: sum(name in arguments for name in one.constants), default=None)


def is_step(step: str) -> bool:
    """Return whether there is a step of a name."""
    return any(one.step == step for one in recipes())


def price(recipe: Recipe, arguments: dict[str, Any], count: int) -> float:
    """Return the made-up Buzz of a step."""
    each = SINGLE.get(recipe.step, PRICES[recipe.kind])
    loras = len(arguments.get("loras") or {})
    return each * count + loras
