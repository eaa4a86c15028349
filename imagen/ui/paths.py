"""The addresses of our own pages, so that no page spells another one's by hand."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

PROJECTS = "/projects"
LOOKUPS = "/lookups"
ORDER = "/order"
BIN = "/bin"
SETTINGS = "/settings"


def order_path(project_id: UUID | None) -> str:
    """Give the Order page of a project, or of the work that has none."""
    return f"{ORDER}/{project_id}" if project_id else ORDER


def lookup_path(name: str) -> str:
    """Give the page of a lookup; a slash in its name stays one step of the address."""
    return f"{LOOKUPS}/{quote(name)}"


def settings_path(part: str) -> str:
    """Give the part of the Settings page with this key: a section of it, or a provider."""
    return f"{SETTINGS}#{quote(part)}"
