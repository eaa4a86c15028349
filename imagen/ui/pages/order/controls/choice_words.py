"""How a choice reads in a select: its name, its proportions as a small drawing, and what explains it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from imagen.ui.pages.order.controls.ratios import ratio_of

_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:[_/][a-z0-9]+)*_[a-z0-9]+(?:[_/][a-z0-9]+)*")
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
# Beside the drawing the numbers say it all: half a column has no room for `Square` as well.
_NUMBERS = "<span class=\"ellipsis\">{{ props.opt.label.split(': ')[0].split(' · ').pop()"
_NUMBERS += ".replace(/^(square|landscape|portrait)\\s+(?=\\d)/i, '') }}</span>"
_WORDS = """
<q-item-label v-if="props.opt.label.includes(': ')" class="choice-words">
  {{ props.opt.label.split(': ').slice(1).join(': ') }}
</q-item-label>
"""


def readable(value: str) -> str:
    """Write a value that has no label as words: `Realistic image` for `realistic_image`; what is none stays as it is."""
    is_words = _SNAKE.fullmatch(value) and ratio_of(value) is None
    return value[0].upper() + value[1:].replace("_", " ").replace("/", " / ") if is_words else value


def are_drawn(labels: Iterable[str]) -> bool:
    """Tell whether the choices are proportions: at least half of them name some."""
    found = [ratio_of(label) is not None for label in labels]
    return any(found) and 2 * sum(found) >= len(found)


def name_slot(*, drawn: bool) -> str:
    """Give the template of a closed select: the name of the choice, without what explains it, or its size beside its drawing."""
    return f'<span class="choice-name">{_DRAWING + _NUMBERS if drawn else _SHORT}</span>'


def entry_slot(*, drawn: bool) -> str:
    """Give the template of an entry of its list: the name, and below it what explains it."""
    name = f'<q-item-label><span class="choice-name">{_DRAWING if drawn else ""}{_SHORT}</span></q-item-label>'
    return f'<q-item v-bind="props.itemProps"><q-item-section>{name}{_WORDS}</q-item-section></q-item>'
