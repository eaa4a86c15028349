"""Do something again and again while a page is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui


def every(seconds: float, act: Callable[[], Any]) -> None:
    """Call `act` at once and then every so many seconds, from when the browser has the page.

    A timer that is there earlier makes NiceGUI deliver the page as far as it is built by then.
    """
    client, slot = ui.context.client, ui.context.slot
    has_begun = False

    def begin() -> None:
        nonlocal has_begun
        if not has_begun and not slot.parent.is_deleted:
            has_begun = True  # a browser that comes back connects again
            with slot:
                ui.timer(seconds, act)

    if client.has_socket_connection:
        begin()
    else:
        client.on_connect(begin)
