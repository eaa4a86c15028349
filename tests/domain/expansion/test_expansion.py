"""What an expansion offers: indices, samples, factors, choices, several parameters, repeats."""

from __future__ import annotations

from math import prod

import pytest

from imagen.domain.expansion import Lookups, plan
from imagen.domain.expansion.randomness import pick
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType, ValidationRules
from tests.domain.expansion.kit import SPEC, kinds, lookups, lookups_of, planned


def test_parameters_turn_in_their_order() -> None:
    expansion = planned("[a,b] || c", negative_prompt="[x,y]", steps="8,9", guidance="1.5", repeats=2, tiled="yes")
    assert expansion.count == 3 * 2 * 2 * 2
    made = list(expansion.between(0, expansion.count))
    first = [(e.parameters["prompt"], e.parameters["negative_prompt"], e.parameters["steps"], e.repeat) for e in made]
    assert first[:5] == [("a", "x", 8, 0), ("a", "x", 8, 1), ("a", "x", 9, 0), ("a", "x", 9, 1), ("a", "y", 8, 0)]
    assert made[-1].parameters == {"prompt": "c", "negative_prompt": "y", "steps": 9, "guidance": 1.5, "tiled": True}
    assert list(made[0].parameters) == ["prompt", "negative_prompt", "steps", "guidance", "tiled"]
    assert [expansion.at(i) for i in range(expansion.count)] == made
    assert list(expansion.texts("negative_prompt")) == [e.parameters["negative_prompt"] for e in made]


def test_the_second_text_sees_the_choices_of_the_first() -> None:
    expansion = planned("[color] dog", negative_prompt="[=color] [=color->1,2,3] [x,y]")
    negatives = [e.parameters["negative_prompt"] for e in expansion.between(0, 99)]
    assert negatives == ["red 1 x", "red 1 y", "blue 2 x", "blue 2 y", "green 3 x", "green 3 y"]
    assert list(expansion.texts("negative_prompt")) == negatives


def test_blanks_are_left_out() -> None:
    expansion = planned("  ", negative_prompt=None, steps=" ", guidance=3)
    assert expansion.at(0).parameters == {"guidance": 3}
    assert list(expansion.texts("prompt")) == [""]
    assert list(planned("[a,b]", negative_prompt="").texts("negative_prompt")) == ["", ""]


def test_lists_give_a_generation_an_item_and_media_lists_are_one_value_where_more_fit() -> None:
    expansion = planned("x", image=["product:1", "product:2"], images=["product:3", "product:4"], steps=[8, "9"])
    assert [(e.parameters["image"], e.parameters["steps"]) for e in expansion.between(0, 9)] == [
        ("product:1", 8),
        ("product:2", 8),
        ("product:1", 9),
        ("product:2", 9),
    ]
    assert expansion.at(0).parameters["images"] == ["product:3", "product:4"]
    assert kinds("x", steps=[8, "nine"]) == ["invalid-value"]


def test_required_and_limited_texts() -> None:
    spec = ParameterSetSpec(
        (
            ParameterSpec(
                "prompt",
                ParameterType.TEXT,
                required=True,
                interpolation=Interpolation.TEXT,
                rules=ValidationRules(max_length=12),
            ),
        )
    )

    def found(text: str) -> list[str]:
        return [p.message for p in plan(spec, {"prompt": text}, Lookups.of({}), seed=1).problems]

    assert found("")
    assert found(" || ")
    assert found("[a,]")
    assert found("[a,] x") == []
    assert found("[x=a,][=x->b,c]") == []
    assert "13" in found("[twelve chars,thirteen char]")[0]
    assert found("[c=aaaaaaaaa,b] [=c->x,yyyyyyyyyy]") == []


def test_factors_multiply_to_the_count() -> None:
    expansion = planned("[color] [pet] [a|b] x", negative_prompt="p [1..3] || q", steps="8,9", repeats=3)
    top = [factor for factor in expansion.factors if factor.parent is None]
    assert prod(factor.size for factor in top) == expansion.count
    assert [(f.kind, f.name, f.size, f.options) for f in expansion.factors] == [
        ("lookup", "color", 3, 3),
        ("lookup", "pet", 5, 2),
        ("random", "", 1, 2),
        ("split", "", 4, 2),
        ("range", "", 3, 3),
        ("value", "steps", 2, 2),
        ("repeat", "repeat", 3, 3),
    ]
    assert top[0].labels == ("red", "blue", "green")
    assert top[1].labels == ("[animal]", "fish")
    assert expansion.factors[4].parent == "negative_prompt"
    assert len({factor.key for factor in expansion.factors}) == 7


def test_choices_tell_the_options_by_the_factors_keys() -> None:
    expansion = planned("[color] [pet] x", steps="8,9")
    keys = {factor.key: factor for factor in expansion.factors}
    for generation in expansion.between(0, expansion.count):
        named = {choice.key: choice for choice in generation.choices}
        assert keys.keys() <= named.keys()
        shown = " ".join(named[f.key].text for f in expansion.factors if f.parameter == "prompt")
        assert generation.parameters["prompt"] == f"{shown} x"
    first = expansion.at(0).choices
    assert [(c.name, c.option, c.text) for c in first] == [
        ("color", 0, "red"),
        ("pet", 0, "red dog"),
        ("animal", 0, "red dog"),
        ("color", 0, "red"),
        ("", 0, "8"),
    ]
    assert {(c.start, c.end) for c in first[1:4]} == {(8, 13)}


