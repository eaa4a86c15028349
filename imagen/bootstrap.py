"""The composition root: the only module that knows every layer, and builds the running whole from settings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from imagen.data.database import Database
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.data.upgrade import upgrade
from imagen.datafolder import DataFolder
from imagen.key_vault import KeyVault
from imagen.media.store import MediaStore
from imagen.providers.registry import BUILT_IN, ProviderRegistry
from imagen.providers.surroundings import Surroundings
from imagen.services.all import Services
from imagen.services.bus import EventBus
from imagen.services.catalogue import CatalogueService
from imagen.services.discretion import DiscreetFactory
from imagen.services.drafts import DraftService
from imagen.services.events import EventService
from imagen.services.filling import Filling
from imagen.services.gates import Gates
from imagen.services.generations import GenerationService
from imagen.services.health import HealthService
from imagen.services.in_flight import InFlight
from imagen.services.keys import Keys, KeyService
from imagen.services.known_entries import KnownEntries
from imagen.services.lookups import LookupService
from imagen.services.models import ModelService
from imagen.services.orders import OrderService
from imagen.services.plans import PlanService
from imagen.services.polling import Polling
from imagen.services.pricing import Pricing
from imagen.services.products import ProductService
from imagen.services.projects import ProjectService
from imagen.services.providers import ProviderService
from imagen.services.queue import QueueService
from imagen.services.reconciling import Reconciling
from imagen.services.recovery import Recovered, Recovery
from imagen.services.refreshing import Refreshing
from imagen.services.reuse import ReuseService
from imagen.services.secret_parameters import SecretParameters
from imagen.services.settling import Settling
from imagen.services.spending import SpendingService
from imagen.services.submitting import Submitting
from imagen.services.writing import Writing
from imagen.settings import KEY_VARIABLES, Settings
from imagen.worker.consumer import InProcessConsumer, make_consumer
from imagen.worker.poller import Poller
from imagen.worker.queue import open_queue
from imagen.worker.tasks import Tasks

logger = logging.getLogger(__name__)

OWN_RENDERERS = frozenset({"sketch"})


@dataclass
class Production:
    """The machinery behind the services: started once, stopped once."""

    services: Services
    recovery: Recovery
    polling: Polling
    poller: Poller
    consumer: InProcessConsumer
    registry: ProviderRegistry
    store: MediaStore
    database: Database
    tasks: Tasks
    refreshing: Refreshing
    running: bool = False

    def start(self) -> Recovered:
        """Take up unfinished work and begin; starting twice is starting once."""
        if self.running:
            return Recovered()
        self.running = True
        self.poller.start(self.polling.check, self.polling.first_look)
        recovered = self.recovery.run()
        self.consumer.start()
        self.tasks.keep_looking()
        self.refreshing.start(self.services.catalogue.refresh_stale)
        return recovered

    def stop(self) -> None:
        """Stop in order: workers, poller, providers, database."""
        if not self.running:
            return
        self.running = False
        for name, step in (
            ("looking at models", self.refreshing.close),
            ("workers", self.consumer.stop_and_wait),
            ("poller", self.poller.stop),
            ("providers", self.registry.close),
            ("store", self.store.close),
            ("database", self.database.close),
        ):
            try:
                step()
            except Exception:
                logger.exception("Stopping the %s failed", name)


def build(
    folder: DataFolder,
    settings: Settings,
    provider_paths: Mapping[str, str] = BUILT_IN,
    hide: Callable[[str], None] = lambda secret: None,
) -> Production:
    """Build everything on a data folder that is held; nothing runs until `start`. `hide` keeps a secret out of the logs."""
    upgrade(folder.database)
    database = Database(folder.database)
    bus = EventBus()
    units = UnitOfWorkFactory(database, bus.publish)
    keys = _keys(folder, settings, hide)
    secrets = SecretParameters(keys)
    entries = KnownEntries(units)
    bus.subscribe(entries.hear)
    registry = ProviderRegistry(
        provider_paths,
        Surroundings(keys.key, settings.addresses, entries.of),
        lambda factory: DiscreetFactory(factory, keys, secrets, entries.own_price),
    )
    store = MediaStore(folder.media, folder.thumbnails, folder.parts)
    in_flight = InFlight()
    poller = Poller()
    queue = open_queue(folder.queue)
    consumer = make_consumer(queue, settings.workers)
    tasks = Tasks(queue, poller, settings.workers)

    models = ModelService(units, registry, entries, secrets)
    refreshing = Refreshing()
    catalogue = CatalogueService(units, registry, models, entries, keys, refreshing, tasks)
    refreshing.connect(catalogue.refresh_now)
    key_service = KeyService(units, registry, keys, KEY_VARIABLES, tasks)
    lookups = LookupService(units)
    day_limit = settings.daily_limit
    pricing = Pricing(units)
    plans = PlanService(
        units, models, lookups, secrets, pricing, max_generations=settings.max_generations, day_limit=day_limit
    )
    orders = OrderService(units, models, plans, pricing, tasks)
    reconciling = Reconciling(units, registry, store, in_flight, tasks, keys)
    generations = GenerationService(units, models, in_flight, reconciling, tasks)
    settling = Settling(units, store, in_flight, tasks, trusted=OWN_RENDERERS)
    filling = Filling()
    submitting = Submitting(
        units, registry, store, in_flight, Gates(registry, in_flight), tasks, filling=filling, day_limit=day_limit
    )
    tasks.connect(submitting, settling, Writing(units), generations, reconciling, filling)
    polling = Polling(units, in_flight, bus.publish, tasks, poll_seconds=settings.poll_seconds, telling=OWN_RENDERERS)
    bus.subscribe(polling.hear)
    _listen_to_providers(registry, in_flight, poller)

    services = Services(
        projects=ProjectService(units),
        lookups=lookups,
        models=models,
        catalogue=catalogue,
        providers=ProviderService(units, registry, models, keys, key_service, tasks),
        keys=key_service,
        plans=plans,
        orders=orders,
        generations=generations,
        products=ProductService(units, store),
        spending=SpendingService(
            units, tasks, day_limit=day_limit, day_limit_from=settings.origins["daily_limit"].name
        ),
        queue=QueueService(units, models, tasks),
        drafts=DraftService(units, models, secrets),
        reuse=ReuseService(units, orders),
        events=EventService(units),
        health=HealthService(units, store, lambda: consumer.working),
        bus=bus,
        started_at=now(),
    )
    recovery = Recovery(units, registry, store, reconciling, tasks)
    return Production(services, recovery, polling, poller, consumer, registry, store, database, tasks, refreshing)


def _keys(folder: DataFolder, settings: Settings, hide: Callable[[str], None]) -> Keys:
    environment = {provider: key.reveal() for provider, key in settings.provider_keys.items()}
    return Keys(KeyVault(folder.root, folder.keys_file), environment, hide)


def _listen_to_providers(registry: ProviderRegistry, in_flight: InFlight, poller: Poller) -> None:
    """Look at once when a provider in this process has news, instead of at the next poll."""

    def listen(provider: str, request_id: str) -> None:
        flight = in_flight.by_request(provider, request_id)
        if flight is not None:
            poller.look_now(flight.generation_id)

    registry.on_load(lambda provider: provider.listen(lambda request_id: listen(provider.name, request_id)))
