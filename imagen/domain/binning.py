"""What the Bin can hold."""

from __future__ import annotations

from enum import StrEnum


class BinKind(StrEnum):
    PRODUCT = "product"
    ORDER = "order"
    PROJECT = "project"
    COLLECTION = "collection"
    TEMPLATE = "template"
    TAG = "tag"
    LOOKUP = "lookup"
    SAVED_SEARCH = "saved_search"
