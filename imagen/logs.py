"""Logging to the terminal and to a rotating file, with every secret taken out of messages and tracebacks."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from base64 import b64encode
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import quote

HIDDEN = "[hidden]"
SHORTEST_SECRET = 6
LOG_FILE_BYTES = 5 * 1024 * 1024
LOG_FILES_KEPT = 5

_HEADER = re.compile(
    r"(?i)\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key|x-auth-token|x-fal-key)"
    r"(?P<between>['\"]\s*[:,]\s*b?|\s*[:=]\s*)(?:'[^'\n]*'|\"[^\"\n]*\"|[^\n'\"]*)"
)
_SCHEME = re.compile(r"\b(?i:(bearer|basic|key|token))(\s+)(?=[^\s'\",;)]*[\d_:.\-])[A-Za-z0-9._~+/:=-]{12,}")
_NAMED = re.compile(
    r"(?i)\b([\w-]*(?:api[_-]?key|api[_-]?token|access[_-]?token|owner[_-]?token|auth[_-]?token|client[_-]?secret"
    r"|session[_-]?secret|password|passwd|fal_key|x-amz-signature|x-amz-credential)|token|key|secret|signature|sig)"
    r"(['\"]?\s*[=:]\s*b?['\"]?)(?!\s|\[hidden\])([^\s'\"&,;)}\]]{6,})"
)
_KNOWN_SHAPES = re.compile(r"\b(?:r8_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}|[0-9a-f-]{36}:[0-9a-f]{32})\b")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class Redactor:
    """Takes registered secrets, and whatever looks like one, out of a text; safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pattern: re.Pattern[str] | None = None
        self._forms: set[str] = set()

    def register(self, secret: str) -> None:
        """Hide this text from now on, as it is and in the forms it takes in addresses and headers."""
        if len(secret) < SHORTEST_SECRET:
            return
        forms = {secret, quote(secret, safe=""), repr(secret)[1:-1], b64encode(secret.encode()).decode().rstrip("=")}
        with self._lock:
            self._forms |= forms
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def redact(self, text: str) -> str:
        """Return the text without secrets."""
        pattern = self._pattern
        if pattern is not None:
            text = pattern.sub(HIDDEN, text)
        text = _HEADER.sub(rf"\1\g<between>{HIDDEN}", text)
        text = _SCHEME.sub(rf"\1\2{HIDDEN}", text)
        text = _NAMED.sub(rf"\1\2{HIDDEN}", text)
        return _KNOWN_SHAPES.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record whole, traceback included, and only then takes the secrets out, so that none slips by."""

    def __init__(self, redactor: Redactor, layout: str, times: str) -> None:
        super().__init__(layout, times)
        self._redactor = redactor

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        # A line break in somebody's text would forge a line of the log, an escape would reach the terminal.
        return _CONTROL.sub(lambda found: repr(found.group())[1:-1], super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.redact(super().format(record))


class _PrivateRotatingFile(RotatingFileHandler):
    """A rotating file that only its owner can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, self.mode, encoding=self.encoding, errors=self.errors)  # type: ignore[return-value]


class Logging:
    """Logging that is running; `redactor` takes further secrets, `close()` ends it and restores what was before."""

    def __init__(self, redactor: Redactor, handlers: list[logging.Handler], level: int) -> None:
        self.redactor = redactor
        self._handlers = handlers
        root = logging.getLogger()
        self._level_before = root.level
        root.setLevel(level)
        for handler in handlers:
            root.addHandler(handler)
        logging.captureWarnings(True)

    def close(self) -> None:
        """Write out and close the log."""
        root = logging.getLogger()
        for handler in self._handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(self._level_before)
        logging.captureWarnings(False)


def set_up_logging(
    level: str = "info", folder: Path | None = None, redactor: Redactor | None = None, *, on_terminal: bool = True
) -> Logging:
    """Log to standard error unless it is wanted for something else, and into `folder` (which must exist) when given.

    Run uvicorn with `log_config=None`, so that its records come here too.
    """
    redactor = redactor or Redactor()
    handlers: list[logging.Handler] = []
    if on_terminal:
        layout = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setFormatter(RedactingFormatter(redactor, layout, "%H:%M:%S"))
        handlers.append(terminal)
    if folder is not None:
        file = _PrivateRotatingFile(
            folder / "imagen.log", maxBytes=LOG_FILE_BYTES, backupCount=LOG_FILES_KEPT, encoding="utf-8", delay=True
        )
        layout = "%(asctime)s.%(msecs)03d %(levelname)-7s %(threadName)s %(name)s: %(message)s"
        file.setFormatter(RedactingFormatter(redactor, layout, "%Y-%m-%d %H:%M:%S"))
        handlers.append(file)
    _quieten_libraries()
    return Logging(redactor, handlers, logging.getLevelNamesMapping()[level.upper()])


def _quieten_libraries() -> None:
    # These tell each request, message or websocket at their info level; their warnings stay.
    for name in (
        "httpx",
        "httpcore",
        "uvicorn.access",
        "uvicorn.error",
        "engineio",
        "socketio",
        "alembic",
        "PIL",
        "huey",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
