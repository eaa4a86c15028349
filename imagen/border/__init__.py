"""The border: pure ASGI layers around the whole server that decide who may come in and what may go out.

`surround` puts them together: the guard outermost, then the route that serves files, the shelf of what
never changes, then the application.
"""

from __future__ import annotations

from imagen.border.composition import surround
from imagen.border.guard import Guard
from imagen.border.identity import IDENTITY_KEY, Identity, Role, identity_of
from imagen.border.policy import BodyLimit, Policy
from imagen.border.sessions import FileSessionStore, SessionStore

__all__ = [
    "IDENTITY_KEY",
    "BodyLimit",
    "FileSessionStore",
    "Guard",
    "Identity",
    "Policy",
    "Role",
    "SessionStore",
    "identity_of",
    "surround",
]
