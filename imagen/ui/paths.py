"""The addresses of our own pages, so that no page spells another one's by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote, urlencode
from uuid import UUID

from imagen.domain.search import Among, Key, render_term

PROJECTS = "/projects"
LOOKUPS = "/lookups"
ORDER = "/order"
PRODUCTION = "/production"
GALLERY = "/gallery"
BIN = "/bin"
COLLECTIONS = "/collections"
TEMPLATES = "/templates"
TAGS = "/tags"
SETTINGS = "/settings"
VIEW = "/view"
COMPARE = "/compare"
CULL = "/cull"
GRID = "/grid"
ANALYSIS = "/gallery/analysis"


def order_path(
    project_id: UUID | None,
    *,
    reuse: UUID | None = None,
    use: UUID | None = None,
    what: str = "template",
    keep_seed: bool = True,
    asks_model: bool = False,
) -> str:
    """Give the Order page of a project, or of the work that has none.

    With `reuse` its form is filled with what made this product: the `template` as it was typed, or its `values`; with
    `asks_model` a model for them is chosen first. With `use` this product is put in as an input.
    """
    path = f"{ORDER}/{project_id}" if project_id else ORDER
    if reuse is None:
        return f"{path}?use={use}" if use else path
    how = "" if what == "template" else f"&what={what}"
    return f"{path}?reuse={reuse}{how}{'' if keep_seed else '&seed=new'}{'&model=other' if asks_model else ''}"


def gallery_path(q: str = "", sort: str = "") -> str:
    """Give the Gallery with what a search finds, in an order of its own names."""
    return f"{GALLERY}?q={quote(q)}{f'&sort={sort}' if sort else ''}" if q else GALLERY


def collection_path(name: str) -> str:
    """Give the Gallery with the products of a collection, in their order."""
    return gallery_path(render_term(Among(Key.COLLECTION, (name,))), "by-hand")


def template_path(project_id: UUID | None, template_id: UUID) -> str:
    """Give the Order page of a project with a template in its form."""
    return f"{order_path(project_id)}?again=template:{template_id}"


def grid_path(*, order: int | None = None, q: str = "") -> str:
    """Give the grid of an order by two of its choices, or of what a search finds."""
    return f"{GRID}?{urlencode({'order': order} if order is not None else {'q': q})}"


def missing_path(project_id: UUID | None, grid: str, row: int | None, column: int | None) -> str:
    """Give the Order page with what would fill a cell, a row, a column or all of a grid, which is named as in its address."""
    place = {name: at for name, at in (("row", row), ("column", column)) if at is not None}
    return f"{order_path(project_id)}?{urlencode({'missing': f'{grid}&{urlencode(place)}'})}"


def analysis_path(q: str = "", by: str = "") -> str:
    """Give the analysis of what is liked, or rated well, among what a search finds."""
    told = {name: value for name, value in (("q", q), ("by", by)) if value}
    return f"{ANALYSIS}?{urlencode(told)}" if told else ANALYSIS


def view_path(product_id: UUID, q: str | None = None, sort: str = "", *, order: int | None = None) -> str:
    """Give the viewer with a product, walking what a search finds in an order."""
    asked = {"q": q, "sort": sort} if q is not None else {"order": str(order)} if order is not None else {}
    query = urlencode({name: value for name, value in asked.items() if value or name == "q"})
    return f"{VIEW}/{product_id}{'?' if query else ''}{query}"


def cull_path(q: str, sort: str = "") -> str:
    """Give the culling of all that a search finds."""
    return f"{CULL}?{urlencode({'q': q, **({'sort': sort} if sort else {})})}"


def compare_path(product_ids: Sequence[UUID]) -> str:
    """Give the comparison of two to four products."""
    return f"{COMPARE}?ids={','.join(map(str, product_ids))}"


def lookup_path(name: str) -> str:
    """Give the page of a lookup; a slash in its name stays one step of the address."""
    return f"{LOOKUPS}/{quote(name)}"


def settings_path(part: str) -> str:
    """Give the part of the Settings page with this key: a section of it, or a provider."""
    return f"{SETTINGS}#{quote(part)}"


def production_path(order_number: int) -> str:
    """Give the Production page with an order opened."""
    return f"{PRODUCTION}?order={order_number}"


def project_production_path(project_id: UUID | None) -> str:
    """Give the Production page with the orders of a project, or of the work that has none."""
    return f"{PRODUCTION}?project={project_id or 'none'}"


def order_products_path(order_number: int) -> str:
    """Give the products of an order in the gallery."""
    return gallery_path(f"order:{order_number}")


def reuse_path(project_id: UUID | None, what: Literal["order", "values"], made_id: UUID) -> str:
    """Give the Order page of a project with an order as it was typed, or with the values of a generation, in its form."""
    return f"{order_path(project_id)}?again={what}:{made_id}"
