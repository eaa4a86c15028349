"""The large picture of the viewer: zoom, pan, players, neighbours at hand, and the tools of editing over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.domain.edits import Edit, from_json
from imagen.domain.product import ProductState, ProductType
from imagen.services.viewing import ShownProduct
from imagen.ui.components.shared import SHARED

_MISSING = (
    "It was moved or deleted outside Imagen. Put {path} back into the data folder, restore a backup, or make it again."
)


def stage_item(shown: ShownProduct) -> dict[str, Any]:
    """Describe a product for the stage."""
    product = shown.product
    made: dict[str, Any] = {
        "id": str(product.id),
        "type": str(product.type),
        "state": str(product.state),
        "title": shown.title or product.name or str(product.type).capitalize(),
        "placeholder": product.placeholder,
        "width": product.width or 0,
        "height": product.height or 0,
        "missing": shown.is_missing,
    }
    if product.state is ProductState.BLOCKED:
        return made
    if shown.is_missing:
        stored = product.file_url.rpartition("/")[2]
        made["missing_hint"] = _MISSING.format(path=f"media/{stored[:2]}/{stored}")
    poster = product.large_thumbnail_url if product.type in (ProductType.VIDEO, ProductType.AUDIO) else None
    return made | {"src": product.file_url, "poster": poster}


@dataclass(frozen=True)
class StageActs:
    """What the stage asks for: that another was walked to, to close, to save edits, to keep a frame, to use a new mask."""

    walked: Callable[[UUID], Any]
    close: Callable[[], Any]
    edit: Callable[[UUID, tuple[Edit, ...]], Any]
    frame: Callable[[UUID, int], Any]
    masked: Callable[[UUID], Any]
    failed: Callable[[str], Any]
    again: Callable[[UUID], Any]
    mode: Callable[[str], Any]


class ViewerStage(ui.element, component="imagen_viewer.js", esm=SHARED):
    """Shows one of a few products, which are walked without asking the server first."""

    def __init__(self, items: Sequence[Mapping[str, Any]], at: int, acts: StageActs, *, walks: bool = True) -> None:
        """Without `walks` the others are only made ready, and somebody else says when they are shown."""
        super().__init__()
        self.props.update({"initial": [dict(item) for item in items], "start": at, "walks": walks})
        self._hear("walk", lambda args: acts.walked(UUID(args["id"])), ["id"])
        self._hear("close", lambda _: acts.close(), [])
        self._hear("edit", lambda args: acts.edit(UUID(args["id"]), from_json(args["edits"])), ["id", "edits"])
        self._hear("frame", lambda args: acts.frame(UUID(args["id"]), int(args["at_ms"])), ["id", "at_ms"])
        self._hear("masked", lambda args: acts.masked(UUID(args["id"])), ["id"])
        self._hear("failed", lambda args: acts.failed(str(args["message"])), ["message"])
        self._hear("again", lambda args: acts.again(UUID(args["id"])), ["id"])
        self._hear("mode", lambda args: acts.mode(str(args["mode"])), ["mode"])

    def _hear(self, name: str, act: Callable[[Any], Any], wanted: list[str]) -> None:
        def heard(event: GenericEventArguments) -> Any:
            return act(event.args)

        self.on(name, heard, wanted)

    def set_items(self, items: Sequence[Mapping[str, Any]], at: int) -> None:
        """Give another list around what is shown; dropped when the person has walked on meanwhile."""
        self.run_method("setItems", [dict(item) for item in items], at)

    def show(self, items: Sequence[Mapping[str, Any]], at: int) -> None:
        """Show another product."""
        self.run_method("show", [dict(item) for item in items], at)

    def update_item(self, item: Mapping[str, Any]) -> None:
        """Show a product of the list as it is now."""
        self.run_method("update", dict(item))

    def enter(self, mode: Literal["edit", "mask"]) -> None:
        """Begin to edit the picture, or to paint a mask over it."""
        self.run_method("enter", mode)

    def step(self, by: int) -> None:
        """Walk on, as ←/→ do."""
        self.run_method("step", by)

    def saved(self, *, done: bool) -> None:
        """Tell that edits were saved, or could not be, in which case they stay."""
        self.run_method("saved", done)
