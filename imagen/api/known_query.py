"""Refuse a query with a name that the endpoint does not know, so that a misspelled filter is never silently ignored."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant

from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.nearness import nearest


async def refuse_unknown_query(request: Request) -> None:
    """Look through the names of a request's query. Raises InvalidInput."""
    if not request.query_params:
        return
    known = list(_names(request.scope["route"].dependant))
    problems = [_problem(name[:80], known) for name in request.query_params if name not in known]
    if problems:
        raise InvalidInput(" ".join(problem.message for problem in problems[:3]), problems=problems)


def _names(dependant: Dependant) -> Iterator[str]:
    """Give what an endpoint takes, itself and by what it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _names(inner)


def _problem(name: str, known: list[str]) -> FieldProblem:
    near = nearest(name, known)
    takes = f"It takes {', '.join(known)}." if known else "It takes none."
    hint = f"Did you mean {near}?" if near else takes
    return FieldProblem(name, f"This address takes no query parameter {name}. {hint}", "unknown-name", suggestion=near)
