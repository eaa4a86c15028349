"""The models of a provider: find one that is here, add one by pasting, search the provider's own catalogue."""

from __future__ import annotations

from imagen.domain.errors import ImagenError
from imagen.services.all import Services
from imagen.services.catalogue import AddedModel
from imagen.services.providers import ProviderDetail
from imagen.services.views import FoundModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.pages.settings.model_list import ModelList
from imagen.ui.pages.settings.refresh_part import RefreshPart


class ModelsPart:
    """One field to search and to paste into; the list is read only once it is opened, or something is looked for in it."""

    def __init__(self, services: Services, detail: ProviderDetail) -> None:
        self._catalogue = services.catalogue
        self._provider, self._label = detail.view.name, detail.view.label
        self._can_search = detail.can_search
        self._named: str | None = None
        with d.node("div", "stack gap-2 settings-models-part"):
            with d.field(f"Models of {self._label}") as self._field, d.node("div", "bar settings-key"):
                self._build_entry()
            self._found = d.node("ul", "settings-models", aria_label=f"Found at {self._label}")
            with d.node("div", "spread"):
                self._toggle = d.button("Show all", self._open_or_close, kind="ghost", icon="chevron-down", small=True)
                self._toggle.props["aria-expanded"] = "false"
                self._refresh = RefreshPart(services.catalogue, detail)
            self._list = ModelList(services, self._provider)
        self._found.set_visibility(False)
        self._refresh.set_visibility(False)

    async def refresh(self) -> None:
        """Show the models as they are known now, if they are shown."""
        await self._list.refresh()
        if self._list.is_open:
            self._refresh.begin()

    def _build_entry(self) -> None:
        self._entry = d.text_input(
            placeholder="Search, or paste a link, a name or an id",
            label=f"Find or add a model of {self._label}",
            on_change=lambda event: self._typed(str(event.value or "").strip()),
        ).classes("grow")
        self._entry.props("debounce=250 clearable autocomplete=off spellcheck=false")
        self._entry.on("keydown.enter", self._entered, [])
        self._add_button = d.button("Add", self._add, kind="primary", icon="plus")
        self._search_button = d.button(f"Search at {self._label}", self._search, icon="search")
        self._add_button.set_visibility(False)
        self._search_button.set_visibility(False)

    async def _typed(self, text: str) -> None:
        self._field.set_error("")
        self._show_found(())
        candidates = await call(self._catalogue.recognise, text, self._provider) if text else []
        if text != self._text:
            return
        self._named = candidates[0].model_id if candidates else None
        await self._list.look_for(self._named or text)
        is_here = self._named is not None and self._list.has(self._named)
        self._add_button.set_visibility(self._named is not None and not is_here)
        self._search_button.set_visibility(bool(text) and self._named is None and self._can_search)

    async def _entered(self) -> None:
        """Do what Enter means: add what was pasted, else search for the words."""
        text = self._text
        if not text:
            return
        if await call(self._catalogue.recognise, text, self._provider):
            await self._add()
        elif self._can_search:
            await self._search()
        else:
            await self._add()

    @property
    def _text(self) -> str:
        return str(self._entry.value or "").strip()

    async def _open_or_close(self) -> None:
        await self._set_open(not self._list.is_open)

    async def _set_open(self, opened: bool) -> None:
        await self._list.set_open(opened)
        self._toggle.set_text("Hide" if opened else "Show all")
        self._toggle.props["aria-expanded"] = "true" if opened else "false"
        self._refresh.set_visibility(opened)
        if opened:
            self._refresh.begin()

    async def _add(self) -> None:
        await self._take(self._text, self._add_button)

    async def _take(self, reference: str, pressed: d.Button) -> None:
        pressed.busy()
        with self._field.client:  # a hit may be gone when the answer comes
            try:
                added = await call(self._catalogue.add, reference, self._provider)
            except ImagenError as refused:
                self._field.set_error(str(refused))
                return
            finally:
                if not pressed.is_deleted:
                    pressed.busy(False)
            self._field.set_error("")
            await self._tell_added(added, pressed)

    async def _tell_added(self, added: AddedModel, pressed: d.Button) -> None:
        name = added.view.model.name
        said = "is added: choose it on the Order page." if added.is_new else "was there already."
        d.toast(f"{name} {said}", kind="done")
        if pressed is self._add_button:
            self._entry.set_value("")
            await self._set_open(True)
        elif not pressed.is_deleted:
            pressed.set_text("Added")
            pressed.set_enabled(False)

    async def _search(self) -> None:
        words = self._text
        self._search_button.busy()
        try:
            hits = await call(self._catalogue.search, self._provider, words)
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._search_button.busy(False)
        self._field.set_error("" if hits else f"{self._label} finds nothing for “{words[:80]}”. Try other words.")
        self._show_found(hits)
        if hits:
            await self._list.look_for("")

    def _show_found(self, hits: list[FoundModelView] | tuple[()]) -> None:
        self._found.clear()
        self._found.set_visibility(bool(hits))
        with self._found:
            for hit in hits:
                self._hit(hit)

    def _hit(self, found: FoundModelView) -> None:
        with d.node("li", "settings-model"):
            with d.node("div", "settings-model-words"):
                d.text(found.name, "strong")
                d.text(found.id, "faint small settings-found", tag="div")
                if found.description:
                    d.text(found.description, "muted small clamp-2", tag="div")
            if found.is_known:
                d.text("Here already", "faint small")
                return
            button = d.button("Add", icon="plus", small=True, tooltip=f"Add {found.name}")
            button.props["aria-label"] = f"Add {found.name}"
            button.on_click(lambda: self._take(found.id, button))
