"""Somebody at a page whose presses are counted, for tests that hold what a task takes against what it took before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect

LONG = 60_000  # ms; pictures take their time where much else runs


@dataclass
class Person:
    """A press is a click, or a key that types no text (Enter, Ctrl+Z, Tab, a shortcut); typed texts are counted apart."""

    page: Page
    presses: int = 0
    texts: int = 0
    began: float = field(default_factory=time.monotonic)

    async def click(self, target: Locator) -> None:
        """Click on something."""
        self.presses += 1
        await target.click()

    async def click_too(self, target: Locator) -> None:
        """Click on something while Ctrl is held, which selects it with what is selected."""
        self.presses += 1
        await target.click(modifiers=["ControlOrMeta"])

    async def double_click(self, target: Locator) -> None:
        """Click on something twice."""
        self.presses += 2
        await target.dblclick()

    async def drag(self, target: Locator, to: Locator) -> None:
        """Drag something onto the left edge of something else."""
        self.presses += 1
        await target.drag_to(to, target_position={"x": 8, "y": 60})

    async def press(self, key: str) -> None:
        """Press a key that types no text."""
        self.presses += 1
        await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text where the caret is, as soon as there is one."""
        self.texts += 1
        await self.page.wait_for_function("document.activeElement?.matches('input, textarea')")
        await self.page.keyboard.type(text, delay=5)

    async def write_prompt(self, text: str) -> None:
        """Replace the prompt."""
        await self.click(self.prompt)
        await self.press("Control+a")
        await self.type(text)

    @property
    def prompt(self) -> Locator:
        """The field of the prompt."""
        return self.page.get_by_role("textbox", name="Prompt", exact=True)

    async def order(self, count: int, cost: str = "") -> None:
        """Order as soon as the page says how many that is, and what it costs."""
        await expect(self.page.locator(".order-count .num")).to_have_text(str(count), timeout=LONG)
        await expect(self.page.locator(".order-detail")).to_contain_text(cost, timeout=LONG)
        await self.press("Control+Enter")

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """A button by its name."""
        return self.page.get_by_role("button", name=name, exact=exact)

    @property
    def products(self) -> Locator:
        """The products in the strip."""
        return self.page.locator(".strip .tile-product")

    async def sees(self, products: int) -> None:
        """Wait until the strip holds so many products."""
        await expect(self.products).to_have_count(products, timeout=LONG)

    @property
    def seconds(self) -> float:
        """How long it took until now."""
        return time.monotonic() - self.began

    def hold(self, task: str, table: Mapping[str, int]) -> None:
        """Print what a task took, and hold that against what the table says; a typed text counts as one press here."""
        took = self.presses + self.texts
        print(f"\n{task:64s} {took:2d} presses ({self.texts} texts) {self.seconds:5.1f} s", end="")
        assert took == table[task]
