"""The foot of the form: how many generations, what they cost and take, and the button that orders them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imagen.domain.expansion import Problem
from imagen.ui import design as d
from imagen.ui.pages.order.planner import ShownPlan
from imagen.ui.pages.order.wording import cost_words, estimate, generations, products, several_of_each, whole_number

NOT_YET = "…"
_SHORT = 70


class OrderBar:
    """Says the truth about number, money and time before anything is bought."""

    def __init__(self, on_order: Callable[[], Any], on_price: Callable[[], Any]) -> None:
        with d.node("div", "dock order-bar"):
            with d.node("div", "grow order-sum", role="status").mark("order-sum") as self._sum:
                with d.node("div", "order-count"):
                    self._count = d.text(NOT_YET, "large num")
                    self._word = d.text("", "strong")
                self._detail = d.text("", "muted small order-detail", tag="p")
                self._price = d.button("Set its price", on_price, kind="link", small=True)
            self._price.set_visibility(False)
            self._button = d.button("Order", on_order, kind="primary", big=True, key="Ctrl+Enter")

    def show(self, shown: ShownPlan, labels: Mapping[str, str]) -> None:
        """Show number, cost and time, or why nothing can be ordered; `labels` names the fields that say more."""
        view = shown.view
        if view.errors:
            self.refuse(reason(view.errors, labels), view.count)
            return
        self._sum.classes(remove="waits")
        self._count.set_text(whole_number(view.count))
        self._word.set_text(generations(view.count) + _unbroken(several_of_each(view)))
        parts = [cost_words(view), estimate(view.seconds)]
        left_out = shown.possible - view.count
        if shown.request.sample is not None and view.total > view.count:
            parts.append(f"of {whole_number(view.total)} possible")
        elif left_out > 0:
            parts.append(f"{left_out:,} unticked")
        self._detail.set_text(" · ".join(filter(None, parts)))
        self._detail.classes(remove="danger-text")
        self._allow(True, "")
        if view.outputs > view.count:
            self._button.set_text(f"Order {products(view.outputs, view.output_kind)}")
        self._price.set_visibility(view.cost is None)

    def wait(self) -> None:
        """Leave what stands here until the plan is clear again, and show that it may be of before."""
        self._sum.classes(add="waits")

    def invite(self, what: str) -> None:
        """Say what is to be filled in; nothing is wrong yet."""
        self._sum.classes(remove="waits")
        self._count.set_text("")
        self._word.set_text("")
        self._detail.set_text(what)
        self._detail.classes(remove="danger-text")
        self._allow(False, what)

    def refuse(self, reason: str, count: int = 0) -> None:
        """Say why this cannot be ordered; it has no price then."""
        self._sum.classes(remove="waits")
        self._count.set_text(whole_number(count) if count > 0 else "Not yet")
        self._word.set_text(generations(count) if count > 0 else "")
        self._detail.set_text(reason)
        self._detail.classes(add="danger-text")
        self._allow(False, reason)

    def hold(self, reason: str) -> None:
        """Say beside number and price why this model takes no order now; nothing is wrong with the form."""
        self._detail.set_text(" · ".join(filter(None, (self._detail.text, reason))))
        self._allow(False, reason)

    def busy(self, value: bool) -> None:
        """Show that the order is being stored."""
        self._button.busy(value)

    def _allow(self, allowed: bool, reason: str) -> None:
        self._price.set_visibility(False)
        self._button.set_text("Order")
        # Not `disabled`: a press right after the last keystroke must reach us, it is checked again then.
        self._button.props["aria-disabled"] = "false" if allowed else "true"
        self._button.props["title"] = reason or "Order what the plan says (Ctrl Enter)"


def _unbroken(several: str) -> str:
    """Let a line end before a count of products, not within it."""
    mark, dot, counted = several.partition(" · ")
    return f"{mark}{dot}{counted.replace(' ', chr(0xA0))}"


def reason(errors: Sequence[Problem], labels: Mapping[str, str]) -> str:
    """Say in a few words why nothing can be ordered: one problem as it is, several by the fields that have them."""
    first = errors[0]
    if first.parameter not in labels or (len(errors) == 1 and len(first.message) <= _SHORT):
        return first.message
    fields = list(dict.fromkeys(labels[p.parameter] for p in errors if p.parameter in labels))
    named = " and ".join(fields[:2]) + (" and more" if len(fields) > 2 else "")
    return f"{len(errors)} things are to be mended in {named}." if len(errors) > 1 else f"{named} is to be mended."
