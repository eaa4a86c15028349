"""What was imported is put into the form: onto its model or another one, with what does not fit told."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.components.model_picker import ModelPicker
from imagen.ui.components.strip import Strip
from imagen.ui.paths import order_path
from tests.fakes.scripted_provider import MODEL
from tests.media.metadata.samples import png, text_chunk
from tests.ui.pages.order.conftest import choose, editor, press, until

SKETCHES = "sketch:sketch"
FILE = "a [red] fox\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 77, Size: 1x1"


def taken(services: Services, *chunks: bytes) -> UUID:
    product = services.imports.take_file("fox.png", io.BytesIO(png(*chunks))).product
    assert product is not None
    return product.id


@pytest.fixture
def fox(services: Services) -> UUID:
    return taken(services, text_chunk("parameters", FILE))


def drafted(services: Services) -> dict[str, object]:
    return dict(services.drafts.get(None).state.get("parameters") or {})


def written(user: User, label: str) -> str | None:
    """Give what stands in an editor, None where the form has none of that name."""
    with user:
        found = [one for one in user.find(ExpansionEditor).elements if one.props.get("label") == label]
    return found[0].value if found else None


def chosen(services: Services, model: str) -> None:
    services.drafts.save(None, {"model_key": model, "parameters": {}}, "test")


async def test_a_file_fills_the_form_of_its_model(user: User, pages: None, services: Services, fox: UUID) -> None:
    chosen(services, SKETCHES)
    await user.open(order_path(None, reuse=fox, what="values"))
    await until(lambda: editor(user).value == "a \\[red\\] fox")
    assert editor(user, "Negative prompt").value == "rain"
    await until(lambda: drafted(services).get("seed") == 77)


async def test_what_does_not_fit_is_named_and_another_model_takes_it(
    user: User, pages: None, services: Services, fox: UUID
) -> None:
    chosen(services, MODEL)
    await user.open(order_path(None, reuse=fox, what="values"))
    await user.should_see("Pictures does not take: Negative prompt rain, Guidance 7.0, Sampler Euler a")
    assert editor(user).value == "a \\[red\\] fox"
    press(user, "Another model…")
    with user:
        picker = user.find(ModelPicker)
        picker.trigger("opened", {"purpose": "1"})
        picker.trigger("choose", {"key": SKETCHES})
    await until(lambda: written(user, "Negative prompt") == "rain")


async def test_the_strip_reuses_a_file(user: User, pages: None, services: Services, fox: UUID) -> None:
    chosen(services, MODEL)
    await user.open("/order")
    with user:
        user.find(Strip).trigger("select", {"id": str(fox), "by": "click"})
    await user.should_see("What its file says, with another seed")
    choose(user, "What its file says, with another seed")
    await until(lambda: editor(user).value == "a \\[red\\] fox")
    assert "seed" not in drafted(services)


async def test_a_file_that_says_nothing_is_offered_as_an_input(user: User, pages: None, services: Services) -> None:
    await user.open(order_path(None, reuse=taken(services), what="values"))
    await user.should_see("Nothing is known about how this was made: its file does not say.")
    await user.should_see("Use as input")
