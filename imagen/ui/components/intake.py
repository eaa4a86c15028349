"""Takes files that are dropped anywhere on the page, and pictures and addresses that are pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui


class Intake(ui.element, component="imagen_intake.js"):
    """Gives files to an upload, which `expect()` makes ready as soon as some come; `on_address(text)` gets a pasted address."""

    def __init__(self, expect: Callable[[], ui.upload], on_address: Callable[[str], Any]) -> None:
        super().__init__()
        self._expect = expect
        self.on("files", self._give_upload, [])
        self.on("address", lambda e: on_address(str(e.args["text"])), ["text"])

    def _give_upload(self) -> None:
        self.run_method("into", self._expect().id)
