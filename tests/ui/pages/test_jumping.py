"""Ctrl+K finds whatever a person gave a name."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.saved_searches import SearchWording
from imagen.ui.components.jumping import jump_entries
from imagen.ui.context import PageContext


async def test_everything_with_a_name_is_led_to(context: PageContext, services: Services) -> None:
    project = services.projects.create("Fox book")
    services.collections.create("Best lights")
    services.tags.create("warm")
    services.saved_searches.create(SearchWording("Red ones", "tag:warm", "best"))
    template = services.templates.of_request(OrderRequest("sketch:sketch", {"prompt": "a hare"}), "Hare")
    services.lookups.create("color", "red\nblue")
    entries = {(one["hint"], one["label"]): one["path"] for one in await jump_entries(context)}
    assert entries == {
        ("Project", "Fox book"): f"/order/{project.id}",
        ("Project", "Without a project"): "/order",
        ("Collection", "Best lights"): "/gallery?q=collection%3A%22Best%20lights%22&sort=by-hand",
        ("Saved search", "Red ones"): "/gallery?q=tag%3Awarm&sort=best",
        ("Tag", "warm"): "/gallery?q=tag%3Awarm",
        ("Template", "Hare"): f"/order?again=template:{template.id}",
        ("Lookup", "color"): "/lookups/color",
    }
