"""What a product is and what state its file is in."""

from __future__ import annotations

from enum import StrEnum


class ProductType(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    OTHER = "other"


class ProductState(StrEnum):
    """Whether the file can be shown and used."""

    READY = "ready"
    UNCHECKED = "unchecked"
    MISSING = "missing"
    BLOCKED = "blocked"


class ProductOrigin(StrEnum):
    GENERATED = "generated"
    IMPORTED = "imported"
    EDITED = "edited"
