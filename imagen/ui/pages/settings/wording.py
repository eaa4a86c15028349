"""Types and times in the words of the Settings page, and the link to where keys are made."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from imagen.domain.errors import AuthenticationFailed, InsufficientCredit, NotConfigured
from imagen.services.models import ModelType
from imagen.services.providers import ProviderDetail
from imagen.ui import design as d

_DAY = 86400


def type_words(kind: ModelType) -> str:
    """Write what a model makes of what."""
    return str(kind).replace("-", " ").capitalize()


def on_day(moment: datetime) -> str:
    """Write when something was, to the day."""
    days = int((datetime.now(UTC) - moment).total_seconds() // _DAY)
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"on {moment:%d %b %Y}".replace("on 0", "on ")


def said_here(message: str) -> str:
    """Let what sends people to Settings say where on this page it is."""
    return message.replace(" in Settings.", " here.")


def pause_means(cause: str) -> str:
    """Say what becomes of orders while a provider is paused; `cause` is the code of the error that paused it, if one did."""
    if cause in {AuthenticationFailed.code, NotConfigured.code}:
        return (
            "Nothing can be submitted or asked here without a right key. What was ordered may be made meanwhile; "
            "it is fetched as soon as there is one."
        )
    if cause == InsufficientCredit.code:
        return "Nothing is submitted here until there is credit; what runs goes on as far as the account lets it."
    return "Nothing is submitted here; what runs goes on."


def key_page_link(detail: ProviderDetail) -> None:
    """Lead to where the provider makes keys, in a tab of its own."""
    host = urlsplit(detail.key_page).hostname or detail.view.label
    link = d.text(f"Your keys at {host}", "settings-link", tag="a")
    link.props.update({"href": detail.key_page, "target": "_blank", "rel": "noopener noreferrer"})
    with link:
        d.icon("external")
