"""What sample files say fits the forms of the providers' models: no value that a form was given is wrong in it."""

from __future__ import annotations

from imagen.domain.expansion import Lookups, plan
from imagen.domain.recorded_parameters import recorded
from imagen.domain.reused_parameters import reuse
from imagen.media.metadata import read_metadata
from imagen.providers.schema import convert
from tests.media.metadata.samples import FIXTURES
from tests.providers.schema.corpus import corpus

_FILES = ("a1111.png", "civitai-air.png", "comfyui.png", "invokeai.png", "novelai.png")


def test_every_form_takes_what_it_was_given_and_gives_it_back() -> None:
    reads = [read for name in _FILES if (read := read_metadata(FIXTURES / name).parameters)]
    assert len(reads) == len(_FILES)
    whole = 0
    for entry in (each for each in corpus() if each.source == "neutral"):
        spec = convert(entry.published).spec
        for read in reads:
            reused = reuse(read, spec)
            expansion = plan(spec, reused.parameters, Lookups.of({}), seed=1)
            # a model may ask for a picture too, which no file's notes can give
            assert not {each.parameter for each in expansion.problems} & reused.parameters.keys(), entry.name
            if expansion.problems:
                continue
            assert expansion.count == 1
            values = dict(expansion.at(0).parameters)
            again = reuse(recorded(spec, values, model_key="k", model="m", version="1"), spec)
            assert dict(plan(spec, again.parameters, Lookups.of({}), seed=1).at(0).parameters) == values, entry.name
            whole += 1
    assert whole > 200
