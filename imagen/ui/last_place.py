"""Where a person worked last, remembered for each browser, so that the start page leads back there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nicegui import app

_KEY = "last_project"
_NONE = "none"


@dataclass(frozen=True)
class LastPlace:
    """The Order page that was open last; `project_id` None is the work without a project."""

    project_id: UUID | None


def remember_project(project_id: UUID | None) -> None:
    """Remember that the Order page of a project was opened; call it while the page is being built."""
    value = str(project_id) if project_id else _NONE
    if app.storage.user.get(_KEY) != value:
        app.storage.user[_KEY] = value


def forget_project(project_id: str) -> None:
    """Lead nobody back to a project that is not there any more."""
    if app.storage.user.get(_KEY) == project_id:
        del app.storage.user[_KEY]


def last_place() -> LastPlace | None:
    """Give the place that this browser was at last, None for one that never was."""
    value = app.storage.user.get(_KEY)
    if value == _NONE:
        return LastPlace(None)
    try:
        return LastPlace(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
