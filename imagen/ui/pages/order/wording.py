"""Money, time, sizes and counts in the words of the Order page."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from imagen.domain.expansion import Factor
from imagen.domain.money import dollars
from imagen.domain.parameters import ParameterSpec, ParameterType, Role
from imagen.services.views import ModelView, PlanView
from imagen.ui.components.wording import money

_MINUTE = 60
_HOUR = 3600
_THINGS = {
    ParameterType.IMAGE: "an image",
    ParameterType.VIDEO: "a video",
    ParameterType.AUDIO: "a sound",
    ParameterType.FILE: "a file",
}
_PRODUCTS = {"image": ("picture", "pictures"), "video": ("video", "videos"), "audio": ("sound", "sounds")}
# Up to how many seconds, in which steps, told in which unit: a step is about a quarter of what it rounds.
_ROUGHLY = (
    (10, 1, 1, "s"),
    (30, 5, 1, "s"),
    (_MINUTE, 10, 1, "s"),
    (10 * _MINUTE, _MINUTE, _MINUTE, "min"),
    (30 * _MINUTE, 5 * _MINUTE, _MINUTE, "min"),
    (2 * _HOUR, 10 * _MINUTE, _MINUTE, "min"),
)


def cost_words(view: PlanView) -> str:
    """Write what an order will cost, as sure as it is."""
    if view.cost is None:
        return "price unknown"
    return f"{dollars(view.cost)} at most" if view.cost_is_ceiling else money(view.cost)


def estimate(seconds: float | None) -> str:
    """Write a time that something will take, so roundly that the next keystroke seldom changes it."""
    if seconds is None:
        return ""
    if seconds <= 1:
        return "under 1 s"
    for limit, step, unit, word in _ROUGHLY:
        if seconds <= limit:
            return f"about {ceil(seconds / step) * step // unit} {word}"
    return f"about {ceil(seconds / _HOUR):,} h"


def invitation(missing: Sequence[ParameterSpec]) -> str:
    """Say what to fill in first, as an invitation and not as a fault."""
    wanted = missing[0]
    if wanted.role is Role.PROMPT:
        return "Write a prompt to see what it makes."
    thing = _THINGS.get(wanted.type) or f"in {wanted.label}"
    return f"{'Add' if wanted.is_media else 'Fill'} {thing} to see what it makes."


def lower_first(label: str) -> str:
    """Write a label as it stands within a sentence; abbreviations stay."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def changed_since(model: ModelView) -> str:
    """Say that a model takes something else than it did when an older order was placed."""
    assert model.changed_at is not None
    return (
        f"{model.model.name} was changed by {model.provider_label} on {model.changed_at.astimezone():%d %B %Y}, "
        "after this was ordered: it may take other values now."
    )


def generations(count: int) -> str:
    """Give the word that follows a count."""
    return "generation" if count == 1 else "generations"


def products(count: int, kind: str) -> str:
    """Count products in people's words: `4 pictures`."""
    one, several = _PRODUCTS.get(kind, ("file", "files"))
    return f"{whole_number(count)} {one if count == 1 else several}"


def made_by(view: PlanView) -> str:
    """Say how many generations an order makes, and how many products where those are more."""
    return f"{whole_number(view.count)} {generations(view.count)}{several_of_each(view)}"


def several_of_each(view: PlanView) -> str:
    """Say after a count of generations how many products they make, nothing where each makes one."""
    return f" · {products(view.outputs, view.output_kind)}" if view.outputs > view.count else ""


def whole_number(count: int) -> str:
    """Write a count so that it can be read at a glance, however large it is."""
    return f"{count:,}" if count < 10**15 else f"{count:.1e}".replace("e+", " × 10^")


def factor_sentence(factors: Sequence[Factor]) -> str:
    """Say what multiplies into the count: `4 of season × 3 × 8 of color × 3 of steps`."""
    parts = []
    for factor in factors:
        if factor.parent is not None or factor.size < 2:
            continue
        parts.append(f"{factor.size:,} {_of(factor)}".strip())
    alone = len(parts) == 1 and parts[0].replace(",", "").isdigit()
    return f"{parts[0]} options" if alone else " × ".join(parts)


def random_note(factors: Sequence[Factor]) -> str:
    """Say what is drawn at random beside the choices that multiply."""
    drawn = sum(1 for factor in factors if factor.kind == "random")
    return f"{drawn} {'pick' if drawn == 1 else 'picks'} at random" if drawn else ""


def field_count(factors: Sequence[Factor], parameter: str) -> str:
    """Say beside a field how many generations it multiplies by: `×3`."""
    own = [factor for factor in factors if factor.parameter == parameter and factor.parent is None]
    count = 1
    for factor in own:
        count *= factor.size
    if count > 1:
        return f"×{whole_number(count)}"
    drawn = next((factor for factor in own if factor.kind == "random"), None)
    return f"1 of {drawn.options:,}" if drawn and len(own) == 1 else ""


def _of(factor: Factor) -> str:
    """Say what a number is of; names of lookups and parameters are left as they are, their plurals are guesses."""
    if factor.kind == "repeat":
        return "repeats"
    if factor.kind == "split":
        return "prompts"
    name = factor.name.replace("_", " ")
    return f"of {name}" if name else ""
