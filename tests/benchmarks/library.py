"""Make a library to measure with: `python -m tests.benchmarks.library --products 100000 --data DIR`.

Everything is made up from a seed: orders with choices, several providers, imported and edited products, ratings, tags,
collections and dates over two years. There is one small file for each look; every product has a name of its own for it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from imagen.data.database import Database
from imagen.data.models import Collection, CollectionProduct, Generation, Order, Product, Project, Tag, Tagging
from imagen.data.upgrade import upgrade
from imagen.datafolder import DataFolder
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.tagging import TaggedKind
from tests.benchmarks.library_files import SIZES, Look, link, make_folders, make_looks

DAYS = 730
CHUNK = 100  # orders in one transaction
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MODELS = (
    ("sketch:sketch", ProductType.IMAGE),
    *((f"replicate:black-forest-labs/flux-{kind}", ProductType.IMAGE) for kind in ("dev", "schnell", "pro", "1.1-pro")),
    *((f"replicate:stability-ai/{kind}", ProductType.IMAGE) for kind in ("sdxl", "sd3", "sd3.5-large")),
    *((f"fal:fal-ai/{kind}", ProductType.IMAGE) for kind in ("flux/dev", "recraft-v3", "ideogram/v3", "aura-flow")),
    *(
        (f"civitai:urn:air:sdxl:checkpoint:civitai:{number}@{number * 7}", ProductType.IMAGE)
        for number in range(101, 113)
    ),
    ("fal:fal-ai/kling-video/v2", ProductType.VIDEO),
    ("replicate:minimax/video-01", ProductType.VIDEO),
    ("fal:fal-ai/stable-audio", ProductType.AUDIO),
    ("replicate:meta/musicgen", ProductType.AUDIO),
)
COLORS = ("red", "blue", "green", "golden", "violet", "black", "white", "turquoise")
ANIMALS = ("fox", "cat", "dog", "heron", "whale", "owl", "hare", "horse", "lynx", "toad", "swan", "bear")
PLACES = ("a forest", "the sea", "an old town", "the desert", "a library", "the rain", "a train station", "the Alps")
STYLES = ("oil painting", "watercolor", "photograph", "ink drawing", "3d render", "pixel art", "studio portrait")
RARE = tuple(
    f"{first}{second}"
    for first in ("mar", "tol", "ven", "quil", "zor")
    for second in ("ine", "an", "ork", "ula", "ith")
)
WORDS = tuple(
    f"{one}{two}"
    for one in ("gleam", "mist", "dusk", "stone", "velvet", "storm")
    for two in ("ing", "y", "ed", "like", "fall")
)
TROUBLED = (ProductState.MISSING, ProductState.BLOCKED, ProductState.UNCHECKED)
TAGS = ("print", "client", "draft", "favourite", "portfolio", "texture", "character", "background", "logo", "reference")


class Library:
    """A library being made: everything that later rows refer to, and the numbers that make them up."""

    def __init__(self, folder: DataFolder, products: int, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.wanted = products
        self.made = 0
        self.counter = 0
        self.last: UUID | None = None
        self.looks = make_looks(folder)
        make_folders(folder.media, folder.thumbnails)
        self.projects = [self._named(Project, f"Project {number}", number) for number in range(1, 21)]
        self.tags = [self._named(Tag, name, place) for place, name in enumerate((*TAGS, *RARE))]
        self.collections = [self._named(Collection, f"Collection {number}", number) for number in range(1, 16)]

    def _named(self, model: type, name: str, number: int) -> Any:
        keyed = {} if model is Project else {"name_key": name.casefold()}
        colored = {"color": f"#{number * 7 % 256:02x}8090"} if model is Tag else {}
        return model(id=self.id_at(NOW - timedelta(days=DAYS + 1)), name=name, **keyed, **colored)

    def id_at(self, moment: datetime) -> UUID:
        """Make an id of that moment; they rise within it."""
        self.counter = (self.counter + 1) & 0xFFF
        milliseconds = int(moment.timestamp() * 1000)
        random_bits = self.random.getrandbits(62)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | self.counter << 64 | 0b10 << 62 | random_bits)

    def moment(self) -> datetime:
        """Tell when the next order was made: in time, more of them lately."""
        share = (self.made / self.wanted) ** 0.8
        return NOW - timedelta(days=DAYS) + timedelta(days=DAYS * share, seconds=self.random.random())

    def sometimes(self, share: float) -> bool:
        return self.random.random() < share


def make(folder: DataFolder, products: int, seed: int = 7) -> float:
    """Fill a new data folder; give the products written to the database in a second."""
    upgrade(folder.database)
    database = Database(folder.database)
    library = Library(folder, products, seed)
    writing = 0.0
    with database.write(durable=False) as session:
        session.add_all([*library.projects, *library.tags, *library.collections])
        session.commit()
    number = 0
    while library.made < products:
        tables: dict[type, list[dict[str, Any]]] = {}
        texts: list[dict[str, Any]] = []
        for _ in range(CHUNK):
            number += 1
            for table, row in order(library, number, texts):
                tables.setdefault(table, []).append(row)
            if library.made >= products:
                break
        began = time.perf_counter()
        with database.write(durable=False) as session:
            _write(session, tables, texts)
        writing += time.perf_counter() - began
    with database.write() as session:
        session.connection().exec_driver_sql("PRAGMA optimize")
        session.commit()
    database.close()
    return products / writing


def _write(session: Session, tables: dict[type, list[dict[str, Any]]], texts: list[dict[str, Any]]) -> None:
    connection = session.connection()
    connection.execute(sa.text("INSERT INTO generation_text (rowid, prompt) VALUES (:rowid, :prompt)"), texts)
    for table in (Order, Generation, Product, Tagging, CollectionProduct):
        rows = tables.get(table)
        if rows:
            connection.execute(sa.insert(table), rows)
    session.commit()


def order(library: Library, number: int, texts: list[dict[str, Any]]) -> Iterator[tuple[type, dict[str, Any]]]:
    """Make up an order with its generations and products, or a batch of imported files."""
    chance, at = library.random, library.moment()
    project = chance.choice(library.projects) if library.sometimes(0.8) else None
    count = min(chance.choice((1, 4, 12, 24, 48, 96)), library.wanted - library.made)
    if library.sometimes(0.12):
        for place in range(count):
            yield from product(library, at + timedelta(seconds=place), project and project.id, imported(library))
        return
    model, kind = chance.choice(MODELS[:24]) if library.sometimes(0.85) else chance.choice(MODELS[24:])
    made = Order(id=library.id_at(at), created_at=at, updated_at=at, number=number, model_key=model)
    template = f"a [color] [animal] in [place], {chance.choice(STYLES)}"
    row = made.model_dump() | {
        "project_id": project and project.id,
        "provider": model.partition(":")[0],
        "base_parameters": {"prompt": template},
        "expansion_seed": number,
        "status": OrderStatus.FULFILLED,
        "planned": count,
        "written": count,
    }
    yield Order, row
    for place in range(count):
        yield from generation(library, row, kind, place, texts)


def generation(
    library: Library, made: dict[str, Any], kind: ProductType, place: int, texts: list[dict[str, Any]]
) -> Iterator[tuple[type, dict[str, Any]]]:
    chance = library.random
    at = made["created_at"] + timedelta(seconds=1 + place * 2)
    chosen = {"color": chance.choice(COLORS), "animal": chance.choice(ANIMALS), "place": chance.choice(PLACES)}
    words = " ".join(chance.choices(WORDS, k=18))
    rare = f" {chance.choice(RARE)}" if library.sometimes(0.02) else ""
    style = made["base_parameters"]["prompt"].rpartition(", ")[2]
    prompt = f"a {chosen['color']} {chosen['animal']} in {chosen['place']}, {style}, {words}{rare}"
    width, height = chance.choice(SIZES)
    sent = {
        "prompt": prompt,
        "width": width,
        "height": height,
        "seed": chance.getrandbits(32),
        "num_inference_steps": chance.choice((4, 8, 20, 28, 30, 40, 50)),
        "guidance_scale": chance.choice((1, 3.5, 5, 7, 7.5)),
    }
    search_id = library.made + 1
    texts.append({"rowid": search_id, "prompt": prompt})
    choices = [
        {"key": f"prompt/{name}", "parameter": "prompt", "name": name, "option": 0, "text": text}
        for name, text in chosen.items()
    ]
    row = Generation(
        id=library.id_at(at),
        created_at=at,
        updated_at=at,
        order_id=made["id"],
        provider=made["provider"],
        position=place,
        expansion_index=str(place),
        status=GenerationStatus.COMPLETE,
        generation_parameters=sent,
        actual_parameters=sent,
        return_parameters={"seed": sent["seed"]},
        choices=choices,
        model_used=made["model_key"],
        started_at=at,
        completed_at=at,
        inference_time_ms=900,
        cost=3000,
        cost_source="reported",
        search_id=search_id,
    ).model_dump(exclude={"details"})
    yield Generation, row
    ordered = {"generation_id": row["id"], "order_id": made["id"], "origin": ProductOrigin.GENERATED}
    yield from product(
        library, at + timedelta(seconds=1), made["project_id"], ordered | {"type": kind, "size": (width, height)}
    )


def imported(library: Library) -> dict[str, Any]:
    """Make up what was read from a file of somebody else's, or what an edit made."""
    chance = library.random
    if library.last is not None and library.sometimes(0.2):
        return {"origin": ProductOrigin.EDITED, "made_from_id": library.last}
    words = " ".join(chance.choices(WORDS, k=12))
    return {
        "origin": ProductOrigin.IMPORTED,
        "name": f"{library.made:05}-{chance.getrandbits(32)}.png",
        "prompt": f"{chance.choice(COLORS)} {chance.choice(ANIMALS)}, {chance.choice(STYLES)}, {words}",
        "negative_prompt": "blurry",
        "model_used": f"external:{chance.choice(('dreamshaper_8', 'juggernautXL_v9', 'ponyDiffusionV6'))}",
        "parameters": {
            "steps": chance.choice((20, 25, 30)),
            "cfg_scale": chance.choice((5, 7)),
            "seed": chance.getrandbits(32),
        },
    }


