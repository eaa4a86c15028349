"""Fetch the file at an address that somebody typed: by the one guarded download, tried again where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from imagen.domain.errors import InvalidInput, Unavailable
from imagen.media.download import Caps, Downloader
from imagen.services.import_progress import Counting

_CAPS = Caps(most_bytes=2 << 30, most_seconds=1800.0)
_PAUSES = (1.0, 4.0)
_LONGEST = 4000


def fetched(downloader: Downloader, address: str, counting: Counting | None = None) -> Callable[[BinaryIO], None]:
    """Give what writes the file at an address into an open one; its bytes are counted where somebody counts.

    What that raises are our errors with hints for a person, and Cancelled.
    """

    def write(into: BinaryIO) -> None:
        if len(address) > _LONGEST:
            raise InvalidInput("The address is far too long.", "Copy it again from the browser.")
        for pause in (*_PAUSES, None):
            try:
                downloader.fetch(address, _counted(into, counting), _CAPS)
            except Unavailable as error:
                if pause is None or into.tell():  # what has begun cannot be taken back
                    raise Unavailable(error.message, "Try again later.") from error
                counting.pause(pause) if counting else time.sleep(pause)
            else:
                return

    return write


def _counted(into: BinaryIO, counting: Counting | None) -> BinaryIO:
    return into if counting is None else cast(BinaryIO, _Counted(into, counting))


class _Counted:
    """A file whose writing is counted, and ends when the import is to end."""

    def __init__(self, into: BinaryIO, counting: Counting) -> None:
        self._into = into
        self._counting = counting

    def write(self, data: Any) -> int:
        self._counting.more_bytes(len(data))
        return self._into.write(data)
