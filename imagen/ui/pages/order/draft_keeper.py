"""Keep the form as it stands, for every reload, restart and window; nobody's field is overwritten while it is edited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from nicegui import background_tasks

from imagen.domain.errors import Conflict, ImagenError
from imagen.services.drafts import DraftService
from imagen.services.views import DraftView
from imagen.ui.calls import call
from imagen.ui.pages.order.merging import Merged, merge

PAUSE = 0.3
_MOST_ATTEMPTS = 5


class DraftKeeper:
    """Saves soon after each change, and brings in what other windows changed.

    `read()` gives the state to be kept; `adopt(merged)` is called with what another window changed.
    """

    def __init__(
        self,
        drafts: DraftService,
        draft: DraftView,
        editor: str,
        read: Callable[[], dict[str, Any]],
        adopt: Callable[[Merged], None],
        fail: Callable[[ImagenError], None],
    ) -> None:
        self._drafts = drafts
        self._project_id: UUID | None = draft.project_id
        self._editor = editor
        self._read = read
        self._adopt = adopt
        self._fail = fail
        self._base: Mapping[str, Any] = read()  # also what the form filled in by itself is nobody's change
        self._revision = draft.revision
        self._turn = asyncio.Lock()
        self._waiting: asyncio.Task[None] | None = None

    def changed(self) -> None:
        """Keep the form soon; changes in quick succession are kept together."""
        if self._waiting is None or self._waiting.done():
            self._waiting = background_tasks.create(self._save_soon(), name="keep draft")

    async def flush(self) -> None:
        """Keep the form now."""
        async with self._turn:
            await self._save()

    async def heard(self) -> None:
        """Bring in what another window kept."""
        async with self._turn:
            self._take(await call(self._drafts.get, self._project_id))

    @background_tasks.await_on_shutdown
    async def _save_soon(self) -> None:
        await asyncio.sleep(PAUSE)
        self._waiting = None
        try:
            await self.flush()
        except ImagenError as error:
            self._fail(error)

    async def _save(self) -> None:
        for _ in range(_MOST_ATTEMPTS):
            state = self._read()
            if state == self._base:
                return
            try:
                kept = await call(self._drafts.save, self._project_id, state, self._editor, self._revision)
            except Conflict:
                self._take(await call(self._drafts.get, self._project_id))
                continue
            self._base, self._revision = kept.state, kept.revision
            return

    def _take(self, draft: DraftView) -> None:
        if draft.revision <= self._revision:
            return
        merged = merge(self._base, self._read(), draft.state)
        self._base, self._revision = draft.state, draft.revision
        if merged.taken:
            self._adopt(merged)
