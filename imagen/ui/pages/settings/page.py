"""Wire the Settings page: its frame, its sections, its address."""

from __future__ import annotations

from nicegui import ui

from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.project_menu import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame, theme_picker
from imagen.ui.pages.settings.provider_card import ProviderCard
from imagen.ui.paths import SETTINGS


def register(context: PageContext) -> None:
    """Declare the Settings page."""

    @ui.page(SETTINGS)
    async def settings_page() -> None:
        details = await call(context.services.providers.list)
        with frame("Settings", "settings", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            with d.node("div", "page narrow stack gap-4 settings-page"):
                d.text(
                    "Imagen makes things with these services. A key stays on this computer: it is shown to nobody, "
                    "not even here, and goes to its own service only.",
                    "muted",
                    tag="p",
                )
                for detail in details:
                    if detail.key.takes_key:
                        ProviderCard(context, detail)
                with d.panel("Appearance"), d.node("div", "spread"):
                    d.text("Theme", "muted")
                    theme_picker()
