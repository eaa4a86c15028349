"""What the side of the gallery tells of a product."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.pages.gallery.facts import _choices


def test_each_choice_is_told_and_leads_to_its_own_search(services: Services) -> None:
    prompt = "a [red,blue] [animal=fox,owl] at [dawn,dusk]"
    order = services.orders.place(OrderRequest("sketch:sketch", {"prompt": prompt, "steps": "12,24"}))
    last = services.generations.list(order_id=order.id, ascending=True).items[-1]
    told = _choices(last.choices, lambda values: {name: f"{name}={text}" for name, text in values.items()})
    assert [(fact.name, fact.text, fact.term) for fact in told] == [
        ("Choice", "blue", "prompt=blue"),
        ("Animal", "owl", "animal=owl"),
        ("Choice", "dusk", "prompt=dusk"),
        ("Steps", "24", "steps=24"),
    ]
