"""The left side of the Order page: the form, its plan and the order bar, around one state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role
from imagen.domain.reused_parameters import LeftOut
from imagen.domain.secret_values import KEPT, changed, is_typed
from imagen.services.models import ModelType
from imagen.services.order_request import OrderRequest, new_expansion_seed
from imagen.services.views import ModelView, ProductView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.toasts import ToastKind
from imagen.ui.context import PageContext
from imagen.ui.pages.order.draft_keeper import DraftKeeper
from imagen.ui.pages.order.history import HistoryMenu, Unsent
from imagen.ui.pages.order.kept_note import KeptNote, not_taken, unknown_labels
from imagen.ui.pages.order.kept_numbers import KeptNumbers
from imagen.ui.pages.order.known import Known
from imagen.ui.pages.order.lookup_help import LookupHelp
from imagen.ui.pages.order.making import Making
from imagen.ui.pages.order.merging import Merged
from imagen.ui.pages.order.model_choice import ModelChoice
from imagen.ui.pages.order.notices import Notices
from imagen.ui.pages.order.order_bar import OrderBar
from imagen.ui.pages.order.parameter_form import ParameterForm
from imagen.ui.pages.order.picking import ProductPicker
from imagen.ui.pages.order.plan_panel import PlanActs, PlanPanel
from imagen.ui.pages.order.plan_telling import PlanPlaces, PlanTelling
from imagen.ui.pages.order.planner import Planner, ShownPlan
from imagen.ui.pages.order.state import FormState, is_blank
from imagen.ui.pages.order.taking import Moved, without_prompts
from imagen.ui.pages.order.templating import TemplateMenu
from imagen.ui.paths import BIN

# What is pressed must not move away between press and release, so what is wrong is told after it.
_AFTER_PRESS = """() => {
    if (!document.querySelector(":active")) { emit(); return; }
    document.addEventListener("pointerup", () => setTimeout(() => emit()), { once: true, capture: true });
}"""


class OrderForm:
    """Holds what stands in the form; every change is planned and kept."""

    def __init__(
        self, context: PageContext, project_id: UUID | None, editor: str, known: Known, on_order: Callable[[], Any]
    ) -> None:
        self._services = context.services
        self._project_id = project_id
        self._known = known
        self.state = known.state
        self.unsent = Unsent(known.draft.state.get("unsent"))
        self._offered: dict[str, Any] = {}
        self._undo: list[Callable[[], Any]] = []
        self._filled: tuple[Any, ...] | None = None
        self._client = ui.context.client
        self._planner = Planner(self._services.plans, self._request, self._planned, self._show_failure)
        self._keeper = DraftKeeper(
            self._services.drafts, known.draft, editor, self._write, self._adopt, lambda error: self._tell(str(error))
        )
        self._help = LookupHelp(self._services.lookups)
        self._picker = ProductPicker(self._services.products, project_id)
        self._build(on_order)
        self._rebuild()
        self._planner.request()

    # ---- building ----

    def _build(self, on_order: Callable[[], Any]) -> None:
        with d.node("div", "form-scroll stack gap-3 pad"):
            self.notices = Notices(self._services, self._project_id)
            self._models = ModelChoice(self._services, self._known, self._choose_model)
            with self._models.line:
                HistoryMenu(
                    self._services.orders,
                    self._project_id,
                    lambda: self.unsent.entries,
                    self._from_history,
                    self._models.name,
                )
                self.templates = TemplateMenu(self._services, self._project_id, self)
            self._kept = KeptNote()
            self._numbers = KeptNumbers(self._set_back)
            self._form = ParameterForm(
                on_edit=self.edit,
                on_reset=self.reset,
                find=self._picker.find,
                pick=self._picker.open,
                project_id=self._project_id,
            )
            self._making = Making(self.state, self._change_options)
            self._panel = PlanPanel(PlanActs(self.shuffle, self._untick, lambda: self._set(excluded=())))
        self._panel.connect(self._planner)
        self.bar = OrderBar(on_order, self._models.ask_price)
        self.telling = PlanTelling(
            self._planner,
            PlanPlaces(self._form, self._making, self._panel, self.bar),
            lambda: self.state.parameters,
            self._models,
        )
        self._form.element.on("focusout", self.telling.typing.done, js_handler=_AFTER_PRESS)

    def _rebuild(self, *, takes_over: bool = False) -> None:
        """Build the fields of the chosen model; `takes_over` when they go on with what is being typed just now."""
        with self._client:
            self._form.element.classes(**{"add" if takes_over else "remove": "takes-over"})
            self._form.build(self.spec, self.state.parameters)
            for name, editor in self._form.editors.items():
                self._help.attend(editor, partial(self.edit, name))
        self._help.teach(self._form.editors, self.state.parameters)
        self._kept.clear()

    @property
    def spec(self) -> ParameterSetSpec:
        return self._known.specs[self.state.model_key]

    # ---- changes by people ----

    def edit(self, name: str, value: Any) -> None:
        """Take a value that was typed or chosen."""
        offered = self._offered.pop(name, None)
        if self.state.parameters.get(name) in (value, None if value == "" else value):
            if offered is not None:
                self._keeper.changed()
            return
        self.telling.typing.key()
        self._set(self.state.with_parameter(name, value), turns=True)
        if name in self._form.editors:
            self._help.teach(self._form.editors, self.state.parameters)

    def reset(self, name: str) -> None:
        """Give a parameter its default back."""
        before = self.state
        self.remember(lambda: self._put(before))
        self._offered.pop(name, None)
        self._set(self.state.with_parameter(name, None), turns=True)
        self._form.show(self.state.parameters, [name], force=True)
        self._help.teach(self._form.editors, self.state.parameters)

    def _change_options(self, **change: Any) -> None:
        self._set(turns=bool({"repeats", "sample"} & change.keys()), **change)

    def _choose_model(self, key: str) -> None:
        before, spec = self.state, self.spec
        if key != before.model_key:
            own = changed(spec, before.parameters, lambda *_: None)  # no model gets another one's secrets
            self._numbers.model_changed(before)
            self._set(turns=True, model_key=key, parameters=own)
            self._rebuild(takes_over=True)
            self._kept.tell(not_taken(spec, self.spec, own))
        self._go_on_to_prompt()

    def _go_on_to_prompt(self) -> None:
        """After a model was chosen its blank prompt comes next."""
        prompt = self.spec.with_role(Role.PROMPT)
        editor = self._form.editors.get(prompt.name) if prompt else None
        if prompt is not None and editor is not None and is_blank(self.state.parameters.get(prompt.name)):
            editor.focus_after(".model-pick")

    def _set_back(self, state: FormState) -> None:
        before = self.state
        self.remember(lambda: self._put(before))
        self._put(state)

    def shuffle(self) -> None:
        """Draw the random picks and the sample anew."""
        self._set(turns=True, seed=new_expansion_seed())

    def _untick(self, index: int, checked: bool) -> None:
        left = [i for i in self.state.excluded if i != index]
        self._set(excluded=tuple(left if checked else [*left, index]))

    def _set(self, state: FormState | None = None, *, turns: bool = False, **changes: Any) -> None:
        """Take a new state; `turns` says that the combinations are others now."""
        made = replace(state or self.state, **changes)
        if turns and made.excluded:
            made = replace(made, excluded=())
            self.telling.ticked_again = True
        elif changes.keys() == {"excluded"}:
            self.telling.ticked_again = False
        if made == self.state:
            return
        self.state = made
        self._form.mark(made.parameters)
        self._making.mark(made)
        self._planner.request()
        self._keeper.changed()

    # ---- the whole form at once ----

    def fill(self, state: FormState, *, unsent: bool, what: str = "its order") -> bool:
        """Put another form in its place; false when that model is gone. `unsent` keeps what stood there."""
        if state.model_key not in self._known.specs:
            self._offer_again(state.model_key, what)
            return False
        if state.meaning == self.state.meaning:
            return True
        if unsent and not self.state.is_empty:
            self.unsent.add(self._without_secrets())
        before = self.state
        self.remember(lambda: self._put(before))
        self._numbers.forget()
        self._put(state)
        self._kept.tell(unknown_labels(self.spec, state.parameters))
        self._filled = state.meaning
        return True

    def draw_as(self, state: FormState) -> None:
        """Draw the random picks as another form of the same meaning does."""
        self._set(seed=state.seed, excluded=state.excluded)

    def _offer_again(self, key: str, what: str) -> None:
        """Say that a model is not there any more, with the way to have it back."""
        name, model_id = self._models.name(key), key.partition(":")[2]
        with self._client:
            d.toast(
                f"The model {name} is not there any more, so {what} cannot be put into the form.",
                kind="danger",
                action=("Look for it", lambda: self._models.offer(model_id)),
            )

    def remember(self, take_back: Callable[[], Any]) -> None:
        """Keep how an act on this page is taken back: the last one comes first."""
        self._undo.append(take_back)

    def undo(self) -> Any:
        """Take back the last act: a form that was replaced, a product that was deleted."""
        if not self._undo:
            d.toast(
                "Nothing was done on this page that can be taken back. What was deleted lies in the Bin.",
                action=("Open the Bin", lambda: ui.navigate.to(BIN)),
            )
            return None
        return self._undo.pop()()

    def _put(self, state: FormState) -> None:
        other_model = state.model_key != self.state.model_key
        self._offered.clear()
        self._set(state)
        self._making.show(state)
        if other_model:
            self._models.show(state.model_key)
            self._rebuild()
        else:
            self._form.show(state.parameters, force=True)

    async def _from_history(self, state: FormState) -> None:
        unsent = not await self.was_sent()
        if state.meaning != self.state.meaning and self.fill(state, unsent=unsent):
            d.toast("The form shows what you chose from the history.", undo=self.undo)

    async def was_sent(self) -> bool:
        """Tell whether nobody typed what stands here: it is empty, as it was filled in, or was ordered before."""
        if self.state.is_empty or self.state.meaning == self._filled:
            return True
        orders = await call(self._services.orders.history, self._project_id)
        return any(FormState.of_order(order).meaning == self.state.meaning for order in orders)

    def use_as_input(self, product: ProductView) -> bool:
        """Put a product into the field that takes it; false when the model has none."""
        control = self._form.media(str(product.type))
        if control is None:
            return False
        control.add(product)
        return True

    def models_of(self, kind: ModelType) -> Sequence[ModelView]:
        """Give the models of a type, as far as they are known here."""
        return self._models.of_type(kind)

    def offer_models(self, then: Callable[[str], Awaitable[Any]]) -> None:
        """Let any model be chosen, for what `then(key)` does with it."""
        self._models.offer_for(then)

    def tell_left_out(self, left_out: Sequence[LeftOut], other_model: Callable[[], Any]) -> None:
        """Name what the model has no place for; `other_model()` lets another one be chosen for it."""
        self._kept.tell_left_out(self.model_name(self.state.model_key), left_out, other_model)

    def offer_type(self, kind: ModelType, then: Callable[[str], Awaitable[Any]]) -> None:
        """Let one of a type's models be chosen, for what `then(key)` does with it."""
        self._models.offer_for(then, kind)

    async def use_with_another_model(self, product: ProductView, key: str | None = None) -> Moved | None:
        """Put a product into the form with a model that takes it, or with the one of `key`; None when there is none.

        A prompt that this model can do without is emptied: its choices were meant for pictures made from words.
        """
        key = key or await call(self._services.models.taking, str(product.type), self.state.model_key)
        if key is None or self._client.is_deleted:
            return None
        if key == self.state.model_key:
            return Moved(self._models.name(key), emptied=False) if self.use_as_input(product) else None
        before, spec = self.state, self.spec
        cleared = [p.name for p in without_prompts(self._known.specs[key], before)]
        own = changed(spec, before.parameters, lambda *_: None)  # no model gets another one's secrets
        kept = {name: value for name, value in own.items() if name not in cleared}
        if cleared:
            self.unsent.add(self._without_secrets())
        self.remember(lambda: self._put(before))
        self._numbers.model_changed(before)
        self._put(replace(before, model_key=key, parameters=kept, excluded=()))
        self._kept.tell(not_taken(spec, self.spec, kept))
        if not self.use_as_input(product):
            self.undo()
            return None
        return Moved(self._models.find(key).model.name, emptied=bool(cleared))

    # ---- ordering ----

    async def ready(self, wanted: OrderRequest) -> ShownPlan | None:
        """Give the plan of what is to be ordered, as the form had it when that was pressed."""
        return await self._planner.of(wanted)

    @property
    def taking_in(self) -> str:
        """Name a field into which a file is on its way, nothing where none is."""
        return self._form.taking_in

    def ordered(self) -> None:
        """Make the form ready for the next order: the same, with a new draw of its random picks."""
        self.telling.is_insisting = False
        self._kept.clear()
        self._numbers.forget()
        self._undo.clear()
        excluded = () if self.state.sample is not None else self.state.excluded
        sent = changed(self.spec, self.state.parameters, partial(_change_typed, to=KEPT))
        if sent != self.state.parameters:
            self._set(self.state, parameters=sent)
            self._form.show(sent, force=False)
        self._set(seed=new_expansion_seed(), excluded=excluded)

    @property
    def problem(self) -> str:
        """Say why the chosen model takes no order now, whatever stands in the form; nothing where it does."""
        return self._models.problem

    def model_name(self, key: str) -> str:
        """Give the name of a model as people know it."""
        return self._models.name(key)

    @property
    def settings(self) -> str:
        """Give the address where the chosen model's provider is set up."""
        return self._models.settings

    async def models_changed(self, keys: Collection[str]) -> None:
        """Know the models, keys and providers as they are now; a form that is another now is built anew."""
        await self._models.reload()
        key = self.state.model_key
        if self._client.is_deleted:
            return
        for other in set(keys) - {key}:
            self._known.specs.seen.pop(other, None)
        if key in keys and await self._is_another_form(key):
            self._rebuild(takes_over=True)
            self._tell(f"The form of {self._models.name(key)} is another now. What it still takes is kept.", "info")
        self._planner.request()

    async def _is_another_form(self, key: str) -> bool:
        before = self._known.specs.seen.pop(key, None)
        after = await call(self._known.specs.get, key)
        if after is None and before is not None:
            self._known.specs.seen[key] = before  # it was removed; what stands in the form can still be read
        return after is not None and after != before and not self._client.is_deleted

    # ---- plan and draft ----

    @property
    def request(self) -> OrderRequest:
        """Give what would be ordered now."""
        return self._request()

    def _request(self) -> OrderRequest:
        return self.state.request(self.spec, self._project_id)

    def _planned(self, shown: ShownPlan) -> None:
        self.telling.planned(shown)
        self._numbers.planned(self.state, self.spec, shown.view)

    def _show_failure(self, error: ImagenError) -> None:
        self.bar.refuse(str(error))

    def _write(self) -> dict[str, Any]:
        state = self._without_secrets().write()
        state["parameters"] |= self._offered
        if self.unsent.entries:
            state["unsent"] = self.unsent.entries
        return state

    def _without_secrets(self) -> FormState:
        """Give the form as it may be kept: secrets that were typed are in it no more."""
        forget = partial(_change_typed, to=None)
        return replace(self.state, parameters=changed(self.spec, self.state.parameters, forget))

    def _adopt(self, merged: Merged) -> None:
        """Take what another window changed; fields that are being edited here only offer it."""
        if self._client.is_deleted:
            return
        theirs = FormState.read(merged.state)
        self.unsent = Unsent(merged.state.get("unsent"))
        names = {name for name in merged.taken if not name.startswith("*")}
        if theirs.model_key != self.state.model_key and theirs.model_key in self._known.specs:
            self._put(theirs)
            return
        kept = dict(self.state.parameters)
        for name in names:
            control = self._form.controls.get(name)
            if control is None or control.show(theirs.parameters.get(name), force=False):
                kept[name] = theirs.parameters.get(name)
            else:
                self._offered[name] = theirs.parameters.get(name)
        self._set(replace(theirs, model_key=self.state.model_key, parameters=kept))
        self._making.show(self.state)

    async def draft_changed(self) -> None:
        """Bring in what another window kept."""
        await self._keeper.heard()

    def plan_anew(self) -> None:
        """Work the plan out again: what it costs, or what may be spent, is another."""
        self._planner.request()

    async def lookups_changed(self) -> None:
        """Know the lookups as they are now, and plan with them."""
        await self._help.load()
        if not self._client.is_deleted:
            self._help.teach(self._form.editors, self.state.parameters)
            self._planner.request()

    def _tell(self, message: str, kind: ToastKind = "danger") -> None:
        if not self._client.is_deleted:
            with self._client:
                d.toast(message, kind=kind)


def _change_typed(_place: str, _spec: ParameterSpec, value: Any, *, to: str | None) -> Any:
    return to if is_typed(value) else value
