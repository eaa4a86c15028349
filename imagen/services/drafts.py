"""The order form as it stands, kept for each project so that a reload, a restart or another device loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import Conflict, ModelGone, TooLarge
from imagen.domain.events import DraftChanged
from imagen.services.models import ModelService
from imagen.services.secret_parameters import SecretParameters
from imagen.services.views import DraftView

_LARGEST = 1_000_000


class DraftService:
    """Keep and give back drafts."""

    def __init__(self, units: UnitOfWorkFactory, models: ModelService, secrets: SecretParameters) -> None:
        self._units = units
        self._models = models
        self._secrets = secrets

    def get(self, project_id: UUID | None) -> DraftView:
        """Give a project's draft, empty at revision 0 when there is none yet."""
        with self._units.reading() as reading:
            draft = reading.drafts.find(project_id)
        return DraftView(project_id, draft.state, draft.revision) if draft else DraftView(project_id)

    def save(
        self, project_id: UUID | None, state: Mapping[str, Any], editor: str, revision: int | None = None
    ) -> DraftView:
        """Keep a draft, without the secrets that were typed, and tell the other open forms of the project.

        `revision` is the one the change rests on: an older one is a Conflict. None overwrites. Raises TooLarge.
        """
        if len(json.dumps(state)) > _LARGEST:
            raise TooLarge(f"A draft may have {_LARGEST:,} characters in all.", "Shorten the longest text.")
        state = self._without_secrets(state)
        with self._units(durable=False) as unit:
            if project_id is not None:
                unit.projects.get(project_id)
            draft = unit.drafts.find(project_id) or unit.drafts.add(project_id)
            if revision is not None and revision != draft.revision:
                raise Conflict("Another window changed this order form meanwhile.", "Take its changes over first.")
            if draft.state != dict(state):
                draft.state = dict(state)
                draft.revision += 1
                unit.session.add(draft)
                unit.record(DraftChanged(project_id, editor))
            unit.commit()
            return DraftView(project_id, draft.state, draft.revision)

    def _without_secrets(self, state: Mapping[str, Any]) -> dict[str, Any]:
        with suppress(ModelGone):
            self._models.spec(str(state.get("model_key")))
        kept: dict[str, Any] = self._secrets.without_typed(state)
        return kept
