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
from imagen.services.acts import Acts
from imagen.services.all import Services
from imagen.services.analysis import AnalysisService
from imagen.services.axes import AxesService
from imagen.services.bin import BinService
from imagen.services.bus import EventBus
from imagen.services.catalogue import CatalogueService
from imagen.services.checking import Checking
from imagen.services.collections import CollectionService
from imagen.services.discretion import DiscreetFactory
from imagen.services.drafts import DraftService
from imagen.services.editing import EditingService
from imagen.services.events import EventService
from imagen.services.exporting import ExportService
from imagen.services.filling import Filling
from imagen.services.gallery import GalleryService
from imagen.services.gallery_searching import Searches
from imagen.services.gates import Gates
from imagen.services.generations import GenerationService
from imagen.services.health import HealthService
from imagen.services.importing import ImportService
from imagen.services.in_flight import InFlight
from imagen.services.keeping import KeepingService
from imagen.services.keys import Keys, KeyService
from imagen.services.known_entries import KnownEntries
from imagen.services.library import LibraryService
from imagen.services.lookups import LookupService
from imagen.services.missing_orders import MissingOrders
from imagen.services.model_names import ModelNames
from imagen.services.models import ModelService
from imagen.services.orders import OrderService
from imagen.services.plans import PlanService
from imagen.services.polling import Polling
from imagen.services.pricing import Pricing
from imagen.services.product_lists import ProductLists
from imagen.services.production import ProductionService
from imagen.services.products import ProductService
from imagen.services.project_overview import ProjectOverviewService
from imagen.services.projects import ProjectService
from imagen.services.providers import ProviderService
from imagen.services.queue import QueueService
from imagen.services.reconciling import Reconciling
from imagen.services.recovery import Recovered, Recovery
from imagen.services.refreshing import Refreshing
from imagen.services.removing import Removing
from imagen.services.reuse import ReuseService
from imagen.services.saved_searches import SavedSearchService
from imagen.services.search_index import SearchIndex
from imagen.services.secret_parameters import SecretParameters
from imagen.services.settling import Settling
from imagen.services.spending import SpendingService
from imagen.services.submitting import Submitting
from imagen.services.tags import TagService
from imagen.services.templates import TemplateService
from imagen.services.undoing import UndoService
from imagen.services.viewing import ViewingService
from imagen.services.whom import Finding
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
    search_index: SearchIndex
    checking: Checking
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
        self.checking.start()
        self.search_index.start()
        return recovered

    def stop(self) -> None:
        """Stop in order: workers, poller, providers, database."""
        if not self.running:
            return
        self.running = False
        _end(
            ("looking at models", self.refreshing.close),
            ("imports", self.services.imports.close),
            ("checks of imported files", self.checking.close),
            ("workers", self.consumer.stop_and_wait),
            ("poller", self.poller.rest),
            ("search index", self.search_index.close),
            ("providers", self.registry.close),
            ("connections of the poller", self.poller.stop),
            ("store", self.store.close),
            ("database", self.database.close),
        )

    def close(self) -> None:
        """Stop, or let go what was used without a start."""
        if self.running:
            self.stop()
            return
        _end(
            ("imports", self.services.imports.close),
            ("search index", self.search_index.close),
            ("store", self.store.close),
            ("database", self.database.close),
        )


def _end(*steps: tuple[str, Callable[[], object]]) -> None:
    for name, step in steps:
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
    acts = Acts(units)
    lookups = LookupService(units, acts)
    day_limit = settings.daily_limit
    pricing = Pricing(units)
    plans = PlanService(
        units, models, lookups, secrets, pricing, max_generations=settings.max_generations, day_limit=day_limit
    )
    orders = OrderService(units, models, plans, pricing, tasks)
    reconciling = Reconciling(units, registry, store, in_flight, tasks, keys)
    generations = GenerationService(units, models, in_flight, reconciling, tasks)
    filling = Filling()
    settling = Settling(units, store, in_flight, tasks, filling, trusted=OWN_RENDERERS)
    gates = Gates(registry, in_flight)
    submitting = Submitting(units, registry, store, in_flight, gates, tasks, filling=filling, day_limit=day_limit)
    tasks.connect(submitting, settling, Writing(units), generations, reconciling, filling)
    polling = Polling(units, in_flight, bus.publish, tasks, poll_seconds=settings.poll_seconds, telling=OWN_RENDERERS)
    bus.subscribe(polling.hear)
    search_index = SearchIndex(units)
    bus.subscribe(search_index.hear)
    model_names = ModelNames(models.list)
    bus.subscribe(model_names.hear)
    searches = Searches(units, search_index, model_names)
    _listen_to_providers(registry, in_flight, poller)
    checking = Checking(units, store, lambda: len(in_flight) > 0)

    imports = ImportService(units, store, checking, bus.publish, own_folders=(folder.root.resolve(),))
    gallery = GalleryService(searches, model_names)
    drafts = DraftService(units, models, secrets)
    reuse = ReuseService(units, orders, models, store)
    services = Services(
        projects=ProjectService(units, acts),
        project_overview=ProjectOverviewService(units),
        lookups=lookups,
        models=models,
        catalogue=catalogue,
        providers=ProviderService(units, registry, models, keys, key_service, tasks),
        keys=key_service,
        plans=plans,
        orders=orders,
        generations=generations,
        products=ProductService(units, store),
        imports=imports,
        library=LibraryService(units, store, checking, tasks, imports.begin),
        exports=ExportService(units, store, gallery),
        gallery=gallery,
        editing=EditingService(units, store),
        viewing=ViewingService(units, store),
        analysis=AnalysisService(searches, model_names),
        axes=AxesService(searches, plans, generations, MissingOrders(units, reuse), model_names, in_flight),
        product_lists=ProductLists(searches),
        keeping=KeepingService(units, acts, Finding(units, search_index.catch_up)),
        undo=UndoService(units, acts),
        tags=TagService(units, acts),
        collections=CollectionService(units, acts),
        templates=TemplateService(units, acts, reuse, plans, models, drafts),
        saved_searches=SavedSearchService(units, acts),
        bin=BinService(units, acts),
        removing=Removing(units, acts, store),
        spending=SpendingService(
            units, tasks, day_limit=day_limit, day_limit_from=settings.origins["daily_limit"].name
        ),
        queue=QueueService(units, models, tasks),
        production=ProductionService(units, models, orders, generations, in_flight, gates.why_held_back),
        drafts=drafts,
        reuse=reuse,
        events=EventService(units),
        health=HealthService(units, store, lambda: consumer.working),
        bus=bus,
        started_at=now(),
    )
    recovery = Recovery(units, registry, store, reconciling, tasks)
    return Production(
        services,
        recovery,
        polling,
        poller,
        consumer,
        registry,
        store,
        database,
        tasks,
        refreshing,
        search_index,
        checking,
    )


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
