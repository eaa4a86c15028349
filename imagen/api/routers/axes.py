"""What varies in an order or a search, laid out by two choices."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from imagen.api.schemas.axes import AnalysisAnswer, GridAnswer
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.services.all import Services
from imagen.services.analysis_views import Analysis, By
from imagen.services.axes_views import GridView, Laid

Search = Annotated[str, Query(max_length=20_000)]
Key = Annotated[str | None, Query(max_length=500)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of grids and of analysis."""
    router = APIRouter(tags=["Gallery"])

    @router.get("/axes", response_model=GridAnswer)
    def lay_out(
        order_id: UUID | None = None,
        q: Search = "",
        x: Key = None,
        y: Key = None,
        only: Annotated[list[str] | None, Query(max_length=50)] = None,
        most: Annotated[int | None, Query(ge=1, le=200)] = None,
    ) -> GridView:
        """Lay out an order, or what a search finds, by two of its choices: `x` across, `y` down, chosen where not said.

        `only` narrows another choice to one option, as `key:2`, counted from 0. Each cell gives `most` items;
        fewer the more cells there are, where that is not said.
        """
        return services.axes.grid(Laid(order_id, q, x, y, narrowed(only or ())), most)

    @router.get("/products/analysis", response_model=AnalysisAnswer)
    def analyse(q: Search = "", by: By = By.LIKED) -> Analysis:
        """Tell which models, choices, parameters and words occur more or less often among the liked or the well rated."""
        return services.analysis.read(q, by)

    return router


def narrowed(written: list[str] | tuple[str, ...]) -> dict[str, int]:
    """Read `key:option`. Raises InvalidInput."""
    found: dict[str, int] = {}
    for one in written:
        key, _, option = one.rpartition(":")
        if not key or not option.isdecimal() or len(option) > 9:
            message = f"{one[:60]!r} is no key with the number of an option, such as color:2."
            raise InvalidInput(message, problems=[FieldProblem("only", message)])
        found[key] = int(option)
    return found
