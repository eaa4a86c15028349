"""Say of the newest plan what it makes and costs, what is wrong and what is missing, each where it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from imagen.domain.expansion import Problem
from imagen.ui.pages.order.making import Making
from imagen.ui.pages.order.model_choice import ModelChoice
from imagen.ui.pages.order.order_bar import OrderBar
from imagen.ui.pages.order.parameter_form import ParameterForm
from imagen.ui.pages.order.plan_panel import PlanPanel
from imagen.ui.pages.order.planner import Planner, ShownPlan
from imagen.ui.pages.order.typing_pause import TypingPause
from imagen.ui.pages.order.wording import invitation

_OWN_PLACES = frozenset({"repeats", "sample"})
_TICKED_AGAIN = "The combinations have changed, so those you had unticked are ticked again."


@dataclass(frozen=True)
class PlanPlaces:
    """Where a plan is told of: the fields, the options of an order, the list of generations, and the bar below."""

    form: ParameterForm
    making: Making
    panel: PlanPanel
    bar: OrderBar


class PlanTelling:
    """Tells of each plan as it comes; somebody who is typing finishes a word before it is called wrong.

    `parameters()` gives what stands in the form. With `ticked_again` the plan says that unticking has come to nothing.
    """

    def __init__(
        self,
        planner: Planner,
        places: PlanPlaces,
        parameters: Callable[[], Mapping[str, Any]],
        models: ModelChoice,
    ) -> None:
        self._planner = planner
        self.typing = TypingPause(self.again)
        self._places = places
        self._parameters = parameters
        self._models = models
        self.is_insisting = False
        self.ticked_again = False

    def insist(self) -> None:
        """Show what is wrong without waiting for a pause in the typing, also what is missing in blank fields."""
        self.is_insisting = True
        self.again()

    def again(self) -> None:
        """Tell of the plan that there is."""
        if self._planner.shown is not None:
            self._tell(self._planner.shown)

    def planned(self, shown: ShownPlan) -> None:
        """Tell of a new plan, of what is wrong with it only once the typing pauses."""
        if shown.view.errors and self.typing.goes_on:
            self._places.bar.wait()
            self.typing.tell_after()
        else:
            self._tell(shown)

    @property
    def is_limited(self) -> bool:
        """Tell whether the plan speaks of what a limit leaves, which changes with everything that is bought."""
        shown = self._planner.shown
        return shown is not None and bool(shown.view.limit_notes)

    def _tell(self, shown: ShownPlan) -> None:
        self.is_insisting = self.is_insisting and bool(shown.view.errors)
        form, view, parameters = self._places.form, shown.view, self._parameters()
        problems: list[Problem] = [*view.errors, *view.warnings]
        form.show_plan(parameters, problems, view.factors, insist=self.is_insisting)
        self._places.making.show_problems(problems)
        placed = {*form.controls, *_OWN_PLACES}
        general = [p for p in view.errors if p.parameter not in placed]
        self._places.panel.show(shown, general, [_TICKED_AGAIN] if self.ticked_again else [])
        missing = [] if self.is_insisting else form.missing(parameters, view.errors)
        if missing and len(missing) == len(view.errors):
            self._places.bar.invite(invitation(missing))
        else:
            self._tell_cost(shown)

    def _tell_cost(self, shown: ShownPlan) -> None:
        labels = {name: control.spec.label for name, control in self._places.form.controls.items()}
        self._places.bar.show(shown, labels)
        if self._models.problem and not shown.view.errors:
            self._places.bar.hold(self._models.problem)
