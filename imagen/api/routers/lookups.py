"""Lookups: the vocabulary of the expansion language."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from imagen.api import shown
from imagen.api.numbers import exact
from imagen.api.schemas.base import Body
from imagen.services.all import Services

Name = Annotated[str, Field(max_length=1000)]
Values = Annotated[str, Field(max_length=6_000_000)]


class LookupBody(Body):
    """`values` is one text, a value a line."""

    name: Name
    values: Values = ""
    description: Annotated[str, Field(max_length=20_000)] = ""


class LookupChange(Body):
    name: Name | None = None
    values: Values | None = None
    description: Annotated[str, Field(max_length=20_000)] | None = None


class LookupTrial(Body):
    values: Values
    name: Name = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 20


class LookupImport(Body):
    """A wildcard file: `convert` turns its marks into this language, otherwise they are printed."""

    name: Name
    text: Values
    convert: bool = False


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of lookups."""
    router = APIRouter(prefix="/lookups", tags=["Lookups"])

    @router.get("")
    def list_lookups() -> dict[str, Any]:
        """List lookups by name."""
        found = services.lookups.list()
        return {"items": [shown.lookup(one) for one in found], "total": len(found)}

    @router.post("", status_code=201)
    def create_lookup(body: LookupBody, response: Response) -> dict[str, Any]:
        """Make a lookup."""
        made = services.lookups.create(body.name, body.values, body.description)
        response.headers["Location"] = f"/api/lookups/{made.id}"
        return shown.lookup(made)

    @router.post("/check")
    def check_values(body: LookupTrial) -> dict[str, Any]:
        """Check values before they are kept, and show what they expand to."""
        return {
            "errors": [shown.problem(one) for one in services.lookups.check(body.values, body.name)],
            "count": exact(services.lookups.count(body.values, body.name)),
            "preview": list(services.lookups.preview(body.values, body.name, body.limit)),
        }

    @router.post("/import", status_code=201)
    def import_lookup(body: LookupImport, response: Response) -> dict[str, Any]:
        """Make a lookup from a wildcard file."""
        made = services.lookups.import_text(body.name, body.text, convert=body.convert)
        response.headers["Location"] = f"/api/lookups/{made.id}"
        return shown.lookup(made)

    @router.get("/{lookup_id}")
    def get_lookup(lookup_id: UUID) -> dict[str, Any]:
        """Give one lookup."""
        return shown.lookup(services.lookups.get(lookup_id))

    @router.get("/{lookup_id}/preview")
    def preview_lookup(lookup_id: UUID, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
        """Show the first texts that a lookup expands to."""
        return {"items": list(services.lookups.peek(services.lookups.get(lookup_id).name, limit))}

    @router.patch("/{lookup_id}")
    def change_lookup(lookup_id: UUID, body: LookupChange) -> dict[str, Any]:
        """Change a lookup; orders that were placed keep the values of their time."""
        return shown.lookup(services.lookups.update(lookup_id, body.name, body.values, body.description))

    @router.post("/{lookup_id}/restore")
    def restore_lookup(lookup_id: UUID) -> dict[str, Any]:
        """Take a lookup out of the Bin."""
        return shown.lookup(services.lookups.restore(lookup_id))

    @router.delete("/{lookup_id}", status_code=204)
    def delete_lookup(lookup_id: UUID) -> None:
        """Put a lookup into the Bin."""
        services.lookups.delete(lookup_id)

    return router
