"""Nothing secret reaches the log, neither in a message nor in a traceback."""

from __future__ import annotations

import logging
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from imagen.logs import HIDDEN, Logging, Redactor, set_up_logging

SECRET = "s3cret/of the+tests"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logging]:
    running = set_up_logging("debug", tmp_path)
    yield running
    running.close()


def written(tmp_path: Path) -> str:
    return (tmp_path / "imagen.log").read_text("utf-8")


def test_a_line_is_written_to_file_and_terminal(log: Logging, tmp_path: Path) -> None:
    logging.getLogger("imagen.worker").info("Order %s is fulfilled", 7)
    assert "imagen.worker: Order 7 is fulfilled" in written(tmp_path)
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "imagen.log").stat().st_mode) == 0o600


def test_registered_secrets_leave_messages_arguments_and_tracebacks(log: Logging, tmp_path: Path) -> None:
    log.redactor.register(SECRET)
    logger = logging.getLogger("imagen")

    def fails(text: str) -> None:
        raise ValueError(f"bad key {text}")

    try:
        try:
            fails(SECRET)
        except ValueError as error:
            raise RuntimeError({"key": SECRET}) from error
    except RuntimeError:
        logger.exception("%s and %r and https://x/?k=%s", SECRET, SECRET, quote(SECRET, safe=""))
    logger.error("stack %s", SECRET, stack_info=True)
    text = written(tmp_path)
    assert text.count(HIDDEN) >= 6
    assert "RuntimeError" in text
    assert SECRET not in text
    assert quote(SECRET, safe="") not in text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abcDEF123456", "abcDEF123456"),
        ("authorization=Key 1234-5678:abcdef", "abcdef"),
        ("{'Authorization': 'Bearer abc', 'accept': 'kept'}", "abc'"),
        ('{"authorization": "Basic dXNlcjpwYXNz", "accept": "kept"}', "dXNlc"),
        ("[(b'authorization', b'Bearer abc'), (b'accept', b'kept')]", "Bearer abc"),
        ("Headers({'x-api-key': 'topsecret'}) kept", "topsecret"),
        ("cookie: imagen-8787=abc.def; session=x", "abc.def"),
        ("sent Bearer abc123abc123abc123", "abc123abc123"),
        ("sent Key 0f5c-11:abcdefabcdef", "abcdefabcdef"),
        ("sent Token r8_abcdefabcdefabcdefab", "r8_abc"),
        ("GET /start?token=AbC_d-123456&to=kept", "AbC_d"),
        ("url https://x/y?X-Amz-Signature=0123456789abcdef&kept=1", "0123456789abcdef"),
        ("api_key='abcdef123456', kept=1", "abcdef123456"),
        ('{"api_token": "abcdef123456", "kept": 1}', "abcdef123456"),
        ("REPLICATE_API_TOKEN=r8_abcdefabcdefabcdefab kept", "r8_abc"),
        ("password: hunter2hunter2 kept", "hunter2"),
        ("found r8_abcdefabcdefabcdefab kept", "r8_abc"),
        ("fal 01234567-89ab-cdef-0123-456789abcdef:0123456789abcdef0123456789abcdef kept", "89abcdef"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, secret: str) -> None:
    redacted = Redactor().redact(text)
    assert secret not in redacted
    assert HIDDEN in redacted
    assert ("kept" in redacted) == ("kept" in text)


@pytest.mark.parametrize(
    "text",
    [
        "Order 7 was placed with 12 generations",
        "The key ring is locked",
        "tokens: 77 of 225, keys: 3",
        "Key already exists, token expired",
        "A token was not given, no cookie either",
        "sha256 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "generation 0192f6a0-7b1c-7def-8000-0123456789ab is complete",
    ],
)
def test_ordinary_lines_stay_as_they_are(text: str) -> None:
    assert Redactor().redact(text) == text


def test_too_short_a_secret_hides_nothing_else() -> None:
    redactor = Redactor()
    redactor.register("")
    redactor.register("a")
    assert redactor.redact("a cat") == "a cat"


def test_a_message_cannot_forge_a_line_or_reach_the_terminal(log: Logging, tmp_path: Path) -> None:
    logging.getLogger("imagen").warning("prompt %s", "a\n12:00:00 ERROR imagen: forged\x1b[2J\u2028b")
    lines = written(tmp_path).splitlines()
    assert len(lines) == 1
    assert "\\n12:00:00 ERROR imagen: forged\\x1b[2J\\u2028b" in lines[0]


def test_closing_gives_back_what_was_before(tmp_path: Path) -> None:
    before = (list(logging.getLogger().handlers), logging.getLogger().level)
    set_up_logging("error", tmp_path).close()
    assert (list(logging.getLogger().handlers), logging.getLogger().level) == before
