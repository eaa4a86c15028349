"""The model picker on a page of its own, over hundreds of made-up models; what it asks for stands as JSON in `#heard`."""

from __future__ import annotations

import json
from typing import Any

from imagen.ui import design as d
from imagen.ui.components.model_picker import ModelPicker, ModelRow, PickerActs, ProviderRow

HOSTILE = '<img src=x onerror="window.pwned=1">'
TYPES = {"text-to-image": "Text to image", "image-to-image": "Image to image", "text-to-video": "Text to video"}
LABELS = {"alpha": "Alpha", "beta": "Beta"}
FIRST = ("Meadow", "Harbour", "Lantern", "Comet", "Walnut")


def row(number: int) -> ModelRow:
    """Make up a model: every second one of Beta, of three types in turn."""
    provider = "beta" if number % 2 else "alpha"
    kind = list(TYPES)[number % 3]
    name = f"{FIRST[number % 5]} {number}" if number != 7 else HOSTILE
    return ModelRow(
        key=f"{provider}:house/model-{number}",
        id=f"house/model-{number}",
        name=name,
        provider=provider,
        provider_label=LABELS[provider],
        type=kind,
        type_label=TYPES[kind],
        family=FIRST[number % 5],
        description="",
        price="$0.04 each" if number % 4 == 0 else "",
        cost="listed" if number % 4 == 0 else "asked" if number % 4 == 1 else "unknown",
        gone="Alpha does not offer it any more." if number == 12 else "",
        added=number == 3,
    )


MODELS = [row(number) for number in range(300)]
PROVIDERS = [
    ProviderRow(name="alpha", label="Alpha", problem="", paused="", can_search=True),
    ProviderRow(name="beta", label="Beta", problem="Beta has no key yet.", paused="", can_search=True),
]


def models_page() -> None:
    """Show the picker above a field in which somebody may type."""
    with d.node("div", "page narrow"):
        label = d.text("[]", tag="pre")
        label.props["id"] = "heard"
        told: list[Any] = []

        def tell(*what: Any) -> None:
            told.append(what)
            label.set_text(json.dumps(told))

        def typed(text: str) -> None:
            bare = text.removeprefix("https://alpha.example/")
            names = [bare] if bare.count("/") == 1 and " " not in bare else []
            picker.set_candidates(
                text,
                [
                    {"key": f"alpha:{name}", "provider": "alpha", "provider_label": "Alpha", "id": name}
                    for name in names
                ],
            )

        def find(text: str, providers: list[str]) -> None:
            tell("find", text, providers)
            hit = {"name": "Found", "description": "", "type": "text-to-image", "type_label": "Text to image"}
            hits = [{**hit, "key": f"alpha:far/{number}", "id": f"far/{number}"} for number in range(9)]
            if "alpha" in providers:
                picker.set_found(text, "alpha", "done", hits=hits)
            if "beta" in providers:
                picker.set_found(text, "beta", "failed", message="Beta cannot be reached.")

        def add(identity: str, provider: str, reference: str) -> None:
            tell("add", identity, provider, reference)
            if reference.endswith("broken"):
                picker.set_adding(identity, "failed", "Alpha has no such model.")
            else:
                picker.set_adding(identity, "busy", "Asking Alpha about it…")

        acts = PickerActs(
            opened=lambda _: picker.set_models(MODELS, PROVIDERS, ["alpha:house/model-4", "beta:house/model-9"]),
            choose=lambda key: tell("choose", key),
            typed=typed,
            find=find,
            add=add,
        )
        picker = ModelPicker(MODELS[0], acts, settings="/settings")
        d.textarea(label="Prompt")
