"""Print what became of the inputs of all models: `python -m tests.providers.schema.counts`."""

from __future__ import annotations

from collections import Counter

from imagen.providers.schema import NoteKind, convert, guess_type
from tests.providers.schema.corpus import corpus


def main() -> None:
    """Convert every model and print the tables."""
    kinds: Counter[tuple[str, str]] = Counter()
    models: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    notes: Counter[tuple[str, str]] = Counter()
    roles: Counter[tuple[str, str]] = Counter()
    types: Counter[tuple[str, str]] = Counter()
    for model in corpus():
        form = convert(model.published)
        models[model.provider] += 1
        guess = guess_type(
            form.spec, model.published, words=f"{model.name} {model.description}", category=model.category
        )
        types[model.provider, str(guess.type) if guess.type else "none of ours"] += 1
        whole[model.provider] += model.published.inputs is None
        for parameter in form.spec.parameters:
            kinds[model.provider, kind_of(parameter)] += 1
            if parameter.role:
                roles[model.provider, str(parameter.role)] += 1
        for note in form.notes:
            notes[model.provider, str(note.kind)] += 1
            if note.kind is NoteKind.JSON and note.why:
                reasons[model.provider, note.why.name.lower()] += 1
    print("models", dict(models), "of which one JSON field for everything", dict(whole))
    for title, counted in (
        ("fields by kind", kinds),
        ("why JSON (with parts of groups)", reasons),
        ("roles", roles),
        ("notes", notes),
        ("model types", types),
    ):
        _table(title, counted)


def kind_of(parameter: object) -> str:
    """Name the kind of control that a parameter asks for."""
    from imagen.domain.parameters import Interpolation, ParameterSpec

    assert isinstance(parameter, ParameterSpec)
    if parameter.secret:
        return "secret"
    if parameter.rules.size:
        return "size"
    if parameter.rules.choices:
        return "open choice" if parameter.rules.open_choices else "choice"
    if parameter.type == "text":
        return "text" if parameter.interpolation is Interpolation.TEXT else "identifier"
    if parameter.is_media and parameter.rules.max_items > 1:
        return f"{parameter.type}s"
    return str(parameter.type)


def _table(title: str, counted: Counter[tuple[str, str]]) -> None:
    providers = ("replicate", "fal", "civitai")
    print(f"\n{title:34}" + "".join(f"{name:>10}" for name in providers) + f"{'all':>10}")
    totals = Counter({row: sum(counted[name, row] for name in providers) for _, row in counted})
    for row, total in totals.most_common():
        print(f"{row:34}" + "".join(f"{counted[name, row]:>10}" for name in providers) + f"{total:>10}")
    sums = [sum(counted[name, row] for row in totals) for name in providers]
    print(f"{'all':34}" + "".join(f"{each:>10}" for each in sums) + f"{sum(sums):>10}")


if __name__ == "__main__":
    main()
