"""Pages with one component each, served for the browser tests; what the components tell stands as JSON in `#heard`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from fastapi import Request, Response
from nicegui import app, ui
from PIL import Image

from imagen.services.axes_views import Axis, GridCell, GridItem
from imagen.ui import design as d
from imagen.ui.components.choice_grid import ChoiceGrid
from imagen.ui.components.display import Display
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.components.image_field import ImageField
from imagen.ui.components.keys import JumpEntry
from imagen.ui.components.plan_table import PlanTable
from imagen.ui.components.strip import Strip
from imagen.ui.frame import NavigationEntry, frame, theme_picker
from tests.ui.components.controls_page import controls_page
from tests.ui.components.models_page import models_page

NAVIGATION = [
    NavigationEntry("order", "Order", "order", "/editor"),
    NavigationEntry("gallery", "Gallery", "gallery", "/strip"),
    NavigationEntry("production", "Production", "production", "/grid", "find"),
    NavigationEntry("lookups", "Lookups", "lookups", "/field", "more"),
    NavigationEntry("collections", "Collections", "collections", "/plan", "more"),
    NavigationEntry("settings", "Settings", "settings", "/display", "more"),
]
HOSTILE = '<img src=x onerror="window.pwned=1">'


class Heard:
    """Keeps what was told, in order, for the browser to read."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self.label = d.text("[]", tag="pre")
        self.label.props["id"] = "heard"

    def __call__(self, *what: Any) -> None:
        self.all.append(list(what))
        self.label.set_text(json.dumps(self.all))


def tiles(count: int) -> list[dict[str, Any]]:
    waiting = [
        {"id": "plan", "kind": "planned", "title": "A blue fox", "order": 5003},
        {"id": "run", "kind": "running", "title": "A red fox", "progress": 0.25, "order": 5002},
        {"id": "fail", "kind": "failed", "title": HOSTILE, "error": "The filter refused it.", "order": 5001},
    ]
    done = [
        {
            "id": f"p{i}",
            "kind": "product",
            "title": f"Picture {i}",
            "thumb": f"/picture/{i}",
            "order": 5000 - i,
            "older": i >= 20,
        }
        for i in range(count)
    ]
    return [*done, *waiting]


@app.get("/picture/{number}")
def picture(number: int, w: int = 64, h: int = 64) -> Response:
    buffer = io.BytesIO()
    Image.new("RGB", (w, h), (number * 37 % 256, 90, 160)).save(buffer, "WEBP")
    return Response(buffer.getvalue(), media_type="image/webp")


@app.post("/api/products/import")
async def take_in(request: Request) -> dict[str, Any]:
    form = await request.form()
    assert request.headers["x-imagen"] == "1"
    items, errors = [], []
    for file in form.getlist("files"):
        name = getattr(file, "filename", "")
        if name.endswith(".png"):
            items.append({"id": f"made-{name}", "thumbnail_url": "/picture/3"})
        else:
            errors.append({"name": name, "message": "This is no picture that Imagen can read."})
    return {"items": items, "errors": errors}


@ui.page("/editor")
def editor_page() -> None:
    with (
        frame(
            "Order", "order", navigation=NAVIGATION, jump=lambda: [JumpEntry("Autumn", "/strip?n=3", hint="Project")]
        ) as page,
        d.node("div", "page"),
    ):
        heard = Heard()
        with d.field("Prompt"):
            editor = ExpansionEditor(
                "A [color] 🌆 fox in [wether]", label="Prompt", on_change=lambda text: heard("change", text)
            )
        editor.set_names(
            lookups=[
                {"name": "color", "count": 3, "preview": ["red", "green", HOSTILE]},
                {"name": "weather", "count": 2},
            ]
        )
        editor.on_make_lookup(lambda what: heard("make", what["text"], what["name"], what["start"], what["end"]))
        editor.on_edit_lookup(lambda name: heard("edit", name))
        d.button("Problems", lambda: editor.set_problems(problems(editor.value), for_text=editor.value), key="Ctrl+E")
        d.button("Offer", lambda: editor.set_text("from elsewhere"), key="Ctrl+B")
        d.button("Force", lambda: editor.set_text("forced [color]", force=True))
        d.button("Value", lambda: heard("value", editor.value))
        d.button("Order", lambda: heard("order", editor.value), key="Ctrl+Enter")
        page.keys.add("L", "Like", lambda: heard("key", "L"))
        page.keys.add("Ctrl+Z", "Take back", lambda: heard("key", "Z"))
        d.button("Break", lambda: 1 / 0)
        d.button("Delete", lambda: d.toast("Deleted.", undo=lambda: heard("undone")))


