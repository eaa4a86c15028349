"""The command for people starts, tells where it is, and ends cleanly; the package stands apart from the app."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.provider_simulators import SETTINGS, Fault, Simulators, simulators
from tests.provider_simulators.fal import Fal
from tests.provider_simulators.process import simulator_process

PACKAGE = Path(__file__).parents[1]


def test_command_prints_settings_and_ends_on_interrupt() -> None:
    command = [sys.executable, "-m", "tests.provider_simulators", "--port", "0", "--speed", "0"]
    with subprocess.Popen(command, cwd=PACKAGE.parents[1], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("Ctrl+C"):
            lines.append(program.stdout.readline())
        settings = dict(line.split(maxsplit=1)[1].strip().split("=") for line in lines if line.startswith("export "))
        assert list(settings) == list(SETTINGS)
        key = next(line.split()[-1] for line in lines if line.split()[:2] == ["fal", "key"])
        address = f"{settings['IMAGEN_FAL_QUEUE_URL']}/fal-ai/flux/schnell"
        httpx.post(address, headers={"authorization": f"Key {key}"}, json={"prompt": "x"})
        program.send_signal(signal.SIGINT)
        rest = program.stdout.read()
        assert program.wait(10) == 0
    assert "accepted  fal" in rest
    assert "1 submissions were accepted" in rest


def test_process_is_scripted_over_http() -> None:
    with simulator_process() as elsewhere:
        elsewhere.add_fault("fal", "queue.submit", Fault.refuse(503))
        address = elsewhere.environment["IMAGEN_FAL_QUEUE_URL"] + "/fal-ai/flux/schnell"
        headers = {"authorization": f"Key {Fal.key}"}
        replies = [httpx.post(address, headers=headers, json={"prompt": "x"}).status_code for _ in range(2)]
        assert replies == [503, 200]
        assert [entry["model"] for entry in elsewhere.ledger(service="fal")] == ["fal-ai/flux/schnell"]
        assert len(elsewhere.requests(route="queue.submit")) == 2
        elsewhere.set_speed(run_seconds=100)
        elsewhere.advance(10)
        elsewhere.clear_faults()
        elsewhere.set_account("fal", key="a:b", name="locked", refusal="top_up")
        assert httpx.post(address, headers={"authorization": "Key a:b"}, json={}).status_code == 403


def test_nothing_of_the_app_is_imported() -> None:
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "imagen"], file


def test_same_seed_gives_the_same_ids() -> None:
    def first_id() -> str:
        with simulators(seed=7) as sims:
            headers = {"authorization": f"Key {sims.fal.key}"}
            made = httpx.post(f"{sims.fal.url}/fal-ai/flux/schnell", headers=headers, json={"prompt": "x"})
            return str(made.json()["request_id"])

    assert first_id() == first_id()


def test_each_origin_has_its_own_port(sims: Simulators) -> None:
    assert len(set(sims.urls.values())) == len(sims.urls) == 14
