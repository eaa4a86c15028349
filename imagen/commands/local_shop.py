"""Order without a running Imagen: hold the data folder, and do the work in this program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from imagen.bootstrap import build
from imagen.commands.shop import MOST_SHOWN, Axis, Forecast, MadeFile, OrderState, PromptNames, find_project
from imagen.datafolder import DataFolder
from imagen.domain.errors import FieldProblem
from imagen.domain.expansion import Problem
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.parameters import Role
from imagen.logs import set_up_logging
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView
from imagen.settings import Settings

_PAGE = 200


class LocalShop:
    """The services themselves, under the lock of the data folder."""

    address: str | None = None

    def __init__(self, settings: Settings) -> None:
        os.umask(0o077)  # databases and their journals are for their owner only
        folder = DataFolder(settings.data_dir)
        with ExitStack() as held:
            held.enter_context(folder.acquire())
            # What Imagen tells about its work belongs into its log here, not between the lines of the progress.
            log = set_up_logging(settings.log_level, folder.logs, on_terminal=False)
            held.callback(log.close)
            self._production = build(folder, settings, hide=log.redactor.register)
            held.callback(self._production.stop)
            self._held = held.pop_all()
        self._services = self._production.services

    def names(self, model_key: str) -> PromptNames:
        spec = self._services.models.spec(model_key)
        prompt, negative = spec.with_role(Role.PROMPT), spec.with_role(Role.NEGATIVE_PROMPT)
        return PromptNames(prompt.name if prompt else None, negative.name if negative else None)

    def project(self, name: str) -> str:
        return find_project(name, [(str(view.id), view.name) for view in self._services.projects.list()])

    def plan(self, request: OrderRequest) -> Forecast:
        view = self._services.plans.plan(request, limit=MOST_SHOWN)
        return Forecast(
            count=view.count,
            total=view.total,
            seed=view.seed,
            axes=[Axis(f.name or ", ".join(f.labels), f.size, f.parent is not None) for f in view.factors],
            cost=view.cost,
            seconds=view.seconds,
            shown=[item.parameters for item in view.items],
            errors=list(_field_problems(view.errors)),
            warnings=list(_field_problems(view.warnings)),
            notes=view.notes,
            cost_is_ceiling=view.cost_is_ceiling,
        )

    def place(self, request: OrderRequest, consent: Consent) -> OrderState:
        return _state(self._services.orders.place(request, consent=consent))

    def start(self) -> None:
        self._production.start()

    def state(self, order_id: str) -> OrderState:
        return _state(self._services.orders.get(UUID(order_id)))

    def failures(self, order_id: str) -> Sequence[str]:
        failed = self._services.generations.list(UUID(order_id), status=GenerationStatus.FAILED, limit=_PAGE)
        return list(dict.fromkeys(view.error_message or "No reason was given." for view in failed.items))

    def files(self, order_id: str) -> Sequence[MadeFile]:
        found: list[MadeFile] = []
        cursor: UUID | None = None
        while True:
            views, cursor = self._services.products.list(order_id=UUID(order_id), cursor=cursor, limit=_PAGE)
            for view in views:
                location = str(self._services.products.file(view.id))
                found.append(
                    MadeFile(str(view.id), str(view.generation_id), view.output_index, view.mime_type, location)
                )
            if cursor is None:
                return found

    def fetch(self, file: MadeFile, target: Path) -> None:
        shutil.copyfile(file.location, target)

    def close(self) -> None:
        self._held.close()


def _field_problems(problems: Iterable[Problem]) -> Iterable[FieldProblem]:
    for problem in problems:
        yield FieldProblem(
            problem.parameter, problem.message, str(problem.kind), problem.start, problem.end, problem.suggestion
        )


def _state(view: OrderView) -> OrderState:
    progress = view.progress
    return OrderState(
        id=str(view.id),
        number=view.number,
        status=str(view.status),
        planned=progress.planned,
        pending=progress.pending,
        generating=progress.generating,
        complete=progress.complete,
        failed=progress.failed,
        cancelled=progress.cancelled,
        attention=progress.attention,
        held_reason=view.held_reason,
        seconds_left=progress.seconds_left,
    )