def problems(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    opened = text.find("[red")
    if opened >= 0 and "]" not in text[opened : opened + 5]:
        close = {
            "start": opened + 4,
            "end": opened + 4,
            "text": "]",
            "caret": 0,
            "label": "Close after “red”",
            "code": "",
        }
        literal = {
            "start": opened,
            "end": opened + 1,
            "text": "\\[",
            "caret": None,
            "label": "Take it literally",
            "code": "",
        }
        said = "This [ is never closed."
        found.append(
            {"start": opened, "end": opened + 1, "kind": "unclosed", "message": said, "mends": [close, literal]}
        )
    at = text.find("[wether]")
    if at >= 0:
        said = f"No lookup named wether. {HOSTILE}"
        use = {"start": at, "end": at + 8, "text": "[weather]", "caret": 9, "label": "Use", "code": "weather"}
        found.append({"start": at, "end": at + 8, "kind": "unknown-lookup", "message": said, "mends": [use]})
    return found


@ui.page("/strip")
def strip_page(n: int = 2000, wrap: bool = False) -> None:
    with frame("Gallery", "gallery", navigation=NAVIGATION) as page, d.node("div", "page").style("height: 100%"):
        heard = Heard().label.style("max-height: 40px; overflow: hidden")
        told: list[Any] = []

        def tell(*what: Any) -> None:
            told.append(list(what))
            heard.set_text(json.dumps(told))

        strip = Strip(
            tiles(n),
            wrap=wrap,
            on_select=lambda item, by: tell("select", item, by),
            on_open=lambda item: tell("open", item),
            on_more=lambda: tell("more"),
        )
        page.keys.add("ArrowRight", "Next product", lambda: strip.step(1))
        product = {"id": "fresh", "kind": "product", "title": "Fresh", "thumb": "/picture/9", "order": 5003}
        d.button("Finish", lambda: strip.upsert([product], remove=["plan"]))
        d.button("Progress", lambda: strip.set_progress("run", 0.75))
        ImageField(label="Reference", on_change=lambda ids: tell("ids", ids))


@ui.page("/field")
def field_page() -> None:
    with frame("Field", "lookups", navigation=NAVIGATION), d.node("div", "page"):
        heard = Heard()
        with d.field("References"):
            ImageField(
                [{"id": "one", "thumb": "/picture/1", "title": "One"}],
                label="References",
                most=3,
                on_change=lambda ids: heard("ids", ids),
            )


def grid_cell(row: int, column: int, *ids: str, options: Sequence[Mapping[str, int]] = ({},)) -> GridCell:
    items = [
        GridItem(cast(UUID, name), "product", None, "x", "/picture/1", options=taken)
        for name, taken in zip(ids, options, strict=True)
    ]
    return GridCell(row, column, len(items), tuple(items))


@ui.page("/grid")
def grid_page() -> None:
    axes = [Axis("color", "color", ("red", HOSTILE)), Axis("city", "city", ("Oslo", "Kyoto"))]
    with frame("Grid", "production", navigation=NAVIGATION), d.node("div", "page").style("height: 100%"):
        heard = Heard()
        grid = ChoiceGrid(
            axes=axes,
            rows="color",
            columns="city",
            on_axes=lambda rows, columns, only: heard("axes", rows, columns),
            on_select=lambda item, by: heard("select", item, by),
        )
        first = [grid_cell(0, 0, "a"), grid_cell(1, 1, "d")]
        grid.show(first)
        d.button("Fill", lambda: grid.show([*first, grid_cell(0, 1, "b")]))


@ui.page("/grid/stacked")
def stacked_grid_page() -> None:
    """Fifty by fifty cells with three pictures each, of which one lies on top; the corner is a hole."""
    names = tuple(str(number) for number in range(50))
    with frame("Grid", "production", navigation=NAVIGATION), d.node("div", "page").style("height: 100%"):
        heard = Heard()

        def more(row: int, column: int) -> None:
            heard("more", row, column)
            grid.add_more(grid_cell(row, column, *(f"{row}-{column}-{n}" for n in range(3)), options=({}, {}, {})))

        grid = ChoiceGrid(
            axes=[Axis("x", "across", names), Axis("y", "down", names)],
            rows="y",
            columns="x",
            stacked=True,
            holes="never ordered",
            on_cursor=lambda at: heard("cursor", at.row, at.column, at.item_id),
            on_open=lambda item: heard("open", item),
            on_more=more,
        )
        cells = [
            GridCell(row, column, 3, grid_cell(row, column, f"{row}-{column}-0").items)
            for row in range(50)
            for column in range(50)
            if (row, column) != (0, 1)
        ]
        grid.show(cells)


@ui.page("/grid/{count}")
def deep_grid_page(count: int) -> None:
    """Three choices and two repeats: each cell holds four pictures."""
    animals = ("a very long legged crane", "dog", "fox", "owl")[:count]
    axes = [
        Axis("city", "city", ("Oslo", "Rome")),
        Axis("animal", "dog/fox/owl", animals),
        Axis("steps", "steps", ("10", "30")),
        Axis("light", "light", ("dawn", "dusk")),
    ]

    def cells(only: Mapping[str, int]) -> list[GridCell]:
        taken = [
            {"steps": steps, "light": light}
            for steps in range(2)
            for light in range(2)
            if only.get("steps", steps) == steps and only.get("light", light) == light
        ]
        return [
            grid_cell(row, column, *(f"{row}{column}{t['steps']}{t['light']}" for t in taken), options=taken)
            for row in range(2)
            for column in range(count)
        ]

    def laid(rows: str, columns: str, only: Mapping[str, int]) -> None:
        grid.set_axes(axes, rows=rows, columns=columns, only=only)
        grid.show(cells(only))

    with frame("Grid", "production", navigation=NAVIGATION), d.node("div", "page").style("height: 100%"):
        heard = Heard()
        grid = ChoiceGrid(
            axes=axes,
            rows="city",
            columns="animal",
            on_axes=laid,
            on_select=lambda item, by: heard("select", item, by),
        )
        grid.show(cells({}))


@ui.page("/plan")
def plan_page() -> None:
    with frame("Plan", "collections", navigation=NAVIGATION), d.node("div", "page"):
        heard = Heard()
        PlanTable(
            [{"label": "color", "kind": "lookup"}],
            [{"index": i, "cells": [HOSTILE if i else "red"], "checked": i != 1} for i in range(3)],
            total="1000000000000000000",
            on_untick=lambda index, checked: heard("untick", index, checked),
            on_more=lambda shown: heard("more", shown),
        )


@ui.page("/plan/{count}")
def wide_plan_page(count: int) -> None:
    long = "cats that sleep on the sunny old stone wall by the sea"
    kinds = ["inline", "lookup", "inline", "value", "random", "inline"]
    with (
        frame("Plan", "collections", navigation=NAVIGATION),
        d.node("div", "page"),
        d.node("div").style("width: 360px"),
    ):
        PlanTable(
            [{"label": "spring/winter/summer" if i else "colour", "kind": kinds[i]} for i in range(count)],
            [{"index": i, "cells": [long if i and c == 2 else f"{c}{i}" for c in range(count)]} for i in range(4)],
        )


@ui.page("/display")
def display_page() -> None:
    with frame("Display", "settings", navigation=NAVIGATION), d.node("div", "page").style("height: 100%"):
        heard = Heard()
        item = {
            "id": "p",
            "kind": "product",
            "src": "/picture/4?w=1600&h=1200",
            "width": 1600,
            "height": 1200,
            "title": "A street",
        }
        with d.node("div", "fill grow"):
            display = Display(item, on_zoom=lambda scale, fits: heard("zoom", round(scale, 3), fits))
        d.button("Failed", lambda: display.show({"id": "f", "kind": "failed", "error": f"Refused. {HOSTILE}"}))
        d.button("Running", lambda: display.show({"id": "r", "kind": "running", "progress": 0.5}))
        d.button("Nothing", lambda: display.show(None))
        theme_picker()


@ui.page("/controls")
def order_controls_page(model: str, source: str = "neutral", values: str = "{}") -> None:
    """The order form's controls for the published schema of one model."""
    with frame("Controls", "order", navigation=NAVIGATION):
        controls_page(model, source, values)


@ui.page("/models")
def model_picker_page() -> None:
    """The picker of models, over three hundred of them."""
    with frame("Models", "order", navigation=NAVIGATION):
        models_page()


if __name__ in {"__main__", "__mp_main__"}:
    d.install(app)
    ui.run(host="127.0.0.1", port=int(sys.argv[1]), reload=False, show=False, title="Playground")
