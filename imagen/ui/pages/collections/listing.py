"""Which collections are listed, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from imagen.domain.expansion import name_key
from imagen.services.keeping_views import CollectionView

SORTS = {"newest": "Newest first", "name": "By name", "largest": "Largest first"}


def listed(collections: Sequence[CollectionView], sought: str, sort: str) -> list[CollectionView]:
    """Give the collections with all words that are sought in their name, description or tags, sorted."""
    words = sought.casefold().split()
    found = [one for one in collections if all(word in _told(one) for word in words)]
    by_name = sorted(found, key=lambda one: name_key(one.name))
    if sort == "newest":
        return sorted(by_name, key=lambda one: one.created_at, reverse=True)
    if sort == "largest":
        return sorted(by_name, key=lambda one: one.count, reverse=True)
    return by_name


def _told(collection: CollectionView) -> str:
    tags = " ".join(tag.name for tag in collection.tags)
    return f"{collection.name} {collection.description} {tags}".casefold()
