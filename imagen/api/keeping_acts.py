"""Turn what programs ask to be done with products into the acts of keeping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from imagen.api.schemas.product import BulkAct, BulkBody, ProductChange
from imagen.services.keeping import KeepingService, ProductEdit
from imagen.services.keeping_views import Done
from imagen.services.unset import UNSET
from imagen.services.whom import Whom


@dataclass(frozen=True)
class Searched:
    """All that a search finds, but for what has arrived since."""

    q: str
    newest: int | None = None


def act_in_bulk(keeping: KeepingService, body: BulkBody) -> Done:
    """Do what a body says. Raises what the act raises."""
    whom: Whom = body.ids if body.ids is not None else Searched(body.q or "", body.newest)
    return _marking(keeping, body, whom) or _placing(keeping, body, whom)


def edit_of(body: ProductChange) -> ProductEdit:
    """Read a change; what was left out stays."""
    said = body.model_fields_set
    return ProductEdit(
        liked=body.liked,
        rating=body.rating if "rating" in said else UNSET,
        notes=body.notes,
        tags=body.tags,
        project_id=body.project_id if "project_id" in said else UNSET,
    )


def _marking(keeping: KeepingService, body: BulkBody, whom: Whom) -> Done | None:
    tags: Sequence[str] = body.tags or ()
    match body.action:
        case BulkAct.LIKE | BulkAct.UNLIKE:
            return keeping.like(whom, body.action is BulkAct.LIKE)
        case BulkAct.RATE:
            return keeping.rate(whom, body.rating)
        case BulkAct.TAG:
            return keeping.tag(whom, tags)
        case BulkAct.UNTAG:
            return keeping.untag(whom, tags)
        case _:
            return None


def _placing(keeping: KeepingService, body: BulkBody, whom: Whom) -> Done:
    collection_id = body.collection_id or UUID(int=0)
    match body.action:
        case BulkAct.COLLECT:
            return keeping.collect(whom, collection_id)
        case BulkAct.UNCOLLECT:
            return keeping.uncollect(whom, collection_id)
        case BulkAct.MOVE:
            return keeping.move(whom, body.project_id)
        case BulkAct.RESTORE:
            return keeping.restore(whom)
        case _:
            return keeping.delete(whom)
