"""Put the API together as an application of its own, to be mounted at /api."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from imagen import __version__
from imagen.api import docs
from imagen.api.clean_json import CleanJson
from imagen.api.description import ANY_PROBLEM, complete_description
from imagen.api.known_query import refuse_unknown_query
from imagen.api.problems import answer_problems
from imagen.api.routers import (
    axes,
    bin,
    collections,
    drafts,
    edits,
    events,
    expansions,
    exports,
    gallery,
    generations,
    health,
    imports,
    library,
    lookups,
    models,
    orders,
    products,
    projects,
    providers,
    queue,
    saved_searches,
    spending,
    tags,
    templates,
    undo,
)
from imagen.services.all import Services

_ROUTERS = (
    projects,
    lookups,
    providers,
    models,
    expansions,
    orders,
    generations,
    axes,
    imports,
    exports,
    library,
    products,
    gallery,
    collections,
    tags,
    templates,
    saved_searches,
    bin,
    undo,
    queue,
    spending,
    drafts,
    edits,
    events,
    health,
)

_DESCRIPTION = """
Everything the pages do. Programs send `Authorization: Bearer …` with the owner's token, which lies in the data folder.
Lists take `page` (from 1) and `limit` (1–200). Money is in micro-dollars, times are RFC 3339 in UTC, and a whole number
above 2^53 − 1 travels as a decimal string.
Whatever goes wrong is answered as `application/problem+json` (RFC 9457); bad input names each field in `errors`.
"""


def make_api(services: Services) -> FastAPI:
    """Build the API on the services."""
    api = FastAPI(
        title="Imagen",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        responses=ANY_PROBLEM,
        dependencies=[Depends(refuse_unknown_query)],
        generate_unique_id_function=_name,
    )
    answer_problems(api)
    api.add_middleware(CleanJson)
    api.state.services = services
    for module in _ROUTERS:
        api.include_router(module.make_router(services))
    api.include_router(docs.make_router())
    complete_description(api)
    return api


def _name(route: APIRoute) -> str:
    return route.name
