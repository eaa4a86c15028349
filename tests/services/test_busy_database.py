"""A database that another program holds locked: said in words, and nothing of anybody's work is lost for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from imagen.bootstrap import Production
from imagen.data import database
from imagen.datafolder import DataFolder
from imagen.domain.errors import StorageError
from imagen.services.submitting import Submitting
from imagen.worker import tasks
from tests.fakes.scripted_provider import Ledger
from tests.services.ordering import fulfilled, place


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 5)  # for the turn among our own writers, who are not what is tried
    monkeypatch.setattr(database, "_PRAGMAS", ("journal_mode=wal", "foreign_keys=on", "busy_timeout=20"))
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.05)


@contextmanager
def locked(folder: DataFolder) -> Iterator[None]:
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_what_cannot_be_stored_now_is_refused_in_words(
    impatient: None, at_rest: Production, folder: DataFolder
) -> None:
    with locked(folder), pytest.raises(StorageError, match="busy") as refused:
        place(at_rest.services, "a fox")
    assert refused.value.http_status == 503
    assert refused.value.retryable
    assert place(at_rest.services, "a fox").progress.planned == 1


def test_an_input_that_cannot_be_looked_up_now_fails_nothing(
    impatient: None, production: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Submitting._request
    failures: list[bool] = []

    def fail_once(self: Submitting, *arguments: object) -> object:
        if not failures:
            failures.append(True)
            with self._units.reading():
                raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Submitting, "_request", fail_once)
    placed = place(production.services, "a fox")
    assert fulfilled(production.services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1