def test_blocks_and_single_generations_agree() -> None:
    for text in [
        "a [1..100] [color] [=color] b [=color->1,2,3]",
        "[animal] [1..300] [pet] [=pet] || [1..50] %s %% [=x] \\[".replace("[=x] ", ""),
        "[1..50] [[color] a,b] [=color->1,2,3]".replace(" [=color->1,2,3]", ""),
        "[color] [1..100] [outfit]",
        "[1..6000] x",
    ]:
        expansion = planned(text, steps="8,9")
        made = list(expansion.between(0, expansion.count))
        assert made == [expansion.at(index) for index in range(expansion.count)], text
        assert [e.parameters["prompt"] for e in made] == list(expansion.texts("prompt"))
        middle = expansion.count // 3
        assert list(expansion.between(middle, middle + 250)) == made[middle : middle + 250]


def test_picks_are_frozen() -> None:
    assert [pick(7, index, "prompt/0/0", 1000) for index in range(4)] == FROZEN


FROZEN = [166, 482, 137, 488]


def test_random_picks_depend_on_seed_index_and_token_only() -> None:
    one, again, other = (planned("[?1..1000] [?1..1000]", seed=s, repeats=50) for s in (1, 1, 2))
    made = list(one.texts("prompt"))
    assert made == list(again.texts("prompt"))
    assert made != list(other.texts("prompt"))
    assert len(set(made)) > 40
    assert any(text.split()[0] != text.split()[1] for text in made)
    assert [e.parameters["prompt"] for e in one.between(0, 50)] == made


def test_everything_inside_a_random_pick_is_random() -> None:
    expansion = planned("[a|[1..50] [=n->x,y]|[?animal]] [n=1,2]".replace("[=n->x,y]", ""), repeats=40)
    assert expansion.count == 80
    assert len(set(expansion.texts("prompt"))) > 20


def test_each_number_of_a_range_has_an_equal_chance() -> None:
    made = list(planned("[?1..99,x]", repeats=2000).texts("prompt"))
    assert 2 <= made.count("x") <= 60


def test_samples_are_different_ordered_and_even() -> None:
    huge = planned(" ".join(["[1..1000]"] * 6))
    assert huge.count == 10**18
    drawn = huge.sample(1000, 5)
    assert drawn == sorted(set(drawn)) == huge.sample(1000, 5) != huge.sample(1000, 6)
    assert len(drawn) == 1000
    assert sum(index < 10**18 // 2 for index in drawn) in range(420, 580)
    assert huge.at(10**18 - 1).parameters["prompt"] == " ".join(["1000"] * 6)
    assert huge.at(123_456_789_012_345_678).parameters["prompt"] == "124 457 790 13 346 679"
    assert planned("[a,b]").sample(5, 1) == [0, 1]
    assert planned("[").sample(5, 1) == []


def test_indices_outside_raise() -> None:
    with pytest.raises(IndexError):
        planned("[a,b]").at(2)
    with pytest.raises(IndexError):
        planned("[a,b]").at(-1)
    assert [each.index for each in planned("[a,b]").between(-5, 1)] == [0]


def test_one_of_each_first() -> None:
    expansion = planned("[1..4] [color]", steps="8,9", repeats=2)
    order = expansion.one_of_each_first()
    assert sorted(order) == list(range(expansion.count))
    wanted = {(c.key, c.option) for e in expansion.between(0, 99) for c in e.choices}
    assert {(c.key, c.option) for index in order[:4] for c in expansion.at(index).choices} == wanted
    assert sorted(expansion.one_of_each_first([3, 9, 40])) == [3, 9, 40]
    huge = planned("[1..1000] [1..1000] [color] || [pet] [1..900] [1..900]")
    cover = huge.one_of_each_first()
    assert len(cover) == 1900
    met = {(c.key, c.option) for index in cover for c in huge.at(index).choices if c.key.count("/") == 2}
    assert len(met) == 1000 + 1000 + 3 + 2 + 900 + 900


def test_lookups_used_are_those_reached() -> None:
    assert list(planned("[PET]").lookups_used) == ["pet", "animal", "color"]
    assert planned("[pet]").lookups_used["color"] == "red\nblue\ngreen"


def test_a_large_lookup_is_read_lazily_and_once() -> None:
    known = lookups_of({"w": [f"word {n}" for n in range(100_000)]})
    expansion = planned("[w] [w]", known)
    assert expansion.count == 10**10
    assert expansion.at(10**10 - 1).parameters["prompt"] == "word 99999 word 99999"
    assert expansion.factors[0].size == 100_000
    assert len(expansion.factors[0].labels) == 200


def test_lookup_names_that_are_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Lookups.of({"Color": "a", "color": "b"})


def test_plans_share_lookups_without_sharing_anything_else() -> None:
    assert plan(SPEC, {"prompt": "[pet]"}, lookups(), seed=1).count == 5
    assert plan(SPEC, {"prompt": "[pet] [pet]"}, lookups(), seed=1).count == 25
