"""Some of the runs with kills; `python -m tests.endurance.kills` does hundreds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def test_kills_at_random_instants_lose_and_double_nothing(tmp_path: Path) -> None:
    """In a process of its own: the app is forked, and that wants a process without threads."""
    command = [sys.executable, "-m", "tests.endurance.kills", "--runs", "6", "--seed", "20129", "--keep", str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything is accounted for in every run" in done.stdout
