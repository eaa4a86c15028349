"""Models are named and grouped into families by the catalogue, which is read when somebody asks and when it changed."""

from __future__ import annotations

from imagen.domain.events import ModelsChanged, QueueChanged
from imagen.providers.base import Model, ModelType
from imagen.services.model_names import ModelNames
from imagen.services.views import ModelView


def view(key: str, name: str, family: str = "") -> ModelView:
    provider = key.partition(":")[0]
    label = {"fal": "fal.ai"}.get(provider, provider)
    return ModelView(Model(key, provider, name, ModelType.TEXT_TO_IMAGE, family), label)


def test_the_catalogue_is_read_when_asked_and_again_after_a_change() -> None:
    views, reads = [view("fal:flux/dev", "FLUX dev", "flux"), view("sketch:sketch", "Sketch")], []

    def models() -> list[ModelView]:
        reads.append(1)
        return list(views)

    names = ModelNames(models)
    assert reads == []
    assert names.families["flux"] == ["fal:flux/dev"]
    assert list(names.families) == ["flux"]
    assert names.name("sketch:sketch") == "Sketch"
    assert names.name("external:dream") == "dream"
    assert [names.provider(name) for name in ("fal", "external")] == ["fal.ai", "External"]
    names.hear(QueueChanged(paused=True))
    assert len(reads) == 1
    views.append(view("replicate:bfl/flux", "FLUX", "flux"))
    names.hear(ModelsChanged("replicate", ("replicate:bfl/flux",)))
    assert names.families["flux"] == ["fal:flux/dev", "replicate:bfl/flux"]
    assert set(names.providers()) == {"fal", "sketch", "replicate"}
    assert len(reads) == 2
