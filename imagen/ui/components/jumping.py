"""What Ctrl+K leads to besides the pages: everything that a person gave a name."""

from __future__ import annotations

from collections.abc import Iterator

from imagen.domain.search import Among, Key, render_term
from imagen.services.all import Services
from imagen.ui.calls import call
from imagen.ui.components.keys import JumpEntry
from imagen.ui.components.project_menu import WITHOUT_PROJECT
from imagen.ui.context import PageContext
from imagen.ui.paths import ORDER, collection_path, gallery_path, lookup_path, order_path, template_path


async def jump_entries(context: PageContext) -> list[JumpEntry]:
    """List what has a name: `frame(…, jump=lambda: jump_entries(context))`."""
    return await call(lambda: list(_named(context.services)))


def _named(services: Services) -> Iterator[JumpEntry]:
    for project in services.projects.list():
        yield JumpEntry(project.name, order_path(project.id), hint="Project", icon="projects")
    yield JumpEntry(WITHOUT_PROJECT, ORDER, hint="Project", icon="projects")
    for collection in services.collections.list():
        yield JumpEntry(collection.name, collection_path(collection.name), hint="Collection", icon="collections")
    for search in services.saved_searches.list():
        yield JumpEntry(search.name, gallery_path(search.query, search.sort), hint="Saved search", icon="bookmark")
    for tag in services.tags.list():
        yield JumpEntry(tag.name, gallery_path(render_term(Among(Key.TAG, (tag.name,)))), hint="Tag", icon="tag")
    for template in services.templates.list():
        path = template_path(template.project_id, template.id)
        yield JumpEntry(template.name, path, hint="Template", icon="templates")
    for lookup in services.lookups.list():
        yield JumpEntry(lookup.name, lookup_path(lookup.name), hint="Lookup", icon="lookups")
