"""What the grid says of its cells."""

from __future__ import annotations

from imagen.services.axes_views import GridItem, GridView

_STATES = {
    "planned": "Waits for its turn.",
    "running": "Is being made now.",
    "attention": "Needs your decision.",
    "blocked": "The provider's safety filter withheld this picture.",
    "cancelled": "Was cancelled.",
    "gone": "What was made of it lies in the Bin.",
}


def cell_name(view: GridView, row: int, column: int) -> str:
    """Name a cell by the options of its row and its column."""
    names = [_option(view, view.y, row), _option(view, view.x, column)]
    return " · ".join(filter(None, names)) or "All"


def option_name(view: GridView, key: str, option: int) -> str:
    """Name an option of an axis."""
    return _option(view, key, option)


def state_words(item: GridItem | None, is_order: bool) -> str:
    """Say how a cell stands; nothing of a product, which shows itself."""
    if item is None:
        return "Was never ordered." if is_order else "Nothing found has these values."
    if item.kind == "failed":
        return f"Failed. {item.error or ''}".strip()
    if item.kind == "attention" and item.error:
        return f"Needs your decision. {item.error}"
    return _STATES.get(item.kind, "")


def count_words(view: GridView) -> str:
    """Count what lies in a grid."""
    parts = [f"{view.count:,} {'product' if view.count == 1 else 'products'}"]
    parts += [f"{view.planned:,} to come"] if view.planned else []
    parts += [f"{view.failed:,} failed"] if view.failed else []
    return " · ".join(parts)


def retried(count: int) -> str:
    """Say how many were put back into the queue."""
    if not count:
        return "Nothing here can be tried again."
    return "Trying it again." if count == 1 else f"Trying {count:,} again."


def _option(view: GridView, key: str, option: int) -> str:
    axis = next((axis for axis in view.axes if axis.key == key), None)
    return axis.choices[option] if axis is not None and 0 <= option < len(axis.choices) else ""
