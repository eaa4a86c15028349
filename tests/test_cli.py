"""The command `imagen` as people start it: real processes, real exit codes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from imagen import __version__
from imagen.datafolder import DataFolder
from tests.commands.program import Running, imagen, running


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "data", tmp_path / "log") as program:
        yield program


def test_it_tells_its_address_first_and_sigterm_ends_it_in_order(served: Running) -> None:
    assert served.first_line.startswith("http://localhost:")
    assert httpx.get(f"{served.first_line}/api/health", trust_env=False).json()["ready"] is True
    assert served.stop() == 0
    folder = DataFolder(served.folder)
    assert folder.read_address() is None
    assert not list(served.folder.glob("imagen.db-*"))  # closed, not torn off
    folder.acquire().release()


def test_a_second_program_on_the_same_folder_is_told_who_holds_it(served: Running) -> None:
    second = imagen("--data-dir", str(served.folder), "--port", "0", "--no-browser")
    assert second.returncode == 2
    assert second.stdout == ""
    assert f"is in use by process {served.process.pid}." in second.stderr
    assert "Traceback" not in second.stderr


def test_version() -> None:
    shown = imagen("--version")
    assert (shown.returncode, shown.stdout.strip()) == (0, f"imagen {__version__}")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "x"], "--port must be a whole number from 0 to 65,535, but is 'x'."),
        (["run", "--host", "0.0.0.0"], "--host must be an address of this machine"),
        (["--prot", "9000"], "There is no option --prot.\nDid you mean --port?"),
        (["--port"], "Argument --port: expected one argument."),
        (["paint"], "invalid choice: 'paint'"),
        (["order"], "The following arguments are required: PROMPT."),
        (["order", "x", "--repeats", "0"], "takes a whole number from 1 on, and '0' is none."),
        (["order", "x", "--seed-policy", "best"], "invalid choice: 'best'"),
    ],
)
def test_a_bad_command_line_is_answered_by_a_sentence(arguments: list[str], sentence: str) -> None:
    refused = imagen(*arguments)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_bad_variable_is_named() -> None:
    refused = imagen("doctor", IMAGEN_WORKERS="many")
    assert refused.returncode == 2
    assert "IMAGEN_WORKERS must be a whole number from 1 to 64, but is 'many'." in refused.stderr


def test_an_option_before_the_command_counts_too(tmp_path: Path) -> None:
    assert str(tmp_path / "here") in imagen("--data-dir", str(tmp_path / "here"), "doctor", "--port", "0").stdout


@pytest.mark.parametrize("command", ["doctor", "--help"])
def test_a_reader_that_leaves_early_gives_no_traceback(tmp_path: Path, command: str) -> None:
    from tests.commands.program import started

    program = started(command, "--data-dir", str(tmp_path))
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    errors = program.stderr.read()
    program.wait(timeout=60)
    program.stderr.close()
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the owner of everything may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused = imagen("--data-dir", str(tmp_path / "data"))
    assert refused.returncode == 2
    assert "cannot be used" in refused.stderr
