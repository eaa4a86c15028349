"""The ways on from a provider that gets nothing: to where its key or credit is mended, and straight on."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.pauses import BY_HAND
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.paths import settings_path


def ways_on(services: Services, name: str, reason: str) -> None:
    """Offer them; what is to be mended first comes first, for going on alone would only be refused again."""

    async def resume() -> None:
        await call(services.queue.resume_provider, name)

    if reason == BY_HAND:
        d.button("Resume", resume, kind="primary", small=True)
        d.link_button("Settings", settings_path(name), kind="outline", small=True)
    else:
        d.link_button("Settings", settings_path(name), kind="primary", small=True)
        d.button("Resume", resume, small=True)
