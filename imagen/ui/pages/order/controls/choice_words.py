"""How a choice reads in a select: its name, its proportions as a small drawing, and what explains it."""

from __future__ import annotations

from collections.abc import Iterable

from imagen.ui.pages.order.controls.ratios import ratio_of

# The same proportions that `ratio_of` reads, for the browser knows of a choice only its label.
_SIDES = r"/(?:^|[^\d.])(\d{1,5}(?:\.\d+)?)\s*[:x×_]\s*(\d{1,5}(?:\.\d+)?)(?![\d.])/"
_DRAWING = f"""
<span v-for="m in [{_SIDES}.exec(props.opt.label)]" class="ratio-space" aria-hidden="true"><span
  v-if="m || /^square/i.test(props.opt.label)" class="ratio"
  :class="{{ upright: m && (+m[1] < +m[2] || /^portrait/i.test(props.opt.label)) }}"
  :style="{{ '--long': m ? Math.min(Math.max(+m[1], +m[2]) / Math.max(Math.min(+m[1], +m[2]), 0.01), 4) : 1 }}"
></span></span>
"""
_SHORT = "<span>{{ props.opt.label.split(': ')[0] }}</span>"
_WORDS = """
<q-item-label v-if="props.opt.label.includes(': ')" class="choice-words">
  {{ props.opt.label.split(': ').slice(1).join(': ') }}
</q-item-label>
"""


def are_drawn(labels: Iterable[str]) -> bool:
    """Tell whether the choices are proportions: at least half of them name some."""
    found = [ratio_of(label) is not None for label in labels]
    return any(found) and 2 * sum(found) >= len(found)


def name_slot(*, drawn: bool) -> str:
    """Give the template of a closed select: the name of the choice, without what explains it."""
    return f'<span class="choice-name">{_DRAWING if drawn else ""}{_SHORT}</span>'


def entry_slot(*, drawn: bool) -> str:
    """Give the template of an entry of its list: the name, and below it what explains it."""
    name = f'<q-item-label><span class="choice-name">{_DRAWING if drawn else ""}{_SHORT}</span></q-item-label>'
    return f'<q-item v-bind="props.itemProps"><q-item-section>{name}{_WORDS}</q-item-section></q-item>'
