"""Questions and changes that the services put to the database, one repository an entity."""

from __future__ import annotations

from functools import cached_property

from sqlmodel import Session

from imagen.data.repositories.drafts import DraftRepository
from imagen.data.repositories.event_log import EventLogRepository
from imagen.data.repositories.generations import GenerationRepository
from imagen.data.repositories.idempotency_keys import IdempotencyKeyRepository
from imagen.data.repositories.lookups import LookupRepository
from imagen.data.repositories.models import ModelRepository
from imagen.data.repositories.orders import OrderRepository
from imagen.data.repositories.products import ProductRepository
from imagen.data.repositories.projects import ProjectRepository
from imagen.data.repositories.queue import QueueRepository
from imagen.data.repositories.settings import SettingRepository
from imagen.data.repositories.spending import SpendingRepository
from imagen.data.repositories.submissions import SubmissionRepository


class Repositories:
    """All repositories on one session, made when first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def projects(self) -> ProjectRepository:
        return ProjectRepository(self.session)

    @cached_property
    def orders(self) -> OrderRepository:
        return OrderRepository(self.session)

    @cached_property
    def generations(self) -> GenerationRepository:
        return GenerationRepository(self.session)

    @cached_property
    def queue(self) -> QueueRepository:
        return QueueRepository(self.session)

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