def product(
    library: Library, at: datetime, project_id: UUID | None, given: dict[str, Any]
) -> Iterator[tuple[type, dict[str, Any]]]:
    """Make up a product, its file, its tags and its collections."""
    chance = library.random
    kind = given.pop("type", ProductType.IMAGE)
    look = _look(library, kind, given.pop("size", None))
    library.made += 1
    sha256 = hashlib.sha256(f"product {library.made}".encode()).hexdigest()
    product_id = library.id_at(at)
    rating = chance.choice((0, 1, 2, 2, 3, 3, 3, 4)) if library.sometimes(0.3) else None
    row = Product(
        id=product_id,
        created_at=at,
        updated_at=at,
        type=kind,
        path="",
        sha256=sha256,
        file_size=1,
        mime_type=look.file.mime_type,
    )
    library.last = product_id
    values = {
        "path": link(library.folder, look, sha256),
        "file_size": chance.randrange(20_000, 6_000_000),
        "project_id": project_id,
        "width": look.width,
        "height": look.height,
        "duration_ms": None if kind is ProductType.IMAGE else chance.randrange(500, 90_000),
        "placeholder": look.file.placeholder,
        "state": chance.choice(TROUBLED) if library.sometimes(0.006) else ProductState.READY,
        "liked": rating == 4 or library.sometimes(0.05),
        "rating": rating,
        "rated_at": at if rating is not None else None,
        "notes": f"ask about {chance.choice(RARE)}" if library.sometimes(0.01) else "",
    }
    yield Product, row.model_dump(exclude={"details"}) | values | given
    if library.sometimes(0.3):
        often = 10 if library.sometimes(0.7) else len(library.tags)
        for place in dict.fromkeys(chance.randrange(often) for _ in range(2)):
            yield (
                Tagging,
                _record(
                    library, Tagging(tag_id=library.tags[place].id, entity=TaggedKind.PRODUCT, entity_id=product_id), at
                ),
            )
    if library.sometimes(0.1):
        collection = chance.choice(library.collections)
        put = CollectionProduct(collection_id=collection.id, product_id=product_id, order_index=chance.random() * 1e6)
        yield CollectionProduct, _record(library, put, at)


def _look(library: Library, kind: ProductType, size: tuple[int, int] | None) -> Look:
    looks = library.looks[kind]
    if kind is not ProductType.IMAGE or size is None:
        return library.random.choice(looks)
    return library.random.choice([look for look in looks if (look.width, look.height) == size])


def _record(library: Library, made: Any, at: datetime) -> dict[str, Any]:
    return dict(made.model_dump()) | {"id": library.id_at(at), "created_at": at, "updated_at": at}


def main() -> None:
    """Make a library in a folder that is empty or not there yet."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--products", type=int, default=100_000)
    reader.add_argument("--data", type=Path, required=True)
    reader.add_argument("--seed", type=int, default=7)
    given = reader.parse_args()
    folder = DataFolder(given.data)
    if folder.database.exists():
        raise SystemExit(f"{folder.root} holds a library already. Name another folder.")
    began = time.perf_counter()
    with folder.acquire():
        rate = make(folder, given.products, given.seed)
    seconds = time.perf_counter() - began
    print(f"{given.products:,} products in {seconds:.0f} s; {rate:,.0f} a second into the database")


if __name__ == "__main__":
    main()
