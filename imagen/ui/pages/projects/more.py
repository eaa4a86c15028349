"""What follows the cards that are shown: the next ones come as the end of them is scrolled to, or at a press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from imagen.ui import design as d

_STEP = 36
_PRESS_IN_SIGHT = """(vnode) => {
  const button = vnode.el;
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    button.click();
    watch.unobserve(button);
    setTimeout(() => watch.observe(button), 400);  // looked at anew, as it may still be in sight
  }, {rootMargin: '600px'});
  watch.observe(button);
}"""


class MoreCards(ui.element):
    """A button that says how many projects are not shown yet; it presses itself when it comes near."""

    def __init__(self, show_more: Callable[[int], Awaitable[None]]) -> None:
        super().__init__("div")
        self.classes("project-more")
        self._show_more = show_more
        self._left = 0
        with self:
            self._button = d.button("", self._press, kind="outline")
            self._button.on("vnodeMounted", js_handler=_PRESS_IN_SIGHT)
        self.set_visibility(False)

    def show(self, left: int) -> None:
        """Say how many are left."""
        self._left = left
        self._button.set_text(f"Show {min(left, _STEP):,} more of {left:,}")
        self.set_visibility(left > 0)

    async def _press(self) -> None:
        if self._left > 0:
            await self._show_more(_STEP)
