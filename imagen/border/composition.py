"""Puts the border around an application: the guard, the file route, the shelf, the application."""

from __future__ import annotations

from starlette.types import ASGIApp

from imagen.border.files import FileRoute
from imagen.border.guard import Guard
from imagen.border.policy import LOOPBACK_HOSTS, Policy
from imagen.border.sessions import FileSessionStore, SessionStore
from imagen.border.shelf import Shelf
from imagen.datafolder import DataFolder
from imagen.settings import Settings


def surround(app: ASGIApp, settings: Settings, folder: DataFolder, sessions: SessionStore | None = None) -> Guard:
    """Return the whole server around `app`; its secrets are read from (or made in) the folder, which must be held.

    Run it with uvicorn's `ws="wsproto", proxy_headers=False, server_header=False`.
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    policy = Policy(allowed_hosts=LOOPBACK_HOSTS | {host}, strict=settings.strict)
    return Guard(
        FileRoute(Shelf(app), media_root=folder.media, thumbnail_root=folder.thumbnails),
        policy=policy,
        sessions=sessions or FileSessionStore(folder.sessions_file, folder.session_secret()),
        owner_token=folder.owner_token(settings.owner_token),
    )
