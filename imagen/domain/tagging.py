"""What tags can be put on."""

from __future__ import annotations

from enum import StrEnum


class TaggedKind(StrEnum):
    PRODUCT = "product"
    PROJECT = "project"
    COLLECTION = "collection"
    ORDER = "order"
    PROMPT_VERSION = "prompt_version"
