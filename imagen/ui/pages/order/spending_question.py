"""What is asked before a costly order, or one of unknown price, is placed; the answer is a limit at which it stops."""

from __future__ import annotations

from imagen.domain.money import MILLION, dollars, dollars_left
from imagen.domain.spending import LimitKind
from imagen.services.all import Services
from imagen.services.consent import Consent
from imagen.services.views import ModelView, PlanView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.amount_input import AmountInput
from imagen.ui.pages.order.wording import made_by

_CENT = MILLION // 100
_MARGIN_PERCENT = 110


async def ask_about_cost(services: Services, view: PlanView, model: ModelView) -> Consent | None:
    """Ask what an order may cost, where that is to be asked; None when the person does not want it now."""
    if not view.question:
        return Consent()
    if view.needs_ceiling:
        return await _ask_for_ceiling(services, view, model)
    return await _ask_for_limit(view)


async def _ask_for_limit(view: PlanView) -> Consent | None:
    assert view.cost is not None
    about = dollars(view.cost)
    title = f"Spend up to {about}?" if view.cost_is_ceiling else f"Spend {about}?"
    with d.dialog(title, size="narrow") as asked:
        d.text(f"{view.question} It makes {made_by(view)}.", "muted", tag="p")
        for note in view.limit_notes:
            d.notice(note)
        with d.field("Stop at", hint=_why_suggested(view)) as field:
            limit = AmountInput(
                suggested_limit(view), on_change=lambda: button.set_text(order_words(view, limit.micros))
            )

        def order() -> None:
            if limit.micros is None:
                field.set_error("Say at which amount it stops.")
            else:
                asked.submit(Consent(spending_limit=limit.micros))

        limit.on_enter(order)
    with asked.foot:
        d.button("Not now", lambda: asked.submit(None))
        button = d.button(order_words(view, limit.micros), order, kind="primary")
        button.props("autofocus")
    answer: Consent | None = await asked
    asked.delete()
    return answer


async def _ask_for_ceiling(services: Services, view: PlanView, model: ModelView) -> Consent | None:
    name = model.model.name
    with d.dialog(f"What may {name} cost?", size="narrow") as asked:
        _explain_unknown(model)
        with d.field("One generation, at most") as field:
            most = AmountInput(placeholder="e.g. 0.05", on_change=lambda: said.set_text(_in_all(most.micros, view)))
        said = d.text(_in_all(None, view), "small faint", tag="p")
        for_all = d.checkbox("For every model of unknown price", False)

        def order() -> None:
            if not most.micros:
                field.set_error("Give an amount above nothing, such as 0.05.")
            else:
                asked.submit(most.micros)

        most.on_enter(order)
        most.input.props("autofocus")
    with asked.foot:
        d.button("Not now", lambda: asked.submit(None))
        d.button(f"Order {view.count:,}", order, kind="primary")
    answer: int | None = await asked
    is_for_all = bool(for_all.value)
    asked.delete()
    if answer is None:
        return None
    if is_for_all:
        await call(services.spending.change, {"ceiling": answer})
    else:
        await call(services.spending.set_ceiling, model.model.key, answer)
    return Consent(spending_limit=answer * view.count, ceiling=answer)


def _explain_unknown(model: ModelView) -> None:
    """Say why this is asked, with the way to where the answer may stand."""
    with d.node("p", "muted"):
        d.text(f"Nobody publishes a price for {model.model.name} that Imagen knows")
        if model.page:
            d.text("; ")
            page = d.text(f"its page at {model.provider_label}", tag="a")
            page.props.update({"href": model.page, "target": "_blank", "rel": "noopener noreferrer"})
            d.text(" may tell")
        d.text(". Say what one generation may cost at most: so much of each counts against your limits.")


def suggested_limit(view: PlanView) -> int:
    """Suggest where an order stops: a tenth above what it will probably cost, in whole cents."""
    assert view.cost is not None
    wanted = view.cost if view.cost_is_ceiling else -(-view.cost * _MARGIN_PERCENT // 100)
    return -(-wanted // _CENT) * _CENT


def _why_suggested(view: PlanView) -> str:
    """Say where the suggested limit comes from, and what it does."""
    assert view.cost is not None
    whence = "The most it may cost" if view.cost_is_ceiling else f"The {dollars(view.cost)} plus a tenth to spare"
    return f"{whence}, in whole cents. The order stops before it would cost more; you can raise this later."


def order_words(view: PlanView, limit: int | None) -> str:
    """Say on the button what may be spent now: what it costs, or the less that a limit leaves."""
    assert view.cost is not None
    tightest = min(view.short_of, key=lambda budget: budget.left or 0, default=None)
    left = None if tightest is None else tightest.left
    if tightest is not None and left is not None and (limit is None or left <= limit):
        is_day = tightest.kind is LimitKind.DAY
        if left == 0:
            return "Order for tomorrow" if is_day else "Order, to wait"
        return f"Order, up to {dollars_left(left)}{' today' if is_day else ''}"
    return (
        f"Order, up to {dollars(limit)}"
        if limit is not None and limit < view.cost
        else f"Order for {dollars(view.cost)}"
    )


def _in_all(micros: int | None, view: PlanView) -> str:
    if micros is None:
        return f"Times {made_by(view)}."
    return f"{made_by(view)}: {dollars(micros * view.count)} at most."
