"""How a browser becomes the owner's: by itself on this computer, by a Continue button, or by a start link."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import parse_qs

from starlette.types import Scope, Send

from imagen.border.answers import BEARER_CHALLENGE, answer_error, answer_page, answer_problem, answer_redirect
from imagen.border.head import Head
from imagen.border.identity import Identity, Role
from imagen.border.plain_pages import continue_page, start_link_page
from imagen.border.policy import SIGN_IN_PATH, START_PATH, Policy, is_api, is_file
from imagen.border.sessions import SESSION_SECONDS, SessionStore
from imagen.border.start_links import StartLinks
from imagen.domain.errors import NotAllowed, NotSignedIn

# One slash only: "//elsewhere" and "/\elsewhere" are addresses of other sites to a browser.
_DESTINATION = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
_OWN_PATHS = frozenset({START_PATH, SIGN_IN_PATH})


def cookie_name(port: int) -> str:
    """Return the session cookie's name; browsers do not tell ports apart, two Imagens on one computer must."""
    return f"imagen-{port}"


class SignIn:
    """Signs browsers in; everything here is about the owner, who sits at this computer."""

    def __init__(self, policy: Policy, sessions: SessionStore, start_links: StartLinks) -> None:
        self._policy = policy
        self._sessions = sessions
        self._start_links = start_links

    def owns(self, path: str) -> bool:
        """Tell whether this path is one of the sign-in pages."""
        return path in _OWN_PATHS

    def welcomes(self, head: Head) -> bool:
        """Tell whether this is the owner opening a page at this computer, with no other site behind it."""
        return self._may_trust_this_computer(head) and head.is_top_navigation and head.fetch_site in _FROM_HERE

    async def start_session(self, head: Head) -> tuple[Identity | None, bytes]:
        """Start the owner's session; return it and the Set-Cookie value that carries it."""
        label = f"Browser at {head.host}"
        cookie = await asyncio.to_thread(self._sessions.create, Role.OWNER, label)
        secure = "; Secure" if head.own_origin.startswith("https:") else ""
        header = f"{cookie_name(head.port)}={cookie}; Max-Age={SESSION_SECONDS}; Path=/; HttpOnly; SameSite=Lax{secure}"
        return self._sessions.find(cookie), header.encode("ascii")

    async def serve(self, scope: Scope, send: Send, head: Head, identity: Identity | None) -> None:
        """Answer one of the sign-in pages."""
        if head.path == START_PATH:
            await self._serve_start_link(scope, send, head, identity)
        else:
            await self._serve_sign_in(scope, send, head, identity)

    async def ask(self, scope: Scope, send: Send, head: Head) -> None:
        """Answer a request that has no session: tell how to get one, in the form that fits who asks."""
        if is_api(head.path):
            error = NotSignedIn(
                "This needs the owner's token or a session.", "Send Authorization: Bearer with the token."
            )
            await answer_error(scope, send, error, [BEARER_CHALLENGE])
        elif not self._is_person(head):
            await answer_error(scope, send, NotSignedIn("This needs a session.", "Open Imagen's start page first."))
        elif not self._may_trust_this_computer(head):
            await answer_page(scope, send, 401, start_link_page(was_used=False))
        else:
            await answer_page(scope, send, 401, continue_page(SIGN_IN_PATH, _destination_of(scope)))

    async def _serve_start_link(self, scope: Scope, send: Send, head: Head, identity: Identity | None) -> None:
        if head.method != "GET":
            await _refuse_method(scope, send, b"GET")
        elif head.has_fetch_metadata and not head.is_top_navigation:
            raise NotAllowed("A start link is opened in a window of its own.")
        elif self._start_links.redeem(_query_value(scope, "token")):
            _, cookie = await self.start_session(head)
            await answer_redirect(scope, send, "/", [(b"set-cookie", cookie)])
        elif identity is not None:
            await answer_redirect(scope, send, "/")
        else:
            await answer_page(scope, send, 401, start_link_page(was_used=True))

    async def _serve_sign_in(self, scope: Scope, send: Send, head: Head, identity: Identity | None) -> None:
        destination = _checked_destination(_query_value(scope, "to"))
        if head.method not in {"GET", "POST"}:
            await _refuse_method(scope, send, b"GET, POST")
        elif identity is not None:
            await answer_redirect(scope, send, destination)
        elif not self._may_trust_this_computer(head):
            await answer_page(scope, send, 401, start_link_page(was_used=False))
        elif self.welcomes(head) or head.method == "POST":
            if head.method == "POST" and head.origin is None:
                raise NotAllowed("This form was not sent by Imagen's own page.", "Open Imagen's start page.")
            _, cookie = await self.start_session(head)
            await answer_redirect(scope, send, destination, [(b"set-cookie", cookie)])
        else:
            await answer_page(scope, send, 401, continue_page(SIGN_IN_PATH, destination))

    def _may_trust_this_computer(self, head: Head) -> bool:
        return head.peer_is_loopback and not self._policy.strict

    def _is_person(self, head: Head) -> bool:
        # Older browsers say nothing of where a request comes from; a page asked for by them gets the button too.
        may_be_page = head.is_top_navigation or not head.has_fetch_metadata
        return head.method in {"GET", "HEAD"} and may_be_page and not is_file(head.path)


_FROM_HERE = frozenset({"none", "same-origin"})


def _destination_of(scope: Scope) -> str:
    raw_path = bytes(scope.get("raw_path") or b"/")
    query = bytes(scope.get("query_string", b""))
    return _checked_destination((raw_path + (b"?" + query if query else b"")).decode("latin-1"))


def _checked_destination(text: str) -> str:
    return text if _DESTINATION.fullmatch(text) and text.split("?", maxsplit=1)[0] not in _OWN_PATHS else "/"


def _query_value(scope: Scope, name: str) -> str:
    try:
        values = parse_qs(bytes(scope.get("query_string", b"")).decode("latin-1"), max_num_fields=20).get(name)
    except ValueError:
        return ""
    return values[0] if values else ""


async def _refuse_method(scope: Scope, send: Send, allowed: bytes) -> None:
    await answer_problem(scope, send, 405, "This page cannot be asked for in this way.", extra=[(b"allow", allowed)])
