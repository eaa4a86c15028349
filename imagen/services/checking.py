"""Examine in the background what was only listed when it came: decode it whole, make its thumbnails, or say what is wrong."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from imagen.data.repositories.imported_products import Unchecked
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import ImagenError, NotFound, StorageError, TooLarge, UnsupportedFormat
from imagen.domain.events import ProductsChecked
from imagen.domain.product import ProductState
from imagen.media.store import MediaStore

logger = logging.getLogger(__name__)

TROUBLE = "trouble"
"""Where a product's details say why its file was refused."""

_AT_ONCE = 64
_SECONDS_AFTER_TROUBLE = 15.0
_SECONDS_TO_END = 10.0
_REFUSED = (UnsupportedFormat, TooLarge, NotFound)


class Checking:
    """One thread that goes through what is unchecked; `is_busy` tells whether production needs a core for itself."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore, is_busy: Callable[[], bool]) -> None:
        self._units = units
        self._store = store
        self._is_busy = is_busy
        self._change = threading.Condition()
        self._asked = True
        self._ended = False
        self._idle = False
        self._stepping_back = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin with what an earlier run left unchecked."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="checking", daemon=True)
            self._thread.start()

    def ask(self) -> None:
        """Say that there is something new to check."""
        with self._change:
            self._asked = True
            self._idle = False
            self._change.notify_all()

    @contextmanager
    def stepping_back(self) -> Iterator[None]:
        """Examine one file at a time meanwhile, so that what people wait for has a core."""
        with self._change:
            self._stepping_back += 1
        try:
            yield
        finally:
            with self._change:
                self._stepping_back -= 1

    def wait(self, seconds: float) -> bool:
        """Wait until all is checked; tell whether it is."""
        with self._change:
            return self._change.wait_for(lambda: self._idle or self._ended, seconds) and self._idle

    def close(self) -> None:
        """End; what is left is checked after the next start."""
        with self._change:
            self._ended = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(_SECONDS_TO_END)

    def _run(self) -> None:
        with ThreadPoolExecutor(max(os.cpu_count() or 1, 1), thread_name_prefix="check") as pool:
            while True:
                with self._change:
                    self._idle = not self._asked
                    self._change.notify_all()
                    self._change.wait_for(lambda: self._asked or self._ended)
                    if self._ended:
                        return
                    self._asked = False
                try:
                    self._go_through(pool)
                except Exception:
                    logger.exception("What was imported could not be checked; it is tried again later")
                    self._rest()

    def _go_through(self, pool: ThreadPoolExecutor) -> None:
        behind: UUID | None = None
        while not self._ended:
            with self._units.reading() as reading:
                some = reading.imported.unchecked(_AT_ONCE, behind)
            if not some:
                return
            behind = some[-1].id
            self._check(some, pool)

    def _check(self, some: list[Unchecked], pool: ThreadPoolExecutor) -> None:
        found: list[tuple[UUID, dict[str, Any]]] = []
        waiting = list(reversed(some))
        while waiting and not self._ended:
            places = 1 if self._stepping_back or self._is_busy() else max(os.cpu_count() or 1, 1)
            few = [waiting.pop() for _ in range(min(places * 4, len(waiting)))]
            if places == 1:
                found += [one for one in map(self._examined, few) if one]
            else:
                found += [one for one in pool.map(self._examined, few) if one]
        if not found:
            return
        with self._units(durable=False) as unit:
            for product_id, values in found:
                trouble = values.pop(TROUBLE, None)
                if trouble:
                    product = unit.products.get(product_id, deleted=True)
                    values["details"] = {**(product.details or {}), TROUBLE: trouble}
                unit.imported.change(product_id, **values)
            unit.record(ProductsChecked(tuple(product_id for product_id, _ in found)))
            unit.commit()

    def _examined(self, one: Unchecked) -> tuple[UUID, dict[str, Any]] | None:
        """Give what an examination found, as columns; None where it is to be tried again."""
        if self._ended:
            return None
        try:
            file = self._store.rebuild_thumbnails(one.path, one.sha256)
        except _REFUSED as error:
            return one.id, {"state": ProductState.MISSING, TROUBLE: str(error)}
        except StorageError as error:
            logger.warning("The file of product %s could not be checked now: %s", one.id, error)
            self._rest()
            return None
        except ImagenError as error:
            logger.warning("The file of product %s could not be checked: %s", one.id, error)
            return None
        return one.id, {
            "state": ProductState.READY,
            "type": file.type,
            "mime_type": file.mime_type,
            "width": file.width,
            "height": file.height,
            "duration_ms": file.duration_ms,
            "placeholder": file.placeholder,
        }

    def _rest(self) -> None:
        with self._change:
            self._asked = True
            self._change.wait_for(lambda: self._ended, _SECONDS_AFTER_TROUBLE)
