"""Complete the API's description (OpenAPI): how everything that goes wrong is answered, and who may ask."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from imagen.api.problems import PROBLEM
from imagen.api.schemas.problem import ProblemAnswer

ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemAnswer, "description": "What is wrong, where, and what to do."}
}


def complete_description(api: FastAPI) -> None:
    """Let problems stand under their own media type, and name the owner's token."""
    drawn = api.openapi

    def completed() -> dict[str, Any]:
        described = drawn()
        if "securitySchemes" not in described["components"]:
            described["components"]["securitySchemes"] = {"owner": {"type": "http", "scheme": "bearer"}}
            described["security"] = [{"owner": []}]
            for operations in described["paths"].values():
                for operation in operations.values():
                    _complete(operation)
        return described

    api.openapi = completed  # type: ignore[method-assign]


def _complete(operation: dict[str, Any]) -> None:
    answer = operation["responses"].get("4XX", {})
    answer["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}
