"""The models of a provider: add one by pasting or by searching, look at it again, remove it."""

from __future__ import annotations

from imagen.domain.errors import ImagenError
from imagen.services.all import Services
from imagen.services.providers import ProviderDetail
from imagen.services.views import FoundModelView, ModelView
from imagen.ui import design as d
from imagen.ui.calls import call

_MOST_SHOWN = 200


class ModelsPart:
    """A way to add models, and a fold with all of them, the added ones first."""

    def __init__(self, services: Services, detail: ProviderDetail) -> None:
        self._services = services
        self._provider = detail.view.name
        with (
            d.field("Add a model", hint="A link, a name such as owner/name, or an id.") as self._field,
            d.node("div", "bar"),
        ):
            self._reference = d.text_input(placeholder="Paste it, or search by words").classes("grow")
            self._add_button = d.button("Add", self._add)
            self._search_button = d.button("Search", self._search) if detail.can_search else None
        self._reference.on("keydown.enter", self._add, [])
        self._found = d.node("ul", "settings-models")
        with d.fold("Models") as self._fold:
            self._list = d.node("ul", "settings-models")

    async def refresh(self) -> None:
        """Show the models as they are known now."""
        models = await call(self._services.models.list, self._provider)
        if self._list.is_deleted:
            return
        models.sort(key=lambda view: (not view.added, view.model.name.casefold()))
        self._list.clear()
        with self._list:
            for view in models[:_MOST_SHOWN]:
                self._model(view)
            if len(models) > _MOST_SHOWN:
                d.text(f"and {len(models) - _MOST_SHOWN:,} more", "faint small", tag="li")

    def _model(self, view: ModelView) -> None:
        with d.node("li", "bar"):
            with d.node("div", "grow"):
                d.text(view.model.name, "strong")
                d.text(f"{view.model.key.partition(':')[2]} · {view.model.type}", "faint small", tag="div")
                if view.gone_at is not None:
                    d.text(
                        "Its provider does not know it any more; old orders stay readable.",
                        "danger-text small",
                        tag="div",
                    )
            if view.added:
                key, name = view.model.key, view.model.name
                d.icon_button("redo", f"Look at {name} again", lambda: self._again(key), small=True)
                d.icon_button("bin", f"Remove {name}", lambda: self._remove(key, name), small=True)

    def _hit(self, found: FoundModelView) -> None:
        with d.node("li", "bar"):
            with d.node("div", "grow"):
                d.text(found.name, "strong")
                d.text(found.description or found.id, "faint small clamp-2", tag="div")
            if found.is_known:
                d.text("Known", "faint small")
            else:
                d.button("Add", lambda: self._take(found.id), small=True)

    async def _add(self) -> None:
        await self._take(str(self._reference.value or ""))

    async def _take(self, reference: str) -> None:
        self._add_button.busy()
        try:
            added = await call(self._services.catalogue.add, reference, self._provider)
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._add_button.busy(False)
        self._field.set_error("")
        self._reference.set_value("")
        self._found.clear()
        said = "is added: choose it on the Order page." if added.is_new else "was there already."
        d.toast(f"{added.view.model.name} {said}", kind="done")

    async def _search(self) -> None:
        words = str(self._reference.value or "").strip()
        if self._search_button is None or not words:
            self._field.set_error("Write what to search for.")
            return
        self._search_button.busy()
        try:
            hits = await call(self._services.catalogue.search, self._provider, words)
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._search_button.busy(False)
        self._field.set_error("" if hits else f"Nothing is found for “{words[:80]}”.")
        self._found.clear()
        with self._found:
            for hit in hits:
                self._hit(hit)

    async def _again(self, key: str) -> None:
        try:
            view = await call(self._services.catalogue.refresh_now, key)
        except ImagenError as refused:
            d.toast(str(refused), kind="danger")
            return
        d.toast(f"{view.model.name} is as its provider describes it now.", kind="done")

    async def _remove(self, key: str, name: str) -> None:
        try:
            await call(self._services.catalogue.remove, key)
        except ImagenError as refused:
            d.toast(str(refused), kind="danger")
            return
        provider, _, model_id = key.partition(":")

        async def undo() -> None:
            await call(self._services.catalogue.add, model_id, provider)

        d.toast(f"{name} is removed from the list; what was made with it stays.", undo=undo)
