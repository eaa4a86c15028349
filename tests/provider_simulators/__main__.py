"""Run the simulators for people: print where they are, then each accepted request, until Ctrl+C."""

from __future__ import annotations

import argparse
import contextlib
import errno
import signal
import sys
import threading
from datetime import datetime
from typing import Any

from tests.provider_simulators.core.ledger import Entry
from tests.provider_simulators.core.recorder import Recorded
from tests.provider_simulators.core.speed import Speed
from tests.provider_simulators.simulators import Simulators, simulators


def main() -> None:
    """Start, print, wait for Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python -m tests.provider_simulators", description=__doc__)
    parser.add_argument("--port", type=int, default=8800, help="the first of the ports; 0 takes free ones")
    parser.add_argument("--speed", type=float, default=0.5, help="run times: 1 is lifelike, 0 is at once")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same ids and outputs")
    parser.add_argument("--requests", action="store_true", help="print every request, not only accepted ones")
    parser.add_argument("--quiet", action="store_true", help="print no accepted requests")
    asked = parser.parse_args()
    speed = Speed.lifelike(asked.speed) if asked.speed else Speed(0, 0)
    over = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: over.set())
    try:
        _serve(asked, speed, over)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        sys.exit(
            f"The simulators cannot listen from port {asked.port} on ({error.strerror}): choose another --port, or 0."
        )


def _serve(asked: argparse.Namespace, speed: Speed, over: threading.Event) -> None:
    with simulators(speed=speed, seed=asked.seed, first_port=asked.port) as running:
        if not asked.quiet:
            running.ledger.listeners.append(_print_accepted)
        if asked.requests:
            running.application.on_request = _print_request
        _introduce(running)
        with contextlib.suppress(KeyboardInterrupt):
            over.wait()
        accepted = running.ledger.count()
    print(f"\nEnded. {accepted} submissions were accepted.", flush=True)


def _introduce(running: Simulators) -> None:
    print("Replicate, fal.ai and civitai are simulated. Point the app at them with\n")
    for name, value in running.environment.items():
        print(f"export {name}={value}")
    print("\nKeys:")
    for service in (running.replicate, running.fal, running.civitai):
        kind: Any = type(service)
        for name in sorted(vars(kind)):
            if name == "key" or name.startswith("key_"):
                print(f"  {service.name:10} {name.replace('_', ' '):20} {getattr(kind, name)}")
    address = running.urls["replicate.api"]
    print(f"\nLedger: {address}/__ledger   requests: {address}/__requests   fault routes: {address}/__routes")
    print(f"Plan a fault: curl {address}/__faults -d '{_example()}'")
    print("Ctrl+C ends them.\n", flush=True)


def _example() -> str:
    return '{"service": "fal", "route": "queue.submit", "fault": {"kind": "refuse", "status": 429, "retry_after": 5}}'


def _print_accepted(entry: Entry) -> None:
    at = datetime.fromtimestamp(entry.at).astimezone().strftime("%H:%M:%S")
    cost = f"{entry.cost:g} {entry.currency}"
    print(f"{at}  accepted  {entry.service:10} {entry.model}  {cost}  {entry.job_id}", flush=True)


def _print_request(recorded: Recorded) -> None:
    print(f"          {recorded.status}  {recorded.method} {recorded.origin} {recorded.path}", flush=True)


if __name__ == "__main__":
    main()
