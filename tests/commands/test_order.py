"""`imagen order` from end to end, where no Imagen runs and at one that does."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from imagen.datafolder import DataFolder
from tests.commands.program import imagen, running, started

TINY = ("--set", "size=256", "--set", "steps=1")


@pytest.fixture(scope="module", params=["local", "running"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A data folder on which no Imagen runs, and one on which one does."""
    place = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        if request.param == "running":
            stack.enter_context(running(place / "data", place / "log"))
        yield str(place / "data")


def test_an_order_is_made_and_copied(data: str, tmp_path: Path) -> None:
    out = tmp_path / "made" / "here"
    made = imagen("order", "A [red,blue] dog", *TINY, "--data-dir", data, "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert "2 generations = 2 (red, blue)" in made.stderr
    assert "2 of 2" in made.stderr
    files = [Path(line) for line in made.stdout.splitlines()]
    assert sorted(out.iterdir()) == sorted(files)
    assert len(files) == 2
    for file in files:
        with Image.open(file) as picture:
            assert picture.size == (256, 256)
    first, second = (file.read_bytes() for file in files)
    assert first != second


def test_json_is_one_document(data: str) -> None:
    made = imagen(
        "order", "A cat", *TINY, "--repeats", "2", "--seed-policy", "per_repeat", "--json", "--data-dir", data
    )
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    assert answer["plan"]["count"] == 2
    assert (answer["order"]["complete"], answer["order"]["status"]) == (2, "fulfilled")
    assert [file["mime_type"] for file in answer["files"]] == ["image/png"] * 2


def test_a_refused_order_points_at_the_place(data: str) -> None:
    refused = imagen("order", "A [red,blue dog", "--set", "size=25", "--data-dir", data)
    assert refused.returncode == 2
    lines = refused.stderr.splitlines()
    at = lines.index("  A [red,blue dog")
    assert lines[at + 1] == "    ^"
    assert "[ is never closed" in lines[at - 1]
    assert lines[lines.index("  25") + 1] == "  ^^"
    assert "Traceback" not in refused.stderr


def test_a_refused_order_as_json(data: str) -> None:
    refused = imagen("order", "A [red,blue dog", "--json", "--data-dir", data)
    assert refused.returncode == 2
    problem = json.loads(refused.stdout)["errors"][0]
    assert (problem["field"], problem["kind"], problem["start"]) == ("prompt", "unclosed", 2)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "sketch:nothing"], "Sketch has no model sketch:nothing."),
        (["--model", "nobody:nothing"], "No provider here offers the model nobody:nothing."),
        (["--project", "Nowhere"], "There is no project named Nowhere."),
        (["--set", "stepps=2"], "Did you mean steps?"),
        (["--set", "steps"], "--set takes NAME=EXPRESSION, and 'steps' is none."),
        (["--set", "steps=1", "--set", "steps=2"], "--set names steps twice."),
    ],
)
def test_what_cannot_be_ordered_is_told(data: str, arguments: list[str], sentence: str) -> None:
    refused = imagen("order", "A dog", *arguments, "--data-dir", data)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_dry_run_shows_and_orders_nothing(data: str) -> None:
    before = _orders(data)
    shown = imagen("order", "A [red,blue] dog", "--set", "steps=1,2", "--dry-run", "--data-dir", data)
    assert shown.returncode == 0
    assert "4 generations = 2 (red, blue) × 2 steps" in shown.stderr
    assert shown.stdout.splitlines() == [
        f"A {colour} dog · steps={steps}" for colour in ("red", "blue") for steps in "12"
    ]
    assert _orders(data) == before


def test_a_prompt_from_standard_input_with_a_sample(data: str) -> None:
    shown = imagen("order", "-", "--sample", "3", "--dry-run", "--data-dir", data, input="A [1..10] dog\n")
    assert "3 of 10 generations" in shown.stderr
    assert len(shown.stdout.splitlines()) == 3


def test_an_order_nobody_waited_for_is_made_at_the_next_start(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    placed = imagen("order", "A dog", *TINY, "--no-wait", "--json", "--data-dir", data)
    assert placed.returncode == 0, placed.stderr
    assert json.loads(placed.stdout)["order"]["complete"] == 0
    later = imagen("order", "A cat", *TINY, "--background", "--json", "--data-dir", data)
    assert json.loads(later.stdout)["order"]["number"] == 2
    assert _pictures(data) == 2  # the first one goes before the one in the background


def test_ctrl_c_leaves_the_order(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    program = _started_order(Path(data))
    program.send_signal(signal.SIGINT)
    _, rest = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "Order 1 is kept, and goes on when Imagen starts." in rest
    assert "Traceback" not in rest
    DataFolder(Path(data)).acquire().release()


def test_a_folder_held_by_a_program_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "data").acquire():
        refused = imagen("order", "A dog", "--data-dir", str(tmp_path / "data"))
    assert refused.returncode == 2
    assert "is in use by process" in refused.stderr


def _started_order(folder: Path) -> subprocess.Popen[str]:
    """Start a long order and give its program as soon as it waits."""
    program = started("order", "A [1..400] dog", "--data-dir", str(folder))
    assert program.stderr is not None
    said = ["nothing yet"]
    while " of 400" not in said[-1]:
        said.append(program.stderr.readline())
        assert said[-1], said
    return program


def _orders(data: str) -> int:
    import sqlite3
    from contextlib import closing

    path = DataFolder(Path(data)).database
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return int(database.execute('SELECT count(*) FROM "order"').fetchone()[0])


def _pictures(data: str) -> int:
    return len(list(DataFolder(Path(data)).media.rglob("*.png")))


def test_ctrl_c_leaves_the_order_to_the_running_imagen(tmp_path: Path) -> None:
    with running(tmp_path / "data", tmp_path / "log") as served:
        program = _started_order(served.folder)
        program.send_signal(signal.SIGINT)
        _, rest = program.communicate(timeout=60)
        assert program.returncode == 130
        assert f"Order 1 goes on; look at it on {served.first_line}." in rest


def test_an_imagen_that_stops_meanwhile_keeps_the_order(tmp_path: Path) -> None:
    with running(tmp_path / "data", tmp_path / "log") as served:
        program = _started_order(served.folder)
        assert served.stop() == 0
        _, rest = program.communicate(timeout=60)
        assert program.returncode == 1
        assert "What was ordered is stored, and goes on when Imagen starts." in rest
        assert "Order 1 is placed." in rest
        assert "Traceback" not in rest
