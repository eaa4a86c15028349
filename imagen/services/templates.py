"""Templates: orders that are never made, kept to start from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from imagen.data.models import Order
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.repositories.orders import ANY
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.ids import new_id
from imagen.domain.journal import Change
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.ordering import OrderKind
from imagen.domain.parameters import Role
from imagen.services.acts import Acts
from imagen.services.drafts import DraftService
from imagen.services.keeping_views import Done, TemplateValue, TemplateView
from imagen.services.models import ModelService
from imagen.services.naming import checked_name
from imagen.services.order_request import OrderRequest, request_of
from imagen.services.plans import PlanService
from imagen.services.presentation import prompt_of
from imagen.services.reuse import ReuseService, ReuseWhat
from imagen.services.unset import UNSET, Unset
from imagen.services.views import DraftView
from imagen.services.writing import SPEC

_NO_SEED = -1  # seeds are never below nought
_PREVIEW = 60


@dataclass(frozen=True)
class TemplateSource:
    """What a template is made of; `spec` is that of its model, as stored with the order it came from."""

    request: OrderRequest
    spec: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    order_id: UUID | None = None


class TemplateService:
    """Everything a person does with templates; each belongs to one model, and to a project or to all."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        acts: Acts,
        reuse: ReuseService,
        plans: PlanService,
        models: ModelService,
        drafts: DraftService,
    ) -> None:
        self._units = units
        self._acts = acts
        self._reuse = reuse
        self._plans = plans
        self._models = models
        self._drafts = drafts

    def list(self, project_id: Any = ANY, model_key: str | None = None) -> list[TemplateView]:
        """List templates, the newest first: all, or those of a project and everybody's."""
        with self._units.reading() as reading:
            return _views(reading, reading.templates.all(project_id=project_id, model_key=model_key))

    def get(self, template_id: UUID) -> TemplateView:
        """Give one template. Raises NotFound."""
        with self._units.reading() as reading:
            return _views(reading, [reading.templates.get(template_id)])[0]

    def of_order(
        self, order_id: UUID, name: str = "", *, keep_seed: bool = False, project_id: UUID | Unset | None = UNSET
    ) -> TemplateView:
        """Make a template of an order as it was typed, for its project unless told otherwise.

        Raises NotFound and InvalidInput.
        """
        with self._units.reading() as reading:
            order = reading.orders.get(order_id, deleted=True)
            source = TemplateSource(request_of(order), order.spec_used, order.name, order.id)
        return self._make(source, name, project_id, keep_seed=keep_seed)

    def of_product(
        self,
        product_id: UUID,
        name: str = "",
        *,
        what: ReuseWhat = ReuseWhat.VALUES,
        keep_seed: bool = False,
        project_id: UUID | Unset | None = UNSET,
    ) -> TemplateView:
        """Make a template of the values that made a product, or of what was typed. Raises NotFound and InvalidInput."""
        request = self._reuse.product(product_id, what, keep_seed=keep_seed)
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
            order = reading.orders.find(product.order_id) if product.order_id else None
            source = TemplateSource(request, order.spec_used if order else {}, order_id=product.order_id)
        return self._make(source, name, project_id, keep_seed=keep_seed)

    def of_request(self, request: OrderRequest, name: str = "", *, keep_seed: bool = False) -> TemplateView:
        """Make a template of what stands in a form. Raises ModelGone, NotFound and InvalidInput."""
        spec = SPEC.dump_python(self._models.spec(request.model_key), mode="json")
        source = TemplateSource(self._plans.without_secrets(request), spec)
        return self._make(source, name, UNSET, keep_seed=keep_seed)

    def update(
        self,
        template_id: UUID,
        name: str | None = None,
        project_id: UUID | Unset | None = UNSET,
        *,
        keep_seed: bool | None = None,
        without: Collection[str] = (),
    ) -> TemplateView:
        """Rename a template, make it that of a project or everybody's, and change what it keeps.

        `without` names parameters that it sets no more. A template that is to keep a seed gets that of the order it was made
        of, or one drawn now. Raises NotFound and InvalidInput.
        """
        values: dict[str, Any] = {} if name is None else {"name": checked_name(name, "template")[0]}
        if not isinstance(project_id, Unset):
            values["project_id"] = project_id
        old = self.get(template_id)
        if (keep_seed is not None and keep_seed != old.has_seed) or without:
            values |= self._kept(template_id, old.has_seed if keep_seed is None else keep_seed, without)

        def step(unit: UnitOfWork) -> Sequence[Change]:
            if values.get("project_id") is not None:
                unit.projects.get(values["project_id"])
            return [unit.journal.change(Order, [unit.templates.get(template_id).id], **values)]

        if values:
            self._acts.once("template-change", step, f"Changed the template {values.get('name', old.name)}.")
        return self.get(template_id)

    def delete(self, template_id: UUID) -> Done:
        """Put a template into the Bin. Raises NotFound."""
        name = self.get(template_id).name

        def step(unit: UnitOfWork) -> Sequence[Change]:
            return [unit.journal.change(Order, [unit.templates.get(template_id).id], deleted_at=now())]

        return self._acts.once("template-delete", step, f"Deleted the template {name}.")

    def apply(self, template_id: UUID, project_id: UUID | None = None) -> OrderRequest:
        """Give what is ordered by a template, in a project or where the template belongs. Raises NotFound."""
        with self._units.reading() as reading:
            row = reading.templates.get(template_id)
            if project_id is not None:
                reading.projects.get(project_id)
            request = request_of(row)
        seed = None if row.expansion_seed == _NO_SEED else row.expansion_seed
        return replace(request, seed=seed, project_id=project_id or row.project_id, name="")

    def apply_to_draft(self, template_id: UUID, project_id: UUID | None = None, editor: str = "template") -> DraftView:
        """Put a template into the order form of a project, in place of what stands there. Raises NotFound."""
        request = self.apply(template_id, project_id).seeded()
        return self._drafts.save(request.project_id, _draft(request), editor)

    def _kept(self, template_id: UUID, keep_seed: bool, without: Collection[str]) -> dict[str, Any]:
        """Give the columns that say what a template keeps, as they are to be."""
        with self._units.reading() as reading:
            row = reading.templates.get(template_id)
            order = reading.orders.find(row.made_from) if row.made_from else None
        request = request_of(row)
        if keep_seed and row.expansion_seed == _NO_SEED:
            request = _with_seed_of(request, order, row.spec_used)
        elif not keep_seed:
            request = _without_seed(TemplateSource(request, row.spec_used))
        parameters = {key: value for key, value in request.parameters.items() if key not in without}
        return {
            "base_parameters": parameters,
            "expansion_seed": _stored_seed(request.seed),
            "excluded": [str(index) for index in request.excluded],
        }

    def _make(
        self, source: TemplateSource, name: str, project_id: UUID | Unset | None, *, keep_seed: bool
    ) -> TemplateView:
        request = source.request.seeded() if keep_seed else _without_seed(source)
        if isinstance(project_id, Unset):
            project_id = request.project_id
        prompt = str(request.parameters.get(_named(source.spec, Role.PROMPT) or "prompt", ""))
        own = name or source.name or prompt[:_PREVIEW] or request.model_key
        shown = checked_name(own, "template")[0]
        template_id = new_id()

        def step(unit: UnitOfWork) -> Sequence[Change]:
            if project_id is not None:
                unit.projects.get(project_id, deleted=True)
            row = _row(request, source.spec, shown, project_id, unit.templates.next_number())
            return [unit.journal.add(Order, [{**row, "id": template_id, "made_from": source.order_id}])]

        self._acts.once("template-new", step, f"Made the template {shown}.")
        return self.get(template_id)


