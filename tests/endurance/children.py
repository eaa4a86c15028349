"""The two programs of a run with kills, each in a process of its own: the simulated services, and the app without pages."""

from __future__ import annotations

import io
import logging
import os
import signal
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from imagen.bootstrap import Production, build
from imagen.datafolder import DataFolder
from imagen.domain.attention import Resolution
from imagen.domain.errors import ImagenError
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.faults.brief_waits import brief_waits
from tests.faults.plans import CONSENT, PICTURE_MODELS, TEXT_MODELS
from tests.provider_simulators import Speed, simulators
from tests.provider_simulators.process import SimulatorProcess

PROVIDERS = {name: f"imagen.providers.{name}.provider:{name.capitalize()}Provider" for name in TEXT_MODELS}
_fork = get_context("fork")  # everything is imported once, so that a start takes a tenth of a second


class Ended(Exception):
    """The app was killed, or has ended, before it answered."""


class Child:
    """A forked process that answers over a pipe; started with everything imported."""

    def __init__(self, target: Callable[..., None], *given: Any) -> None:
        self._pipe, theirs = _fork.Pipe()
        self._process = _fork.Process(target=target, args=(theirs, *given))
        self._process.start()
        theirs.close()

    def send(self, message: Any) -> None:
        """Say something. Raises Ended."""
        try:
            self._pipe.send(message)
        except OSError as error:
            raise Ended from error

    def receive(self, seconds: float) -> Any:
        """Give the next answer, None when none comes in time. Raises Ended."""
        try:
            return self._pipe.recv() if self._pipe.poll(max(seconds, 0)) else None
        except (EOFError, OSError) as error:
            raise Ended from error

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process.is_alive():
            os.kill(self._process.pid or 0, signal.SIGKILL)
        self._process.join()
        self._pipe.close()

    def join(self, seconds: float) -> int | None:
        """Wait for its end and give its exit code."""
        self._process.join(seconds)
        return self._process.exitcode


class Services:
    """The three services in a process of their own."""

    def __init__(self, seed: int, queue_seconds: float, run_seconds: float) -> None:
        self._child = Child(_serve, seed, queue_seconds, run_seconds)
        known = self._child.receive(30)
        self.keys: Mapping[str, str] = known["keys"]
        self.control = SimulatorProcess(known["control"])

    def close(self) -> None:
        self._child.kill()


class App(Child):
    """The app in a process of its own; `started` is what its recovery found."""

    def __init__(self, root: Path, services: Services, log: Path) -> None:
        super().__init__(_run_app, root, {**services.control.environment, **services.keys}, log)

    def ask(self, do: str, seconds: float = 60.0, **details: Any) -> Any:
        """Have something done, and give its answer. Raises Ended, also when it takes too long."""
        self.send({"do": do, **details})
        answer = self.receive(seconds)
        if answer is None:
            raise Ended
        return answer["answer"]


def _serve(pipe: Connection, seed: int, queue_seconds: float, run_seconds: float) -> None:
    speed = Speed(queue_seconds, run_seconds, few_pictures=True)
    with simulators(speed=speed, seed=seed) as running:
        keys = {
            "REPLICATE_API_TOKEN": running.replicate.key,
            "FAL_KEY": running.fal.key,
            "CIVITAI_API_TOKEN": running.civitai.key,
        }
        pipe.send({"control": running.urls["replicate.api"], "keys": keys})
        try:
            pipe.recv()
        except EOFError:
            return


def _run_app(pipe: Connection, root: Path, environment: Mapping[str, str], log: Path) -> None:
    logging.basicConfig(filename=log, level=logging.INFO, format="%(asctime)s %(name)s %(message)s", force=True)
    settings = load_settings({"workers": "4", "poll_seconds": "0.05"}, environment)
    with brief_waits(deadline_seconds=8.0), DataFolder(root).acquire() as folder:
        production = build(folder, settings, PROVIDERS)
        pipe.send({"started": vars(production.start())})
        while (command := _next(pipe)) is not None:
            try:
                answer = _obey(production, **command)
            except ImagenError as error:
                answer = {"refused": str(error)}
            pipe.send({"answer": answer})
        production.stop()


def _next(pipe: Connection) -> dict[str, Any] | None:
    try:
        command: dict[str, Any] | None = pipe.recv()
    except EOFError:
        return None
    return command


def _obey(production: Production, do: str, **given: Any) -> Any:
    services = production.services
    match do:
        case "order":
            return str(services.orders.place(_request(production, given), given["key"], consent=CONSENT).id)
        case "cancel order":
            services.orders.cancel(UUID(given["order"]))
        case "cancel":
            services.generations.cancel(UUID(given["generation"]))
        case "retry":
            services.generations.retry(UUID(given["generation"]), given["key"])
        case "resolve":
            services.generations.resolve(UUID(given["generation"]), Resolution(given["resolution"]), given["key"])
        case "resume":
            for name in PROVIDERS:
                services.queue.resume_provider(name)
            services.queue.resume()
        case "state":
            return _state(production)
    return None


def _request(production: Production, given: Mapping[str, Any]) -> OrderRequest:
    provider, prompt = given["provider"], given["prompt"]
    if not given["with_picture"]:
        model, parameters = TEXT_MODELS[provider]
        return OrderRequest(model, {"prompt": prompt, **parameters})
    model, name = PICTURE_MODELS[provider]
    taken = production.services.imports.take_file("input.png", io.BytesIO(picture(given["picture"])))
    assert taken.product is not None, taken.error
    return OrderRequest(model, {"prompt": prompt, name: f"{PRODUCT_REFERENCE}{taken.product.id}"})


def _state(production: Production) -> dict[str, Any]:
    queue = production.services.queue.state(with_orders=False)
    generations = production.services.generations.list(limit=500).items
    return {
        "running": queue.running,
        "waiting": queue.waiting,
        "attention": queue.attention,
        "generations": [
            {"id": str(g.id), "order": str(g.order_id), "status": str(g.status), "attention": g.attention}
            | {"prompt": g.prompt_preview, "note": g.attention_note, "error": g.error_message}
            for g in generations
        ],
    }


def picture(number: int) -> bytes:
    """Make a small picture, another one for each number."""
    into = io.BytesIO()
    Image.new("RGB", (96, 64), (number % 256, number // 256 % 256, 90)).save(into, "PNG")
    return into.getvalue()
