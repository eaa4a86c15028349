"""Which templates are listed, by model, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imagen.domain.expansion import name_key
from imagen.services.keeping_views import TemplateView
from imagen.services.views import ModelView

SORTS = {"newest": "Newest first", "changed": "Changed last", "name": "By name"}
_SHORT = 48


@dataclass(frozen=True)
class TemplateGroup:
    """The templates of one model; `model` is None where it is not there any more."""

    key: str
    name: str
    provider: str
    model: ModelView | None
    templates: Sequence[TemplateView]


def grouped(
    templates: Sequence[TemplateView], models: Mapping[str, ModelView], sought: str, sort: str, model_key: str = ""
) -> list[TemplateGroup]:
    """Give the templates with all words that are sought, by model; models come by name, those that are gone last."""
    by_model: dict[str, list[TemplateView]] = {}
    for template in _sorted(templates, sort):
        group = _group(template.model_key, models, ())
        words = sought.casefold().split()
        if model_key in ("", template.model_key) and all(word in _told(template, group) for word in words):
            by_model.setdefault(template.model_key, []).append(template)
    groups = [_group(key, models, found) for key, found in by_model.items()]
    return sorted(groups, key=lambda group: (group.model is None, name_key(group.name), group.key))


def said(value: object) -> str:
    """Write a value in a few words."""
    if isinstance(value, str):
        text = "a product" if value.startswith("product:") else value
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, list | tuple):
        text = ", ".join(said(one) for one in value[:3]) + (f" and {len(value) - 3} more" if len(value) > 3 else "")
    elif isinstance(value, Mapping):
        text = f"{len(value)} values"
    else:
        text = str(value)
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _group(key: str, models: Mapping[str, ModelView], templates: Sequence[TemplateView]) -> TemplateGroup:
    model, (provider, _, model_id) = models.get(key), key.partition(":")
    if model is None:
        return TemplateGroup(key, model_id or key, provider.capitalize(), None, templates)
    return TemplateGroup(key, model.model.name, model.provider_label, model, templates)


def _sorted(templates: Sequence[TemplateView], sort: str) -> list[TemplateView]:
    if sort == "name":
        return sorted(templates, key=lambda one: name_key(one.name))
    if sort == "changed":
        return sorted(templates, key=lambda one: one.updated_at, reverse=True)
    return list(templates)


def _told(template: TemplateView, group: TemplateGroup) -> str:
    values = " ".join(str(one.value) for one in template.values)
    return f"{template.name} {values} {group.name} {group.provider}".casefold()
