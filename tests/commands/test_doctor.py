"""`imagen doctor` tells everything but secrets, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from imagen.data.upgrade import upgrade
from imagen.datafolder import DataFolder
from imagen.settings import SETTINGS
from tests.commands.program import imagen

SECRET = "a-token-that-nobody-may-read"


def test_it_lists_every_setting_with_its_origin_and_hides_secrets(tmp_path: Path) -> None:
    shown = imagen("doctor", "--data-dir", str(tmp_path / "data"), IMAGEN_OWNER_TOKEN=SECRET, IMAGEN_WORKERS="3")
    assert shown.returncode == 0
    lines = {line.split()[0]: line.split() for line in shown.stdout.splitlines() if line.strip()}
    assert all(lines[s.option][1] == s.variable for s in SETTINGS if s.option)
    named = {tuple(line.split()[:2]) for line in shown.stdout.splitlines()}
    assert all(("–", s.variable) in named for s in SETTINGS if not s.option)
    assert lines["--workers"][2:] == ["3", "IMAGEN_WORKERS"]
    assert lines["--port"][2:] == ["8787", "default"]
    assert lines["--data-dir"][3] == "--data-dir"
    assert SECRET not in shown.stdout + shown.stderr
    assert "does not exist yet" in shown.stdout
    assert not (tmp_path / "data").exists()


def test_a_database_that_is_up_to_date_and_a_stale_address(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    upgrade(folder.database)
    folder.address_file.write_text(json.dumps({"url": "http://localhost:1", "pid": 1}))
    shown = imagen("doctor", "--data-dir", str(tmp_path))
    assert shown.returncode == 0
    assert "Database     up to date" in shown.stdout
    assert "Running      no" in shown.stdout


def test_a_database_of_a_newer_imagen_needs_to_be_put_right(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    upgrade(folder.database)
    with closing(sqlite3.connect(folder.database)) as database:
        database.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
        database.commit()
    shown = imagen("doctor", "--data-dir", str(tmp_path))
    assert shown.returncode == 1
    assert "made by a newer version of Imagen" in shown.stdout


def test_a_broken_database_is_told_and_left_alone(tmp_path: Path) -> None:
    DataFolder(tmp_path).database.write_bytes(b"no database at all" * 100)
    shown = imagen("doctor", "--data-dir", str(tmp_path))
    assert shown.returncode == 1
    assert "cannot be read" in shown.stdout
    assert DataFolder(tmp_path).database.read_bytes() == b"no database at all" * 100
