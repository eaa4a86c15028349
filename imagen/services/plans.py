"""What an order would make: checked, counted, priced and shown before anything is bought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from imagen.data.unit_of_work import Reading, UnitOfWorkFactory
from imagen.domain.errors import ModelGone
from imagen.domain.expansion import Expansion, Problem, ProblemKind, plan
from imagen.domain.money import dollars_left
from imagen.domain.ordering import SeedPolicy
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.domain.secret_values import marked
from imagen.domain.spending import Budget, LimitKind
from imagen.providers.base import BaseProductFactory
from imagen.services.consent import question
from imagen.services.holding import day_budget
from imagen.services.lookups import LookupService
from imagen.services.models import ModelService
from imagen.services.order_inputs import input_problems
from imagen.services.order_request import OrderRequest
from imagen.services.outputs import count_outputs, output_kind
from imagen.services.pricing import OrderPrice, Pricing
from imagen.services.secret_parameters import SecretParameters
from imagen.services.selection import Selection, planned_count, select
from imagen.services.spending_settings import spending_settings
from imagen.services.views import PlannedGeneration, PlanView

MOST_REPEATS = 1000


@dataclass(frozen=True)
class CheckedOrder:
    """An order after all checks: `selection` is there only when nothing is wrong."""

    request: OrderRequest
    factory: BaseProductFactory
    expansion: Expansion
    errors: tuple[Problem, ...]
    selection: Selection | None


class PlanService:
    """Check and preview orders; the very same check stands before placing one."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        models: ModelService,
        lookups: LookupService,
        secrets: SecretParameters,
        pricing: Pricing,
        *,
        max_generations: int,
        day_limit: int | None = None,
    ) -> None:
        self._pricing = pricing
        self._day_limit = day_limit
        self._units = units
        self._models = models
        self._lookups = lookups
        self._secrets = secrets
        self._max_generations = max_generations

    def plan(self, request: OrderRequest, offset: int = 0, limit: int = 20) -> PlanView:
        """Tell what an order would make; problems in its texts are in `errors`. Raises ModelGone."""
        checked = self.check(request.seeded())
        assert checked.request.seed is not None
        view = PlanView(
            count=len(checked.selection) if checked.selection else planned_count(checked.expansion, checked.request),
            total=checked.expansion.count,
            seed=checked.request.seed,
            factors=checked.expansion.factors,
            cost=None,
            seconds=None,
            items=(),
            errors=checked.errors,
            warnings=checked.expansion.warnings,
            notes=tuple(_notes(checked.factory.spec, checked.request)),
        )
        return (
            view if checked.selection is None else self._with_forecast(view, checked, checked.selection, offset, limit)
        )

    def ask_for_prices(self, request: OrderRequest) -> bool:
        """Ask the provider what it alone can tell about an order's price; may block. Tell whether a plan will know more now."""
        checked = self.check(request.seeded())
        return checked.selection is not None and self._pricing.ask(checked.factory, checked.selection)

    def check(self, request: OrderRequest) -> CheckedOrder:
        """Find everything that is wrong with an order; its secrets are marks from here on. Raises ModelGone."""
        factory = self._models.orderable(request.model_key)
        wrong_secrets = self._secrets.problems(request.model_key, factory.spec, request.parameters)
        secret_problems = [_problem(name, message) for name, message in wrong_secrets]
        request = replace(request, parameters=marked(factory.spec, request.parameters))
        repeats = min(max(request.repeats, 1), MOST_REPEATS)
        assert request.seed is not None
        expansion = plan(factory.spec, request.parameters, self._lookups.compiled(), seed=request.seed, repeats=repeats)
        errors = (*expansion.problems, *secret_problems, *self._own_problems(factory.spec, request, expansion))
        selection = None if errors else select(factory.spec, expansion, request)
        if selection is not None:
            errors = tuple(_combined_problems(factory, selection))
        return CheckedOrder(request, factory, expansion, errors, None if errors else selection)

    def without_secrets(self, request: OrderRequest) -> OrderRequest:
        """Give an order with marks in place of its secrets; as it is where the model is not there any more."""
        try:
            spec = self._models.spec(request.model_key)
        except ModelGone:
            return request
        return replace(request, parameters=marked(spec, request.parameters))

    def keep_secrets(self, request: OrderRequest) -> None:
        """Keep the secrets of an order among the keys. Raises ModelGone and StorageError."""
        self._secrets.keep(request.model_key, self._models.spec(request.model_key), request.parameters)

    def _own_problems(self, spec: ParameterSetSpec, request: OrderRequest, expansion: Expansion) -> Iterable[Problem]:
        if not 1 <= request.repeats <= MOST_REPEATS:
            yield _problem("repeats", f"An order repeats each combination 1 to {MOST_REPEATS:,} times.")
        if request.sample is not None and request.sample < 1:
            yield _problem("sample", "A sample has at least one generation.")
        with self._units.reading() as reading:
            wrong = list(input_problems(reading, spec, request))
        for media, message in wrong:
            yield _problem(media.owner.name, f"{media.spec.label}: {message}")
        if expansion.problems:
            return
        drawn = expansion.count if request.sample is None else min(request.sample, expansion.count)
        if drawn - len(request.excluded) > self._max_generations:
            yield _problem(
                "",
                f"This order would make {drawn:,} generations, and {self._max_generations:,} is the most in one order. "
                "Take a sample of them, or choose fewer options.",
                ProblemKind.TOO_MANY,
            )
        elif planned_count(expansion, request) < 1:
            yield _problem("", "Every generation is unticked, so there is nothing to order. Tick at least one.")

    def _items(self, selection: Selection, offset: int, limit: int) -> Iterable[PlannedGeneration]:
        start = max(offset, 0)
        for expanded, parameters in selection.between(start, start + max(limit, 1)):
            yield PlannedGeneration(expanded.index, expanded.repeat, parameters, expanded.choices)

    def _with_forecast(
        self, view: PlanView, checked: CheckedOrder, selection: Selection, offset: int, limit: int
    ) -> PlanView:
        price = self._pricing.price(checked.factory, selection)
        with self._units.reading() as reading:
            settings = spending_settings(reading)
            left = self._left(reading, checked.request)
        short_of = tuple(budget for budget in left if not budget.allows(price.cost or 0))
        limit_notes = tuple(_limit_note(price, budget) for budget in short_of)
        return replace(
            view,
            items=tuple(self._items(selection, offset, limit)),
            seconds=self._seconds(checked, selection),
            cost=price.cost,
            cost_is_ceiling=price.is_ceiling,
            question=question(price, settings),
            needs_ceiling=price.cost is None,
            outputs=count_outputs(selection),
            output_kind=output_kind(checked.factory.model.type),
            notes=(*view.notes, *limit_notes),
            limit_notes=limit_notes,
            short_of=short_of,
        )

    def _left(self, reading: Reading, request: OrderRequest) -> tuple[Budget, ...]:
        found = day_budget(reading, spending_settings(reading), self._day_limit)
        project = reading.projects.find(request.project_id) if request.project_id else None
        if project is not None and project.spending_limit is not None:
            spent = reading.spending.of_project(project.id)
            found = (*found, Budget(LimitKind.PROJECT, project.spending_limit, spent))
        return found

    def _seconds(self, checked: CheckedOrder, selection: Selection) -> float | None:
        with self._units.reading() as reading:
            measured = reading.generations.average_time_ms(checked.factory.model.key)
        each = measured / 1000 if measured is not None else _estimated_seconds(checked, selection)
        return None if each is None else each * -(-len(selection) // self._places(checked.factory.model.provider))

    def _places(self, provider: str) -> int:
        return next(p.places for p in self._models.providers() if p.name == provider)


def _estimated_seconds(checked: CheckedOrder, selection: Selection) -> float | None:
    estimates = [checked.factory.estimate(parameters).seconds for _, parameters in selection.between(0, 20)]
    known = [seconds for seconds in estimates if seconds is not None]
    return sum(known) / len(known) if known else None


def _limit_note(price: OrderPrice, budget: Budget) -> str:
    """Say what of an order will have to wait for a limit that leaves less than it costs."""
    assert price.cost
    assert budget.left is not None
    whose, until = (
        ("Today's limit", "the rest goes on tomorrow")
        if budget.kind is LimitKind.DAY
        else ("This project's limit", "the rest waits until it is raised")
    )
    fits = budget.left * price.count // price.cost
    return f"{whose} leaves {dollars_left(budget.left)}: about {fits:,} of {price.count:,} are made, {until}."


def _combined_problems(factory: BaseProductFactory, selection: Selection) -> Iterable[Problem]:
    """Let the factory look at the first generations as wholes, for rules that join several parameters."""
    seen: set[tuple[str, str]] = set()
    for _, parameters in selection.between(0, 16):
        for problem in factory.validate(parameters):
            if (problem.field, problem.message) not in seen:
                seen.add((problem.field, problem.message))
                yield _problem(problem.field, problem.message)


def _notes(spec: ParameterSetSpec, request: OrderRequest) -> Iterable[str]:
    """Say what a person should know although nothing is wrong."""
    if spec.with_role(Role.SEED) is None and request.seed_policy is not SeedPolicy.AS_GIVEN:
        yield "This model takes no seed: the seed setting has no effect, and every generation differs by itself."


def _problem(parameter: str, message: str, kind: ProblemKind = ProblemKind.INVALID_VALUE) -> Problem:
    return Problem(parameter, 0, 0, kind, message)
