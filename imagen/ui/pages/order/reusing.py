"""Take into the form what another page led here with: an order as it was typed, the values of a generation, a template."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.pages.order.form import OrderForm
from imagen.ui.pages.order.state import FormState
from imagen.ui.pages.order.templating import apply_template
from imagen.ui.paths import order_path


async def take_up(services: Services, form: OrderForm, project_id: UUID | None, asked: str) -> None:
    """Fill the form with what the address names; what was typed and not ordered goes to the history first."""
    ui.navigate.history.replace(order_path(project_id))  # a reload keeps what is typed from now on
    template = _template(asked)
    if template is not None:
        await apply_template(services, form, project_id, template)
        return
    try:
        request = await call(_request, services, asked)
    except (ImagenError, ValueError):
        d.toast("What was to be put into the form is not there any more.", kind="danger")
        return
    state = FormState.of_request(request)
    if state.meaning == form.state.meaning:
        d.toast("The form shows this already.")
        return
    unsent = not await form.was_sent()
    if form.fill(state, unsent=unsent):
        kept = " What you had typed is in the history." if unsent else ""
        d.toast(f"Change what you want, then order it.{kept}", undo=form.undo)


def picture_of(services: Services, asked: str) -> UUID | None:
    """Find what was made first by what the address names: an order, a generation, or the order that a template is of."""
    what, _, named = asked.partition(":")
    try:
        if what == "template":
            number = services.templates.get(UUID(named)).order_number
            return _first_of(services, services.axes.find(str(number))) if number is not None else None
        if what == "order":
            return _first_of(services, UUID(named))
        products = services.generations.get(UUID(named)).summary.products
    except (ImagenError, ValueError):
        return None
    return products[0].id if products else None


def _first_of(services: Services, order_id: UUID) -> UUID | None:
    made = services.generations.list(order_id=order_id, ascending=True, status=GenerationStatus.COMPLETE).items
    return next((one.products[0].id for one in made if one.products), None)


def _template(asked: str) -> UUID | None:
    what, _, made = asked.partition(":")
    try:
        return UUID(made) if what == "template" else None
    except ValueError:
        return None


def _request(services: Services, asked: str) -> OrderRequest:
    what, _, made = asked.partition(":")
    if what == "order":
        return services.reuse.order(UUID(made))
    return services.reuse.generation(UUID(made), ReuseWhat.VALUES, keep_seed=False)
