"""One app over all three services, without pages: what a person does with it while something goes wrong."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, ImagenError
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.providers.base import GenerationRequest
from imagen.services.order_request import OrderRequest
from imagen.services.views import GenerationView
from imagen.settings import KEY_VARIABLES, load_settings
from tests.faults.accounting import Accounts
from tests.faults.plans import CONSENT, PICTURE_MODELS, TEXT_MODELS
from tests.provider_simulators import Simulators
from tests.warm import build

PROVIDERS = {name: f"imagen.providers.{name}.provider:{name.capitalize()}Provider" for name in TEXT_MODELS}
TEXT, PICTURE = "a fox, number", "a fox with this, number"
_ENDED = {"complete", "failed", "cancelled"}
_NEEDS_PERSON = {"unclear", "result", "late", "unheard-of"}
_WRITTEN_WITHIN = 5.0  # seconds; thumbnails are made beside all else


@dataclass
class Scene:
    """A running app, the services it talks to, and what was asked of it."""

    production: Production
    sims: Simulators
    root: Path
    provider: str
    orders: list[UUID] = field(default_factory=list)
    asked_again: dict[str, int] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    nothing_is_an_end: bool = False

    def order(self) -> None:
        """Order two generations from words, and one from words and a picture; what is refused is noted."""
        text_model, more = TEXT_MODELS[self.provider]
        self._place(OrderRequest(text_model, {"prompt": f"{TEXT} [1..2]", **more}))
        picture_model, name = PICTURE_MODELS[self.provider]
        parameters = {"prompt": f"{PICTURE} 1", name: f"{PRODUCT_REFERENCE}{self._import()}"}
        self._place(OrderRequest(picture_model, parameters))

    def look_again(self) -> None:
        """Look at the model in its provider's catalogue; what is refused is noted."""
        with self._noting():
            self.production.services.catalogue.refresh_now(TEXT_MODELS[self.provider][0])

    def ask_price(self) -> None:
        """Ask what a generation would cost; what is refused is noted."""
        model, more = TEXT_MODELS[self.provider]
        factory = self.production.registry.factory(model)
        with self._noting():
            factory.quote(factory.prepare(GenerationRequest("a-price", {"prompt": "what does this cost?", **more})))

    def cancel(self) -> None:
        """Cancel each order as soon as its generations run: a little later they may have ended."""
        for order in self.orders:
            self.wait(partial(self._runs, order), 2.0)
            self.production.services.orders.cancel(order)

    def _runs(self, order: UUID) -> bool:
        return all(g.status != "pending" for g in self.generations() if g.order_id == order)

    def generations(self) -> list[GenerationView]:
        return self.production.services.generations.list(limit=100).items

    def rest(self, seconds: float) -> bool:
        """Wait until nothing moves by itself any more: all has ended, needs a person, or waits at a pause."""
        return self.wait(lambda: not self.moving(), seconds)

    def moving(self) -> list[GenerationView]:
        """Give what is neither ended nor shown to a person nor held by a pause."""
        paused = self._is_paused()
        return [
            g
            for g in self.generations()
            if g.status not in _ENDED and g.attention not in _NEEDS_PERSON and not (g.status == "pending" and paused)
        ]

    def mend(self) -> None:
        """Do what a person does once the fault is gone: look at models again, resume, check, and order again what is left."""
        for service in self.sims.services.values():
            service.faults.clear()
        self.look_again()
        if not self.orders:
            self.order()
        if len(self.orders) < 2:
            self.orders_again()
        services = self.production.services
        services.queue.resume()
        services.queue.resume_provider(self.provider)
        self.rest(10)
        for _ in range(3):
            for generation in self.generations():
                self._decide(generation)
            self.rest(10)
            if all(g.status == "complete" for g in self.generations()):
                return

    def orders_again(self) -> None:
        """Place what was refused before."""
        known = {g.prompt_preview for g in self.generations()}
        placed, self.orders = self.orders, []
        if f"{TEXT} 1" not in known:
            text_model, more = TEXT_MODELS[self.provider]
            self._place(OrderRequest(text_model, {"prompt": f"{TEXT} [1..2]", **more}))
        else:
            picture_model, name = PICTURE_MODELS[self.provider]
            given = {"prompt": f"{PICTURE} 1", name: f"{PRODUCT_REFERENCE}{self._import()}"}
            self._place(OrderRequest(picture_model, given))
        self.orders = [*placed, *self.orders]

    def complaints(self, *, at_rest: bool = True) -> list[str]:
        """Compare ledger, database and folder; at rest what is being written just now is given the time to be done."""
        if at_rest:
            self.wait(lambda: not any((self.root / "parts").glob("*")), _WRITTEN_WITHIN)
        jobs = {
            job.id: {"state": str(job.state), "faults": sorted(job.faults)}
            for job in self.sims.services[self.provider].jobs
        }
        entries = [asdict(entry) for entry in self.sims.ledger.entries()]
        secrets = (self.sims.replicate.key, self.sims.fal.key, self.sims.civitai.key)
        return Accounts(entries, jobs, self.root, self.asked_again, secrets, self.nothing_is_an_end).complaints()

    def wait(self, reached: Callable[[], bool], seconds: float) -> bool:
        """Wait for something for some seconds; tell whether it came about."""
        until = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > until:
                return False
            time.sleep(0.03)
        return True

    def _decide(self, generation: GenerationView) -> None:
        """Check what is unclear or kept back; where that does not help, and for what failed, order again."""
        generations = self.production.services.generations
        if generation.status in {"failed", "cancelled"}:
            self._again(generation)
            generations.retry(generation.id)
        elif generation.attention in _NEEDS_PERSON:
            with suppress(Conflict):
                generations.resolve(generation.id, Resolution.CHECK)
            if not self.wait(lambda: generations.get(generation.id).summary.attention is None, 0.5):
                self._again(generation)
                with suppress(Conflict):  # its result has come meanwhile
                    generations.resolve(generation.id, Resolution.SUBMIT)

    def _again(self, generation: GenerationView) -> None:
        prompt = generation.prompt_preview
        self.asked_again[prompt] = self.asked_again.get(prompt, 0) + 1

    def _is_paused(self) -> bool:
        queue = self.production.services.queue.state(with_orders=False)
        return queue.paused or any(p.paused for p in queue.providers if p.name == self.provider)

    def _place(self, request: OrderRequest) -> None:
        with self._noting():
            self.orders.append(self.production.services.orders.place(request, consent=CONSENT).id)

    def _import(self) -> UUID:
        into = io.BytesIO()
        Image.new("RGB", (96, 64), "teal").save(into, "PNG")
        into.seek(0)
        taken = self.production.services.imports.take_file("input.png", into)
        assert taken.product is not None, taken.error
        return taken.product.id

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except ImagenError as error:
            self.refusals.append(str(error))


@contextmanager
def scene(root: Path, sims: Simulators, provider: str) -> Iterator[Scene]:
    """Run the app with all three providers for the length of a `with`; one of them is what the scene is about."""
    keys = {"replicate": sims.replicate.key, "fal": sims.fal.key, "civitai": sims.civitai.key}
    environment: Mapping[str, Any] = {
        **sims.environment,
        **{KEY_VARIABLES[name]: key for name, key in keys.items()},
    }
    with DataFolder(root).acquire() as folder:
        production = build(folder, load_settings({"poll_seconds": "0.02", "workers": "4"}, environment), PROVIDERS)
        production.start()
        try:
            yield Scene(production, sims, root, provider)
        finally:
            production.stop()
