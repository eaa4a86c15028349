"""Every service in one record: what pages, the API and the commands are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from imagen.services.analysis import AnalysisService
from imagen.services.axes import AxesService
from imagen.services.bin import BinService
from imagen.services.bus import EventBus
from imagen.services.catalogue import CatalogueService
from imagen.services.collections import CollectionService
from imagen.services.drafts import DraftService
from imagen.services.editing import EditingService
from imagen.services.events import EventService
from imagen.services.exporting import ExportService
from imagen.services.gallery import GalleryService
from imagen.services.generations import GenerationService
from imagen.services.health import HealthService
from imagen.services.importing import ImportService
from imagen.services.keeping import KeepingService
from imagen.services.keys import KeyService
from imagen.services.library import LibraryService
from imagen.services.lookups import LookupService
from imagen.services.models import ModelService
from imagen.services.orders import OrderService
from imagen.services.plans import PlanService
from imagen.services.product_lists import ProductLists
from imagen.services.production import ProductionService
from imagen.services.products import ProductService
from imagen.services.project_overview import ProjectOverviewService
from imagen.services.projects import ProjectService
from imagen.services.providers import ProviderService
from imagen.services.queue import QueueService
from imagen.services.removing import Removing
from imagen.services.reuse import ReuseService
from imagen.services.saved_searches import SavedSearchService
from imagen.services.spending import SpendingService
from imagen.services.tags import TagService
from imagen.services.templates import TemplateService
from imagen.services.undoing import UndoService
from imagen.services.viewing import ViewingService


@dataclass(frozen=True)
class Services:
    """What can be done with a running Imagen; `started_at` begins the session."""

    projects: ProjectService
    project_overview: ProjectOverviewService
    lookups: LookupService
    models: ModelService
    catalogue: CatalogueService
    providers: ProviderService
    keys: KeyService
    plans: PlanService
    orders: OrderService
    generations: GenerationService
    products: ProductService
    imports: ImportService
    exports: ExportService
    library: LibraryService
    editing: EditingService
    viewing: ViewingService
    gallery: GalleryService
    analysis: AnalysisService
    axes: AxesService
    product_lists: ProductLists
    keeping: KeepingService
    undo: UndoService
    tags: TagService
    collections: CollectionService
    templates: TemplateService
    saved_searches: SavedSearchService
    bin: BinService
    removing: Removing
    spending: SpendingService
    queue: QueueService
    production: ProductionService
    drafts: DraftService
    reuse: ReuseService
    events: EventService
    health: HealthService
    bus: EventBus
    started_at: datetime
