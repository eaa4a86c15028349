"""A few products as one picture: the newest of a project, the first of a collection."""

from __future__ import annotations

from collections.abc import Sequence

from imagen.services.views import ProductView
from imagen.ui import design as d

_ICONS = {"image": "image", "video": "video", "audio": "audio"}


def mosaic(products: Sequence[ProductView]) -> None:
    """Show up to four products beside each other; an icon where there is none yet, or no thumbnail."""
    with d.node("div", f"mosaic of-{min(len(products), 4)}", aria_hidden="true"):
        if not products:
            d.icon("image")
        for product in products[:4]:
            _tile(product)


def _tile(product: ProductView) -> None:
    if product.large_thumbnail_url is None:
        with d.node("div", "mosaic-tile"):
            d.icon(_ICONS.get(product.type.value, "image"))
        return
    picture = d.node("img", "mosaic-tile", src=product.large_thumbnail_url, alt="", loading="lazy", decoding="async")
    if product.placeholder:
        picture.style["background-image"] = f"url('{product.placeholder}')"
