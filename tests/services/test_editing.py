"""Edits make new products that know where they come from, and lineage is walked both ways."""

from __future__ import annotations

import io
from uuid import UUID, uuid4

import pytest
from PIL import Image

from imagen.domain.edits import Crop, Edit, Frame, Turn
from imagen.domain.errors import Conflict, ImagenError, InvalidInput, NotFound
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.product import ProductOrigin
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import ProductView
from tests.fakes.scripted_provider import MODEL, wait_until
from tests.media import samples


def imported(services: Services, data: bytes | None = None, name: str = "fox.png") -> ProductView:
    given = services.imports.take_file(name, io.BytesIO(data or samples.picture(size=(64, 40))))
    assert given.product is not None, given.error
    return given.product


def made(services: Services, prompt: str = "a fox") -> ProductView:
    project = services.projects.create("Foxes")
    order = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project_id=project.id))
    wait_until(lambda: services.orders.get(order.id).status is OrderStatus.FULFILLED)
    return services.products.list(order_id=order.id)[0][0]


def test_an_edited_product_keeps_how_its_source_was_made(services: Services) -> None:
    source = made(services)
    turned = services.editing.edit(source.id, [Turn(90)])
    assert (turned.width, turned.height) == (source.height, source.width)
    assert (turned.origin, turned.project_id) == (ProductOrigin.EDITED, source.project_id)
    assert (turned.generation_id, turned.order_id) == (None, None)
    again = services.editing.edit(turned.id, [Crop(0, 0, 5, 5)])
    before, after = services.viewing.view(source.id), services.viewing.view(again.id)
    assert (after.prompt, after.model, after.parameters) == (before.prompt, before.model, before.parameters)
    assert after.prompt == after.shown.title == "a fox"
    assert services.viewing.origin(again.id) == source.generation_id
    assert services.products.file(source.id).read_bytes() != services.products.file(turned.id).read_bytes()


def test_lineage_is_walked_both_ways(services: Services) -> None:
    source = imported(services)
    part = services.editing.edit(source.id, [Crop(0, 0, 20, 20)])
    assert [p.id for p in services.viewing.view(source.id).lineage.edited_into] == [part.id]
    found = services.viewing.view(part.id).lineage.made_from
    assert found is not None
    assert found.id == source.id
    services.keeping.delete([part.id])
    assert services.viewing.view(source.id).lineage.edited_into == ()


def test_a_frame_of_a_video_is_a_picture_that_comes_from_it(services: Services) -> None:
    video = imported(services, samples.video(), "clip.mp4")
    frame = services.editing.edit(video.id, [Frame(500)])
    assert (frame.mime_type, frame.width, frame.height, frame.duration_ms) == ("image/png", 160, 96, None)
    with pytest.raises(InvalidInput, match="frame"):
        services.editing.edit(video.id, [Turn(90)])


@pytest.mark.parametrize(
    ("edits", "expected"), [([], InvalidInput), ([Crop(60, 0, 5, 5)], InvalidInput), ([Turn(1)], InvalidInput)]
)
def test_what_cannot_be_done_makes_nothing(services: Services, edits: list[Edit], expected: type[ImagenError]) -> None:
    source = imported(services)
    with pytest.raises(expected):
        services.editing.edit(source.id, edits)
    assert services.products.count() == 1


def test_what_is_not_there_is_not_edited(services: Services) -> None:
    source = imported(services)
    services.products.file(source.id).unlink()
    assert services.viewing.shown([source.id])[0].is_missing
    for product_id in (source.id, uuid4()):
        with pytest.raises(NotFound):
            services.editing.edit(product_id, [Turn(90)])


def test_a_sound_has_nothing_to_edit(services: Services) -> None:
    sound = imported(services, samples.wav(), "song.wav")
    with pytest.raises(InvalidInput, match="sound"):
        services.editing.edit(sound.id, [Turn(90)])


def test_a_mask_has_the_size_of_its_picture(services: Services) -> None:
    source = imported(services)

    def painted(size: tuple[int, int], form: str = "PNG") -> io.BytesIO:
        return io.BytesIO(samples.encoded(Image.new("L", size, 0), form))

    mask = services.editing.mask(source.id, painted((64, 40)))
    assert (mask.origin, mask.name) == (ProductOrigin.EDITED, "Mask of fox.png")
    assert services.viewing.view(mask.id).prompt == ""
    for wrong in (painted((40, 64)), painted((64, 40), "JPEG")):
        with pytest.raises(InvalidInput, match="64 × 40"):
            services.editing.mask(source.id, wrong)


def test_products_differ_in_what_made_them(services: Services) -> None:
    first, second = made(services, "a fox"), imported(services)
    third = services.editing.edit(first.id, [Turn(180)])

    def differing(*ids: UUID) -> dict[str, tuple[object, ...]]:
        return {row.name: row.values for row in services.viewing.differences(ids)}

    assert differing(first.id, third.id) == {}
    both = differing(first.id, second.id)
    assert both["prompt"] == ("a fox", None)
    assert both["model"][1] is None


def test_products_are_shown_in_the_order_asked_for(services: Services) -> None:
    one, two = imported(services), imported(services, samples.picture(size=(20, 20)), "two.png")
    shown = services.viewing.shown([two.id, uuid4(), one.id])
    assert [s.product.id for s in shown] == [two.id, one.id]
    assert [s.title for s in shown] == ["two.png", "fox.png"]
    assert not any(s.is_missing for s in shown)


def test_what_was_withheld_is_not_edited(services: Services) -> None:
    blocked = made(services, "a withheld fox")
    with pytest.raises(Conflict):
        services.editing.edit(blocked.id, [Turn(90)])
