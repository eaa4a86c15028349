"""Wire the Production page: its frame, its keys, its address."""

from __future__ import annotations

from fastapi import Request

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.production.desk import ProductionDesk, start
from imagen.ui.pages.production.view_state import ViewState
from imagen.ui.paths import PRODUCTION
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the Production page."""

    @whole_page(PRODUCTION)
    def production(request: Request) -> None:
        with frame(
            "Production",
            "production",
            navigation=context.navigation,
            jump=lambda: jump_entries(context),
            main_classes="fixed",
        ) as page:
            with page.status:
                queue_pill(context)
            undo_keys(page.keys, context.services.undo, within=page.main)
            start(ProductionDesk(context, ViewState.read(request.url.query), page.keys))
