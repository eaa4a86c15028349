"""Tell how a product came about, in IPTC's words, for the files that leave."""

from __future__ import annotations

from collections.abc import Iterable

from imagen.domain.file_parameters import DigitalSourceType
from imagen.domain.product import ProductOrigin

_GENERATED = frozenset({DigitalSourceType.TRAINED, DigitalSourceType.COMPOSITE})


def source_type_of(
    origin: ProductOrigin,
    *,
    made_from: Iterable[DigitalSourceType | None] = (),
    by_trained_model: bool = True,
    told: DigitalSourceType | None = None,
) -> DigitalSourceType | None:
    """Give the type of a product; None for a file of others that does not tell.

    `made_from` are the types of the products it was made of, None for those that nobody tells of: a photograph, as far as
    anybody knows. `by_trained_model` is false for a renderer that learned from no pictures. `told` is what an imported file
    says of itself.
    """
    sources = list(made_from)
    if origin is ProductOrigin.IMPORTED:
        return told
    if origin is ProductOrigin.EDITED:  # a crop of a generated picture is as generated as before
        known = [source for source in sources if source]
        trained = [source for source in known if source in _GENERATED]
        return (trained or known or [DigitalSourceType.EDITED_BY_HAND])[0]
    photographs = any(source not in (DigitalSourceType.TRAINED, DigitalSourceType.ALGORITHMIC) for source in sources)
    if by_trained_model:
        return DigitalSourceType.COMPOSITE if photographs else DigitalSourceType.TRAINED
    return next((source for source in sources if source in _GENERATED), DigitalSourceType.ALGORITHMIC)
