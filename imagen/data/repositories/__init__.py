"""Questions and changes that the services put to the database, one repository an entity."""

from __future__ import annotations

from functools import cached_property

from sqlmodel import Session

from imagen.data.repositories.bin import BinRepository
from imagen.data.repositories.collections import CollectionRepository
from imagen.data.repositories.drafts import DraftRepository
from imagen.data.repositories.event_log import EventLogRepository
from imagen.data.repositories.generations import GenerationRepository
from imagen.data.repositories.idempotency_keys import IdempotencyKeyRepository
from imagen.data.repositories.imported_products import ImportedProductRepository
from imagen.data.repositories.journal import JournalRepository
from imagen.data.repositories.lineage import LineageRepository
from imagen.data.repositories.lookups import LookupRepository
from imagen.data.repositories.models import ModelRepository
from imagen.data.repositories.order_cells import OrderCellRepository
from imagen.data.repositories.orders import OrderRepository
from imagen.data.repositories.product_search import ProductSearchRepository
from imagen.data.repositories.product_tiles import ProductTileRepository
from imagen.data.repositories.production import ProductionRepository
from imagen.data.repositories.products import ProductRepository
from imagen.data.repositories.project_figures import ProjectFigureRepository
from imagen.data.repositories.projects import ProjectRepository
from imagen.data.repositories.queue import QueueRepository
from imagen.data.repositories.removal import RemovalRepository
from imagen.data.repositories.saved_searches import SavedSearchRepository
from imagen.data.repositories.settings import SettingRepository
from imagen.data.repositories.spending import SpendingRepository
from imagen.data.repositories.submissions import SubmissionRepository
from imagen.data.repositories.tags import TagRepository
from imagen.data.repositories.templates import TemplateRepository
from imagen.data.repositories.undo import UndoRepository


class Repositories:
    """All repositories on one session, made when first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def projects(self) -> ProjectRepository:
        return ProjectRepository(self.session)

    @cached_property
    def project_figures(self) -> ProjectFigureRepository:
        return ProjectFigureRepository(self.session)

    @cached_property
    def orders(self) -> OrderRepository:
        return OrderRepository(self.session)

    @cached_property
    def order_cells(self) -> OrderCellRepository:
        return OrderCellRepository(self.session)

    @cached_property
    def generations(self) -> GenerationRepository:
        return GenerationRepository(self.session)

    @cached_property
    def queue(self) -> QueueRepository:
        return QueueRepository(self.session)

    @cached_property
    def production(self) -> ProductionRepository:
        return ProductionRepository(self.session)

    @cached_property
    def submissions(self) -> SubmissionRepository:
        return SubmissionRepository(self.session)

    @cached_property
    def spending(self) -> SpendingRepository:
        return SpendingRepository(self.session)

    @cached_property
    def products(self) -> ProductRepository:
        return ProductRepository(self.session)

    @cached_property
    def imported(self) -> ImportedProductRepository:
        return ImportedProductRepository(self.session)

    @cached_property
    def lineage(self) -> LineageRepository:
        return LineageRepository(self.session)

    @cached_property
    def lookups(self) -> LookupRepository:
        return LookupRepository(self.session)

    @cached_property
    def models(self) -> ModelRepository:
        return ModelRepository(self.session)

    @cached_property
    def drafts(self) -> DraftRepository:
        return DraftRepository(self.session)

    @cached_property
    def settings(self) -> SettingRepository:
        return SettingRepository(self.session)

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeyRepository:
        return IdempotencyKeyRepository(self.session)

    @cached_property
    def event_log(self) -> EventLogRepository:
        return EventLogRepository(self.session)

    @cached_property
    def search(self) -> ProductSearchRepository:
        return ProductSearchRepository(self.session)

    @cached_property
    def tiles(self) -> ProductTileRepository:
        return ProductTileRepository(self.session)

    @cached_property
    def bin(self) -> BinRepository:
        return BinRepository(self.session)

    @cached_property
    def collections(self) -> CollectionRepository:
        return CollectionRepository(self.session)

    @cached_property
    def journal(self) -> JournalRepository:
        return JournalRepository(self.session)

    @cached_property
    def saved_searches(self) -> SavedSearchRepository:
        return SavedSearchRepository(self.session)

    @cached_property
    def tags(self) -> TagRepository:
        return TagRepository(self.session)

    @cached_property
    def templates(self) -> TemplateRepository:
        return TemplateRepository(self.session)

    @cached_property
    def undo(self) -> UndoRepository:
        return UndoRepository(self.session)

    @cached_property
    def removal(self) -> RemovalRepository:
        return RemovalRepository(self.session)
