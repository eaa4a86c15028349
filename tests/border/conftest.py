"""A guard around an application that remembers what reached it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from imagen.border import FileSessionStore, Guard, Policy, Role
from imagen.secret import Secret
from tests.border.asgi import InnerApp

OWNER_TOKEN = "the-owner-token-of-the-tests"


@dataclass
class Border:
    guard: Guard
    inner: InnerApp
    sessions: FileSessionStore
    cookie: str

    @property
    def signed_in(self) -> dict[str, str]:
        return {"cookie": self.cookie}

    @property
    def change(self) -> dict[str, str]:
        """The headers of a change that a page of ours sends."""
        return {**self.signed_in, "origin": "http://localhost:8787", "content-type": "application/json"}


def make_border(tmp_path: Path, policy: Policy | None = None) -> Border:
    inner = InnerApp()
    sessions = FileSessionStore(tmp_path / "sessions.json", Secret("k" * 32))
    guard = Guard(inner, policy=policy or Policy(), sessions=sessions, owner_token=Secret(OWNER_TOKEN))
    return Border(guard, inner, sessions, "imagen-8787=" + sessions.create(Role.OWNER, "test"))


@pytest.fixture
def border(tmp_path: Path) -> Border:
    return make_border(tmp_path)


@pytest.fixture
def strict_border(tmp_path: Path) -> Border:
    return make_border(tmp_path, Policy(strict=True))
