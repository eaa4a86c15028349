"""What goes with being liked or rated well, counted as a plain loop counts it."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest

from imagen.bootstrap import Production
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.datafolder import DataFolder
from imagen.domain.errors import InvalidInput
from imagen.domain.search import parse
from imagen.domain.statistics import Verdict, wilson
from imagen.services import gallery_searching
from imagen.services.all import Services
from imagen.services.analysis_views import About, Analysis, By
from imagen.services.gallery_views import Asked
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.data.naive_search import Made, matches
from tests.data.searched_library import FAMILIES, NOW, SearchedLibrary
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until
from tests.warm import build

SKETCH = {"sketch": "imagen.providers.sketch.provider:SketchProvider"}


class Then(datetime):
    """A clock that stands still at the day of the library."""

    @classmethod
    def now(cls, tz: object = None) -> Any:
        return NOW


@pytest.fixture
def library(at_rest: Production, monkeypatch: pytest.MonkeyPatch) -> SearchedLibrary:
    monkeypatch.setattr(gallery_searching, "datetime", Then)
    units = UnitOfWorkFactory(at_rest.database, at_rest.services.bus.publish)
    with units() as unit:
        made = SearchedLibrary(unit, 5)
        made.fill()
        unit.commit()
    return made


def found(made: list[Made], q: str, by: By) -> list[Made]:
    tree = parse(q).tree
    there = [one for one in made if not one.deleted and matches(tree, one, NOW.date(), FAMILIES)]
    return there if by is By.LIKED else [one for one in there if one.rating is not None]


def is_good(one: Made, by: By) -> bool:
    return one.liked if by is By.LIKED else (one.rating or 0) >= 3


@pytest.mark.parametrize("q", ["", "type:image", "-liked", "rating:>=poor", "color=red", "type:image,video -tag:print"])
@pytest.mark.parametrize("by", list(By))
def test_counts_are_those_of_a_plain_loop(at_rest: Production, library: SearchedLibrary, q: str, by: By) -> None:
    told = at_rest.services.analysis.read(q, by)
    there = found(library.made, q, by)
    assert (told.total, told.good) == (len(there), sum(is_good(one, by) for one in there))
    models = {f.value: (f.compared.count, f.compared.good) for f in told.findings if f.about is About.MODEL}
    own = {one.model for one in there if one.model}
    assert models == {
        model: (sum(o.model == model for o in there), sum(o.model == model and is_good(o, by) for o in there))
        for model in own
    }
    for finding in told.findings:
        if finding.about is About.CHOICE:
            key = (finding.name, finding.value.casefold())
            assert finding.compared.count <= sum(key in one.choices for one in there)
        if finding.about is About.FIGURE:
            narrower = found(library.made, finding.q, by)
            assert finding.compared.count == len(narrower), finding.term
            assert finding.compared.good == sum(is_good(one, by) for one in narrower)
        assert finding.compared.interval == wilson(finding.compared.good, finding.compared.count)


def test_a_wrong_search_tells_its_problem_and_a_wrong_kind_is_refused(at_rest: Production) -> None:
    told = at_rest.services.analysis.read("steps:x..")
    assert isinstance(told, Analysis)
    assert told.problems
    with pytest.raises(InvalidInput):
        at_rest.services.analysis.read("", "loved")


def test_what_is_liked_more_often_stands_first_and_the_rest_claims_nothing(services: Services, ledger: Ledger) -> None:
    prompt = "a [color=red,blue,green] [animal=fox,owl] by the sea"
    order = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, repeats=12))
    wait_until(lambda: services.orders.get(order.id).progress.complete == 72, 90)
    reds = services.gallery.ids(Asked("color=red"))
    others = services.gallery.ids(Asked("-color=red"))
    services.keeping.like([*reds[:20], *random.Random(1).sample(others, 4)])
    told = services.analysis.read("", By.LIKED)
    assert (told.total, told.good) == (72, 24)
    first = next(f for f in told.findings if f.about is About.CHOICE)
    assert (first.value, first.verdict, first.compared.count, first.compared.good) == ("red", Verdict.MORE, 24, 20)
    choice = next(f for f in told.findings if f.about is About.CHOICE and f.value == "red")
    assert choice.q == "color=red"
    word = next(f for f in told.findings if f.about is About.WORD and f.value == "red")
    assert services.gallery.count(Asked(word.q)) == 24
    assert "the" not in {f.value for f in told.findings}
    model = next(f for f in told.findings if f.about is About.MODEL)
    assert model.verdict is Verdict.FEW  # there is no other to compare it to
    assert services.analysis.read("is:rated").total == 0


def test_what_occurs_most_among_the_liked_comes_first_however_few_there_are(services: Services, ledger: Ledger) -> None:
    for style, repeats in (("poster", 3), ("ink", 6), ("neon", 6)):
        services.orders.place(OrderRequest(MODEL, {"prompt": f"a fox, [style={style},plain]"}, repeats=repeats))
    wait_until(lambda: services.gallery.count(Asked("")) == 30, 90)
    posters = services.gallery.ids(Asked("style=poster"))
    plain = services.gallery.ids(Asked("style=plain"))
    services.keeping.like([*posters, plain[0]])
    for q in ("", "liked"):
        told = services.analysis.read(q, By.LIKED)
        assert (told.total, told.good) == (30, 4)
        choices = [(f.value, f.compared.good, f.compared.count) for f in told.findings if f.about is About.CHOICE]
        assert choices[:2] == [("poster", 3, 3), ("plain", 1, 15)]
        assert {good for _, good, _ in choices[2:]} == {0}


def test_a_search_for_what_is_good_is_compared_with_everything_else_it_finds(
    at_rest: Production, library: SearchedLibrary
) -> None:
    analysis = at_rest.services.analysis
    whole, liked = analysis.read("type:image "), analysis.read("liked type:image")
    assert liked.wider == "type:image "
    assert (liked.total, liked.good) == (whole.total, whole.good)
    assert [f.compared for f in liked.findings] == [f.compared for f in whole.findings]
    assert all("liked" in f.q for f in liked.findings)
    rated = analysis.read("rating:>=good", By.RATED)
    assert (rated.wider, rated.total) == ("", analysis.read("", By.RATED).total)
    for q in ("-liked", "liked OR type:image", "is:liked,rated"):
        assert analysis.read(q).wider == q


def test_a_parameter_is_called_as_its_model_calls_it(folder: DataFolder) -> None:
    made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), SKETCH)
    made.start()
    try:
        figures_are_called_as_their_model_calls_them(made.services)
    finally:
        made.stop()


def figures_are_called_as_their_model_calls_them(services: Services) -> None:
    asked = {"prompt": "a fox", "size": "256", "steps": "1", "guidance": "2,3,4"}
    services.orders.place(OrderRequest("sketch:sketch", asked))
    wait_until(lambda: services.gallery.count(Asked("")) == 3, 90)
    services.keeping.like(services.gallery.ids(Asked("")))
    figures = [f for f in services.analysis.read("").findings if f.about is About.FIGURE]
    assert "cfg" not in {f.name for f in figures}
    guidance = next(f for f in figures if f.name == "guidance")
    assert services.gallery.count(Asked(guidance.q)) == guidance.compared.count


def test_an_answer_is_remembered_until_something_is_written(at_rest: Production, library: SearchedLibrary) -> None:
    analysis = at_rest.services.analysis
    first = analysis.read("")
    assert analysis.read("").findings is first.findings
    liked = next(one for one in library.made if not one.deleted and not one.liked)
    at_rest.services.keeping.like([liked.id])
    assert analysis.read("").good == first.good + 1
