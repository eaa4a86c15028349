"""Every service in one record: what pages, the API and the commands are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from imagen.services.bus import EventBus
from imagen.services.catalogue import CatalogueService
from imagen.services.drafts import DraftService
from imagen.services.events import EventService
from imagen.services.generations import GenerationService
from imagen.services.health import HealthService
from imagen.services.keys import KeyService
from imagen.services.lookups import LookupService
from imagen.services.models import ModelService
from imagen.services.orders import OrderService
from imagen.services.plans import PlanService
from imagen.services.products import ProductService
from imagen.services.projects import ProjectService
from imagen.services.providers import ProviderService
from imagen.services.queue import QueueService
from imagen.services.reuse import ReuseService
from imagen.services.spending import SpendingService


@dataclass(frozen=True)
class Services:
    """What can be done with a running Imagen; `started_at` begins the session."""

    projects: ProjectService
    lookups: LookupService
    models: ModelService
    catalogue: CatalogueService
    providers: ProviderService
    keys: KeyService
    plans: PlanService
    orders: OrderService
    generations: GenerationService
    products: ProductService
    spending: SpendingService
    queue: QueueService
    drafts: DraftService
    reuse: ReuseService
    events: EventService
    health: HealthService
    bus: EventBus
    started_at: datetime
