"""A small library, made at random, in a real database and as plain records."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from imagen.data.derived_tables import index_pending
from imagen.data.models import (
    Collection,
    CollectionProduct,
    Generation,
    GenerationInput,
    Order,
    Product,
    Project,
    Tag,
    Tagging,
)
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.tagging import TaggedKind
from tests.data.naive_search import Made
from tests.data.rows import add_order

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MODELS = ("sketch:sketch", "fal:fal-ai/flux/dev", "replicate:bfl/flux-schnell")
FAMILIES = {"flux": ["fal:fal-ai/flux/dev", "replicate:bfl/flux-schnell"]}
SIZES = ((64, 64), (64, 96), (96, 64), (1024, 1024), (2048, 1024), None)
COLORS, ANIMALS = ("red", "Blue", "grün"), ("fox", "Fox terrier", "cat")
NAMES = ("print", "my tag", "Größe", "none of it")


@dataclass
class SearchedLibrary:
    """Makes products; `made` is what they are."""

    unit: UnitOfWork
    seed: int
    made: list[Made] = field(default_factory=list)
    counter: int = 0

    def fill(self, orders: int = 14) -> None:
        """Make orders with their products, imported products, and everything that people do with them."""
        self.random = random.Random(self.seed)
        self.projects = [self._add(Project(name=name)) for name in ("Foxes", "My project")]
        self.tags = [self._add(Tag(name=name, name_key=name.casefold())) for name in NAMES]
        self.collections = [self._add(Collection(name=name, name_key=name.casefold())) for name in ("Best", "a,b")]
        self.unit.session.flush()
        for _ in range(orders):
            self._order()
        for _ in range(orders):
            self._import()
        self.unit.session.flush()
        connection = self.unit.session.connection()
        index_pending(connection, len(self.made) // 2)  # what is done with the others happens before they are indexed
        for one in self.random.sample(self.made, len(self.made)):
            self._keep(one)
            if self.random.random() < 0.1:
                index_pending(connection, 2)
        self.unit.session.flush()
        while index_pending(connection, 7):
            pass

    def _add(self, record: Any) -> Any:
        self.unit.session.add(record)
        return record

    def _id(self, at: datetime) -> UUID:
        self.counter += 1
        bits = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | (self.counter & 0xFFF) << 64 | 0b10 << 62
        return UUID(int=bits | self.random.getrandbits(62))

    def _order(self) -> None:
        chance = self.random
        model, project = chance.choice(MODELS), chance.choice([None, *self.projects])
        count = chance.randint(1, 4)
        chosen = [{"color": chance.choice(COLORS), "animal": chance.choice(ANIMALS)} for _ in range(count)]
        prompts = [f"a {one['color']} {one['animal']}, café" for one in chosen]
        order = add_order(self.unit, prompts, model_key=model, project_id=project and project.id)
        made = {g.position: g for g in self.unit.generations.of_order(order.id, count)}
        for place, prompt in enumerate(prompts):
            self._generated(order, made[place], chosen[place], prompt, project)

    def _generated(self, order: Order, row: Generation, chosen: dict[str, str], prompt: str, project: Any) -> None:
        chance = self.random
        steps, seed = chance.choice((4, 20, 30)), chance.getrandbits(31)
        row.generation_parameters = {
            "prompt": prompt,
            "num_inference_steps": steps,
            "seed": -1,
            "width": 8,
            "raw": True,
        }
        row.actual_parameters = {"prompt": prompt, "num_inference_steps": steps, "guidance_scale": 3.5}
        row.choices = [{"key": n, "parameter": "prompt", "name": n, "option": 0, "text": t} for n, t in chosen.items()]
        self.unit.session.flush()
        for output in range(chance.randint(1, 2)):
            product = self._product(
                ProductOrigin.GENERATED, project, generation_id=row.id, order_id=order.id, output_index=output
            )
            one = self.made[-1]
            one.model, one.order, one.texts = order.model_key, order.number, (prompt, product.name)
            one.figures = {"num_inference_steps": {steps}, "guidance_scale": {3.5}, "seed": {-1, seed}}
            one.choices = {(name, text.casefold()) for name, text in chosen.items()}
        row.return_parameters = {"seed": seed}
        self.unit.session.flush()

    def _import(self) -> None:
        chance = self.random
        parameters = {"steps": chance.choice((20, 25)), "cfg_scale": 7.5, "Seed": 9}
        prompt = f"{chance.choice(ANIMALS)} at dawn"
        given: dict[str, Any] = (
            {"prompt": prompt, "model_used": "external:dream", "parameters": parameters}
            if chance.random() < 0.7
            else {}
        )
        product = self._product(ProductOrigin.IMPORTED, None, name="IMG_0042 sea.png", **given)
        one = self.made[-1]
        one.model, one.texts = given.get("model_used", ""), (given.get("prompt", ""), product.name)
        one.figures = {"steps": {parameters["steps"]}, "cfg_scale": {7.5}, "seed": {9}} if given else {}

    def _product(self, origin: ProductOrigin, project: Any, **given: Any) -> Product:
        chance = self.random
        at = NOW - timedelta(days=chance.choice((0, 0, 1, 3, 6, 8, 40, 400)), seconds=chance.randrange(3000))
        size, kind = chance.choice(SIZES), chance.choice(list(ProductType))
        values: dict[str, Any] = {
            "state": chance.choice([ProductState.READY, *ProductState]),
            "liked": chance.random() < 0.3,
            "rating": chance.choice([None, None, 0, 1, 2, 3, 4]),
            "width": size and size[0],
            "height": size and size[1],
            "file_size": chance.choice((1, 10**6, 6 * 10**6)),
        }
        length = chance.choice((None, 500, 12_000)) if kind in (ProductType.VIDEO, ProductType.AUDIO) else None
        product = Product(
            id=self._id(at),
            created_at=at,
            type=kind,
            path="aa/a.png",
            sha256="a",
            mime_type="image/png",
            origin=origin,
            project_id=project and project.id,
            duration_ms=length,
            **values,
            **given,
        )
        self._add(product)
        self.unit.session.flush()
        self.made.append(
            Made(product.id, at, kind, origin, length=length, project=project.name if project else "", **values)
        )
        return product

    def _keep(self, one: Made) -> None:
        """Tag, collect, note, use and delete, and take some of it back."""
        chance, session = self.random, self.unit.session
        for tag in chance.sample(self.tags, chance.choice((0, 0, 1, 2))):
            row = self._add(Tagging(tag_id=tag.id, entity=TaggedKind.PRODUCT, entity_id=one.id))
            session.flush()
            if chance.random() < 0.2:
                row.deleted_at = NOW
            else:
                one.tags.add(tag.name)
        for collection in chance.sample(self.collections, chance.choice((0, 0, 1, 2))):
            place = float(chance.randrange(5))
            self._add(CollectionProduct(collection_id=collection.id, product_id=one.id, order_index=place))
            one.collections[collection.name] = place
        product = self.unit.products.get(one.id, deleted=True)
        if chance.random() < 0.2:
            product.notes = one.notes = "sehr schön"
        if chance.random() < 0.3:
            product.liked = one.liked = not one.liked
            product.rating = one.rating = chance.choice([None, 2, 4])
        if chance.random() < 0.1 and product.generation_id:
            place = product.output_index
            link = GenerationInput(
                generation_id=product.generation_id, product_id=one.id, parameter="image", order_index=place
            )
            self._add(link)
            one.used = True
        if chance.random() < 0.15:
            product.deleted_at, one.deleted = NOW, True
        session.flush()
        if one.deleted and chance.random() < 0.3:
            product.deleted_at, one.deleted = None, False
            session.flush()
