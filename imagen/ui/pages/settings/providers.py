"""The providers that take a key, each with all that can be set up."""

from __future__ import annotations

from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.pages.settings.provider_card import ProviderCard


async def fill_providers(context: PageContext) -> None:
    """Build a card for each provider that takes a key."""
    details = [detail for detail in await call(context.services.providers.list) if detail.key.takes_key]
    if not details:
        d.text("Everything is drawn by the built-in Sketch, which needs no key.", "muted", tag="p")
        return
    d.text(
        "Imagen makes things with these services. A key stays on this computer: it is shown to nobody, not even here, "
        "and goes to its own service only.",
        "muted",
        tag="p",
    )
    for detail in details:
        ProviderCard(context, detail)
