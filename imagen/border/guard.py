"""The guard: the outermost layer of the server, which nothing passes without a session or the owner's token."""

from __future__ import annotations

import hashlib
import hmac
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imagen.border.answers import BEARER_CHALLENGE, Headers, answer_error, answer_problem
from imagen.border.body_limit import LimitedBody, too_large
from imagen.border.head import Head, read_head
from imagen.border.identity import IDENTITY_KEY, Identity, Role
from imagen.border.policy import HEALTH_PATH, SOCKET_PREFIX, Policy, is_api, is_file
from imagen.border.response_headers import dressed
from imagen.border.sessions import SessionStore
from imagen.border.sign_in import SignIn, cookie_name
from imagen.border.start_links import StartLinks
from imagen.domain.errors import ImagenError, NotAllowed, NotSignedIn, TooLarge, UnsupportedFormat
from imagen.secret import Secret

_log = logging.getLogger(__name__)

_OWN_SITES = frozenset({None, "none", "same-origin"})
_FRAMES = frozenset({"iframe", "frame", "fencedframe", "embed", "object"})
_MOST_COOKIES_TRIED = 8
_POLICY_VIOLATION = 1008


class _Exchange:
    """One request's way out: every answer, ours or the application's, gets its headers here."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._path = str(scope["path"])
        self._send = send
        self.head: Head | None = None
        self.cookie: bytes | None = None
        self.has_started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            message = dressed(message, self._path, self.head, self.cookie)
        await self._send(message)


class Guard:
    """Surrounds `app`; whoever gets through is in the scope as `imagen.identity` and in `request.state.identity`."""

    def __init__(
        self, app: ASGIApp, *, policy: Policy, sessions: SessionStore, owner_token: Secret,
        start_links: StartLinks | None = None,
    ) -> None:  # fmt: skip
        self._app = app
        self._policy = policy
        self._sessions = sessions
        self._owner_digest = _digest(owner_token.reveal())
        self._start_links = start_links or StartLinks()
        self._sign_in = SignIn(policy, sessions, self._start_links)

    def start_path(self) -> str:
        """Return the path and query of a new start link: whoever opens it first, once, is the owner."""
        return f"/start?token={self._start_links.issue()}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            raise RuntimeError(f"The guard knows no connections of type {scope['type']!r}.")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(scope, send)
        try:
            await self._admit(scope, receive, exchange)
        except ImagenError as error:
            if exchange.has_started:
                raise
            await answer_error(scope, exchange.send, error, _extra_headers(error))
        except Exception:
            if exchange.has_started:
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            await answer_problem(
                scope,
                exchange.send,
                500,
                "Imagen made a mistake.",
                hint="Try again; the log in the data folder says more.",
            )

    async def _admit(self, scope: Scope, receive: Receive, exchange: _Exchange) -> None:
        head = exchange.head = read_head(scope, self._policy)
        _check_source(head)
        limit = self._policy.body_limit(head.path)
        if (head.content_length or 0) > limit:
            raise too_large(limit)
        identity = self._identify(head)
        if self._sign_in.owns(head.path):
            await self._sign_in.serve(scope, exchange.send, head, identity)
            return
        if identity is None and self._sign_in.welcomes(head):
            identity, exchange.cookie = await self._sign_in.start_session(head)
        if identity is None and not _is_open(head):
            await self._sign_in.ask(scope, exchange.send, head)
            return
        if identity is not None and identity.session_id is not None and not head.is_safe:
            _check_state_change(head)
        body = LimitedBody(scope, receive, exchange.send, limit)
        try:
            await self._app(_with_identity(scope, identity), body.receive, body.send)
        except Exception:
            # The application lost its connection to a body that was too large, and was answered for already.
            if not body.is_exceeded:
                raise

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            identity = self._identify_websocket(read_head(scope, self._policy))
        except ImagenError as error:
            _log.debug("A websocket was refused: %s", error)
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
            return
        session_id = identity.session_id

        async def receive_while_signed_in() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive" or session_id is None:
                return message
            if self._sessions.find_session(session_id) is None:
                await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": "The session has ended."})
                return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}
            return message

        await self._app(_with_identity(scope, identity), receive_while_signed_in, send)

    def _identify(self, head: Head) -> Identity | None:
        if head.authorization is not None and (is_api(head.path) or is_file(head.path)):
            return self._identify_by_token(head.authorization)
        return self._identify_by_cookie(head)

    def _identify_websocket(self, head: Head) -> Identity:
        _check_source(head)
        if head.origin is None:
            # Every browser names the origin of a websocket: without one it is a program, and shows the token.
            return self._identify_by_token(head.authorization or "")
        identity = self._identify_by_cookie(head)
        if identity is None:
            raise NotSignedIn("The websocket has no session.")
        return identity

    def _identify_by_token(self, authorization: str) -> Identity:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(_digest(token.strip()), self._owner_digest):
            raise WrongToken("The token is not the owner's.", "It lies in the file owner-token of the data folder.")
        return Identity(Role.OWNER, None, "Owner's token")

    def _identify_by_cookie(self, head: Head) -> Identity | None:
        # Another program on this computer can add cookies of the same name, so each of them is tried.
        wanted = cookie_name(head.port) + "="
        pieces = (piece.strip() for line in head.cookies for piece in line.split(";"))
        values = [piece[len(wanted) :] for piece in pieces if piece.startswith(wanted)]
        for value in values[:_MOST_COOKIES_TRIED]:
            identity = self._sessions.find(value)
            if identity is not None:
                return identity
        return None


class WrongToken(NotSignedIn):
    code = "wrong-token"


def _extra_headers(error: ImagenError) -> Headers:
    if isinstance(error, WrongToken):
        return [BEARER_CHALLENGE]
    # What was sent is not read to its end, so the connection cannot serve another request.
    return [(b"connection", b"close")] if isinstance(error, TooLarge) else []


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8")).digest()


def _is_open(head: Head) -> bool:
    return head.path == HEALTH_PATH and head.method in {"GET", "HEAD"}


def _check_source(head: Head) -> None:
    """Refuse whatever another site's page sends, save for a plain link to us; older browsers tell by Origin alone."""
    if head.origin is not None and head.origin.lower() != head.own_origin:
        raise NotAllowed("This request was sent by another site's page.", "Open Imagen in a tab of its own.")
    if head.fetch_dest in _FRAMES:
        raise NotAllowed("Imagen is not shown inside other pages.", "Open Imagen in a tab of its own.")
    if head.fetch_site not in _OWN_SITES and not head.is_top_navigation:
        raise NotAllowed("This request was sent by another site's page.", "Open Imagen in a tab of its own.")


def _check_state_change(head: Head) -> None:
    """Refuse a change that a form or a careless fetch of another page could send along with our cookie."""
    if head.origin is None:
        raise NotAllowed("A change needs the header Origin, or the owner's token.", "Use Authorization: Bearer.")
    if head.has_own_header or head.content_type == "application/json" or head.content_type.endswith("+json"):
        return
    if head.path.startswith(SOCKET_PREFIX):
        return
    hint = "Send application/json, or add the header X-Imagen: 1."
    if head.content_type:
        raise UnsupportedFormat("A change is not accepted in this form.", hint)
    raise NotAllowed("A change without content needs Imagen's own header.", hint)


def _with_identity(scope: Scope, identity: Identity | None) -> Scope:
    state = {**scope.get("state", {}), "identity": identity}
    return {**scope, IDENTITY_KEY: identity, "state": state}
