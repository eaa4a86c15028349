"""The border around NiceGUI under a real server: raw requests go in as an attacker's program would send them."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SHA = "ab" + "0" * 62
NAVIGATION = "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@dataclass
class Server:
    port: int
    token: str

    def send(self, text: str) -> tuple[int, str]:
        """Send the very bytes of a request and return status and answer; {port} and {token} are filled in."""
        raw = text.replace("{port}", str(self.port)).replace("{token}", self.token).encode("latin-1")
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(raw)
            answer = b""
            while b"\r\n\r\n" not in answer:
                part = connection.recv(65536)
                if not part:
                    break
                answer += part
        return int(answer.split(b" ", 2)[1]), answer.decode("latin-1")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("server") / "data"
    (data / "media" / "ab").mkdir(parents=True)
    (data / "media" / "ab" / f"{SHA}.png").write_bytes(b"picture")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.border.server", str(data)], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as program:
        try:
            assert program.stdout is not None
            port, token = program.stdout.readline().split()
            yield Server(int(port), token)
        finally:
            program.terminate()


def head(method: str, path: str, headers: str = "", host: str = "127.0.0.1:{port}") -> str:
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"


def test_opening_the_address_gives_the_page_and_a_session(server: Server) -> None:
    status, answer = server.send(head("GET", "/", NAVIGATION))
    assert status == 200
    assert f"set-cookie: imagen-{server.port}=" in answer
    assert "frame-ancestors 'none'" in answer


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (401, head("GET", "/")),
        (401, head("GET", "/_nicegui/3.18.0/static/nicegui.js")),
        (401, head("GET", "/_nicegui_ws/socket.io/?EIO=4&transport=polling")),
        (401, head("GET", f"/media/{SHA}.png")),
        (401, head("GET", "/api/x", "Authorization: Bearer wrong\r\n")),
        (200, head("GET", f"/media/{SHA}.png", "Authorization: Bearer {token}\r\n")),
        (421, head("GET", "/", NAVIGATION, host="rebind.test")),
        (400, "GET / HTTP/1.0\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
        (400, head("GET", "/media/%2e%2e/imagen.db", "Authorization: Bearer {token}\r\n")),
        (400, head("GET", "/media/../imagen.db", "Authorization: Bearer {token}\r\n")),
        (400, head("GET", "/media/..%5cimagen.db", "Authorization: Bearer {token}\r\n")),
        (400, head("GET", "/media/x%00.png", "Authorization: Bearer {token}\r\n")),
        (404, head("GET", "/media/%2fetc%2fpasswd", "Authorization: Bearer {token}\r\n")),
        (404, head("GET", "/media/%ff%fe", "Authorization: Bearer {token}\r\n")),
        (401, head("GET", "/", "Cookie: imagen-{port}=\xe9\xff; \x80\r\n")),
        (403, head("POST", "/api/x", "Origin: http://evil.test\r\nContent-Length: 0\r\n")),
        (413, head("POST", "/api/x", "Authorization: Bearer {token}\r\nContent-Length: 9999999\r\n")),
        (403, head("GET", SOCKET, "Origin: http://evil.test\r\n")),
        (414, head("GET", "/" + "a" * 9000)),
        (431, head("GET", "/", f"X-Much: {'a' * 40000}\r\n")),
    ],
)
def test_what_is_not_the_owners_is_refused(server: Server, status: int, text: str) -> None:
    assert server.send(text)[0] == status


def test_a_websocket_opens_for_our_own_page_only(server: Server) -> None:
    answer = server.send(head("GET", "/", NAVIGATION))[1]
    cookie = "Cookie: imagen-" + answer.split("set-cookie: imagen-")[1].split(";")[0] + "\r\n"
    own, evil = "Origin: http://127.0.0.1:{port}\r\n", "Origin: http://evil.test\r\n"

    def handshake(headers: str, host: str = "127.0.0.1:{port}") -> int:
        return server.send(f"GET {SOCKET} HTTP/1.1\r\nHost: {host}\r\n{UPGRADE}{headers}\r\n")[0]

    assert handshake(cookie + own) == 101
    assert handshake("Authorization: Bearer {token}\r\n") == 101
    assert handshake(cookie + evil) == 403
    assert handshake(cookie) == 403
    assert handshake(own) == 403
    assert handshake(cookie + "Origin: http://rebind.test\r\n", host="rebind.test") == 403