def _row(
    request: OrderRequest, spec: Mapping[str, Any], name: str, project_id: UUID | None, number: int
) -> dict[str, Any]:
    filled = Order(
        kind=OrderKind.TEMPLATE,
        name=name,
        number=number,
        project_id=project_id,
        model_key=request.model_key,
        provider=request.model_key.partition(":")[0],
        base_parameters=dict(request.parameters),
        expansion_seed=_stored_seed(request.seed),
        sample_size=request.sample,
        excluded=[str(index) for index in request.excluded],
        one_of_each_first=request.one_of_each_first,
        repeats=request.repeats,
        seed_policy=request.seed_policy,
        priority=request.priority,
        status=OrderStatus.CANCELLED,  # the column wants one; this is the one that nothing is ever done about
        spec_used=dict(spec),
    )
    return filled.model_dump(exclude={"id", "created_at", "updated_at", "deleted_at"})


def _stored_seed(seed: int | None) -> int:
    return _NO_SEED if seed is None else seed


def _with_seed_of(request: OrderRequest, order: Order | None, spec: Mapping[str, Any]) -> OrderRequest:
    """Take the seeds that an order was made with; where it is gone, a draw of now."""
    if order is None:
        return replace(request, seed=None).seeded()
    name = _named(spec, Role.SEED) or "seed"
    own = {name: order.base_parameters[name]} if name in order.base_parameters else {}
    is_same = {**request.parameters, **own} == dict(order.base_parameters)
    excluded = tuple(int(index) for index in order.excluded) if is_same else ()
    return replace(request, parameters={**request.parameters, **own}, seed=order.expansion_seed, excluded=excluded)


