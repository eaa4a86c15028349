"""The simulators in a process of their own, asked and scripted over HTTP: for load tests and for apps that are killed."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.provider_simulators.core.faults import Fault
from tests.provider_simulators.simulators import SETTINGS

CHECKOUT = Path(__file__).parents[2]


class SimulatorProcess:
    """Simulators elsewhere: the same addresses and settings, the ledger and the faults over HTTP."""

    def __init__(self, control: str) -> None:
        self._control = control
        self.urls: dict[str, str] = self._ask("GET", "/__urls")

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that point the app there, by name."""
        return {name: self.urls[origin] for name, origin in SETTINGS.items()}

    def ledger(self, **fields: Any) -> list[dict[str, Any]]:
        """Return the accepted submissions with these fields."""
        entries: list[dict[str, Any]] = self._ask("GET", "/__ledger", query=fields)["entries"]
        return entries

    def jobs(self) -> list[dict[str, Any]]:
        """Return all runs as they are now, with the kinds of their faults."""
        found: list[dict[str, Any]] = self._ask("GET", "/__jobs")["jobs"]
        return found

    def requests(self, **fields: Any) -> list[dict[str, Any]]:
        """Return the requests with these fields."""
        found: list[dict[str, Any]] = self._ask("GET", "/__requests", query=fields)["requests"]
        return found

    def add_fault(self, service: str, route: str, fault: Fault, times: int | None = 1, **options: Any) -> None:
        """Plan a fault, as `FaultPlan.add` does."""
        plan = {"service": service, "route": route, "fault": fault.as_json(), "times": times, **options}
        self._ask("POST", "/__faults", plan)

    def struck(self) -> int:
        """Return how often planned faults have struck."""
        plans = self._ask("GET", "/__faults").values()
        return sum(planned["hits"] for service in plans for planned in service)

    def clear_faults(self) -> None:
        """Plan nothing any more."""
        self._ask("DELETE", "/__faults")

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ask("POST", "/__clock", {"advance": seconds})

    def set_speed(self, **fields: Any) -> None:
        """Set fields of Speed, for one `service` or all."""
        self._ask("POST", "/__speed", fields)

    def set_account(self, service: str, **fields: Any) -> None:
        """Make a key known, or replace its account: the fields of Account."""
        self._ask("POST", "/__accounts", {"service": service, **fields})

    def _ask(self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None) -> Any:
        address = self._control + path + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(address, data, method=method), timeout=30) as reply:
            text = reply.read()
        return json.loads(text) if text else None


@contextmanager
def simulator_process(*, speed: float = 0.0, seed: int = 1) -> Iterator[SimulatorProcess]:
    """Run the command for the length of a `with`; `speed` is its option (1 is lifelike, 0 at once)."""
    command = [sys.executable, "-u", "-m", "tests.provider_simulators", "--port", "0", "--quiet"]
    command += ["--speed", str(speed), "--seed", str(seed)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            control = next(line.split("=")[1].strip() for line in program.stdout if line.startswith("export "))
            yield SimulatorProcess(control)
        finally:
            program.terminate()
            program.stdout.read()
            program.wait(10)
