"""Empty the Bin: what lies in it is removed for good, with the files that nothing else uses."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.binning import BinKind
from imagen.domain.errors import NotFound, StorageError
from imagen.domain.events import BinChanged, ProductsRemoved
from imagen.media.store import MediaStore
from imagen.services.acts import Acts
from imagen.services.bin import ALL
from imagen.services.keeping_views import Done
from imagen.services.naming import counted

logger = logging.getLogger(__name__)

_AT_ONCE = 100
_TABLES = {
    BinKind.COLLECTION: "collection",
    BinKind.TAG: "tag",
    BinKind.LOOKUP: "lookup",
    BinKind.TEMPLATE: "order",
    BinKind.SAVED_SEARCH: "saved_search",
}
_IN_TURN = (BinKind.PRODUCT, BinKind.ORDER, BinKind.TEMPLATE, BinKind.PROJECT)


class Removing:
    """The only way in which anything leaves the library for good; it cannot be taken back."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts, store: MediaStore) -> None:
        self._units = units
        self._acts = acts
        self._store = store

    def empty(self, kinds: Collection[BinKind] = ALL) -> Done:
        """Remove all that lies in the Bin, or all of some kinds; what is still needed is kept, with the reason."""
        with self._acts.turn:
            with self._units.reading() as reading:
                kinds_of = reading.bin.ids(kinds)
            return self._remove(kinds_of)

    def remove(self, ids: Sequence[UUID]) -> Done:
        """Remove some of what lies in the Bin. Raises NotFound for what does not lie there."""
        with self._acts.turn:
            with self._units.reading() as reading:
                kinds_of = reading.bin.kinds_of(list(dict.fromkeys(ids)))
            missing = next((one for one in ids if one not in kinds_of), None)
            if missing is not None:
                raise NotFound(f"{missing} does not lie in the Bin.", "It was restored, or removed already.")
            return self._remove(kinds_of)

    def _remove(self, kinds_of: dict[UUID, BinKind]) -> Done:
        kept: list[str] = []
        ordered = sorted(kinds_of, key=lambda one: _turn(kinds_of[one]))
        products = [one for one in ordered if kinds_of[one] is BinKind.PRODUCT]
        needed = self._products(products)
        for one in ordered:
            if kinds_of[one] is BinKind.ORDER:
                kept += self._order(one)
            elif kinds_of[one] is not BinKind.PRODUCT:
                self._other(one, kinds_of[one])
        if needed:
            kept.append(f"{counted(needed, 'product')} that unfinished orders take in")
        removed = len(kinds_of) - needed - (len(kept) - bool(needed))
        sentence = f"Removed {counted(removed, 'thing')} for good."
        if kept:
            sentence += f" Kept: {', '.join(kept[:3])}{' and more' if len(kept) > 3 else ''}."
        return Done(removed, sentence, kept=tuple(kept))

    def _products(self, product_ids: Sequence[UUID]) -> int:
        """Remove products, some at a time, and count those that are needed yet.

        Their files go in the same transaction, before its end: whatever happens meanwhile, no file stays behind that nobody
        knows of any more, and nobody writes a product. Whoever has stored the very same content looks whether it still lies
        there when writing the product of it.
        """
        kept = 0
        for first in range(0, len(product_ids), _AT_ONCE):
            some = product_ids[first : first + _AT_ONCE]
            with self._units() as unit:
                needed = unit.removal.needed(some)
                going = [one for one in some if one not in needed]
                for path, sha256 in unit.removal.unused(unit.removal.products(going)):
                    self._remove_file(path, sha256)
                unit.record(ProductsRemoved(tuple(going), None))
                unit.commit()
            kept += len(needed)
        return kept

    def _remove_file(self, path: str, sha256: str) -> None:
        try:
            self._store.remove(path, sha256)
        except (StorageError, NotFound):
            logger.warning("A file that no product uses any more could not be removed: %s", path, exc_info=True)

    def _order(self, order_id: UUID) -> list[str]:
        with self._units.reading() as reading:
            with_it = reading.bin.with_order(order_id)
            number = reading.orders.get(order_id, deleted=True).number
            if reading.orders.is_being_made(order_id):
                return [f"order {number}, which is still being made"]
        self._products(with_it)
        with self._units() as unit:
            is_gone = unit.removal.order(order_id)
            unit.record(BinChanged())
            unit.commit()
        return [] if is_gone else [f"order {number}, of which products are left"]

    def _other(self, thing_id: UUID, kind: BinKind) -> None:
        with self._units() as unit:
            if kind is BinKind.PROJECT:
                unit.removal.project(thing_id)
            else:
                unit.removal.named(_TABLES[kind], thing_id)
            unit.record(BinChanged())
            unit.commit()


def _turn(kind: BinKind) -> int:
    return _IN_TURN.index(kind) if kind in _IN_TURN else len(_IN_TURN)