def _without_seed(source: TemplateSource) -> OrderRequest:
    """Leave out all that makes two orders draw the same; what was left out of one draw means nothing in another."""
    seed = _named(source.spec, Role.SEED) or "seed"
    parameters = {name: value for name, value in source.request.parameters.items() if name != seed}
    return replace(source.request, parameters=parameters, seed=None, excluded=())


def _named(spec: Mapping[str, Any], role: Role) -> str | None:
    return next((str(one["name"]) for one in spec.get("parameters", []) if one.get("role") == role), None)


def _draft(request: OrderRequest) -> dict[str, Any]:
    return {
        "model_key": request.model_key,
        "parameters": dict(request.parameters),
        "seed": request.seed,
        "seed_policy": str(request.seed_policy),
        "repeats": request.repeats,
        "sample": request.sample,
        "excluded": list(request.excluded),
        "one_of_each_first": request.one_of_each_first,
        "priority": str(request.priority),
    }


def _views(reading: Repositories, rows: Sequence[Order]) -> list[TemplateView]:
    orders = {one: reading.orders.find(one) for one in {row.made_from for row in rows if row.made_from}}
    return [_view(row, orders.get(row.made_from) if row.made_from else None) for row in rows]


def _view(row: Order, order: Order | None) -> TemplateView:
    return TemplateView(
        id=row.id,
        name=row.name,
        project_id=row.project_id,
        model_key=row.model_key,
        parameters=row.base_parameters,
        seed_policy=row.seed_policy,
        repeats=row.repeats,
        sample=row.sample_size,
        one_of_each_first=row.one_of_each_first,
        has_seed=row.expansion_seed != _NO_SEED,
        prompt=prompt_of(row, row.base_parameters),
        created_at=row.created_at,
        updated_at=row.updated_at,
        values=_values(row),
        order_number=order.number if order is not None and order.deleted_at is None else None,
    )


def _values(row: Order) -> tuple[TemplateValue, ...]:
    """Name what a template sets as its model's form does, in the order of that form."""
    labels = {str(one["name"]): str(one.get("label") or "") for one in row.spec_used.get("parameters", [])}
    known = [name for name in labels if name in row.base_parameters]
    names = [*known, *(name for name in row.base_parameters if name not in labels)]
    return tuple(
        TemplateValue(name, labels.get(name) or name.replace("_", " ").capitalize(), row.base_parameters[name])
        for name in names
    )
