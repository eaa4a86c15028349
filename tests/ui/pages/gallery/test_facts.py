"""What the side of the gallery tells of a product."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.pages.gallery.facts import _choices


def test_a_text_with_choices_is_told_as_it_was_sent(services: Services) -> None:
    prompt = "a [red,blue] [animal=fox,owl] at [dawn,dusk]"
    order = services.orders.place(OrderRequest("sketch:sketch", {"prompt": prompt, "steps": "12,24"}))
    last = services.generations.list(order_id=order.id, ascending=True).items[-1]
    sent = services.generations.get(last.id).generation_parameters
    told = {fact.name: fact.text for fact in _choices(last.choices, sent, lambda values: {})}
    assert told == {"Prompt": "a blue owl at dusk", "Animal": "owl", "Steps": "24"}
