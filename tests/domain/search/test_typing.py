"""What is offered while one types, and what clicks on facets make of a search."""

from __future__ import annotations

import pytest

from imagen.domain.search import Among, Key, Words, complete, has_term, parse, with_only, with_term, without_term
from imagen.domain.search.nodes import Term
from tests.domain.search.names import NAMES


def offered(text: str, limit: int = 12) -> list[str]:
    """Complete where a bar stands in the text."""
    caret = text.index("|")
    return [option.text for option in complete(text.replace("|", ""), caret, NAMES, limit).options]


def applied(text: str) -> str:
    """Take the first offer where a bar stands in the text, and put the bar where the caret goes."""
    caret = text.index("|")
    plain = text.replace("|", "")
    found = complete(plain, caret, NAMES)
    changed, at = found.applied(plain, found.options[0])
    return f"{changed[:at]}|{changed[at:]}"


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("ty|", ["type:"]),
        ("fox li|", ["liked"]),
        ("type:|", ["image", "video", "audio", "other"]),
        ("type:v|", ["video"]),
        ("type:image,a|", ["audio"]),
        ("-is:b|", ["blocked"]),
        ("tag:my|", ['"my tag"']),
        ('tag:"my|"', ['"my tag"']),
        ("tag:no|", ["none"]),
        ("project:f|", ["Foxes"]),
        ("provider:rep|", ["replicate"]),
        ("model:flux|", ["fal:fal-ai/flux/dev", "replicate:black-forest-labs/flux-schnell"]),
        ("color=|", ["red", '"deep red"', "blue"]),
        ('"hair color"=|', ["black"]),
        ("date:yes|", ["yesterday"]),
        ("rating:>|", [">=good", ">=acceptable"]),
        ("deep|", ['color="deep red"']),
        ("bla|", ['"hair color"=black']),
        ("ste|", ["steps:", "num_inference_steps:"]),
        ("hai|", ['"hair color"=']),
        ("xyzzy|", []),
        ("steps:|", []),
    ],
)
def test_offers_follow_from_what_is_typed(text: str, offers: list[str]) -> None:
    assert offered(text) == offers


def test_an_empty_search_offers_keys() -> None:
    assert offered("|", 4) == ["liked", "model:", "provider:", "family:"]
    assert offered("fox | red", 2) == ["liked", "model:"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ty|", "type:|"),
        ("type:v| fox", "type:video |fox"),
        ("type:vi|deo", "type:video |"),
        ("tag:my|", 'tag:"my tag" |'),
        ("-lik|", "-liked |"),
        ("ta|g:print", "tag|:print"),
        ("(type:i|)", "(type:image|)"),
    ],
)
def test_an_offer_takes_the_place_of_what_was_typed(before: str, after: str) -> None:
    assert applied(before) == after


def term(text: str) -> Term:
    return parse(text).placed[0].term


@pytest.mark.parametrize(
    ("text", "added", "result"),
    [
        ("", "type:image", "type:image"),
        ("fox", "type:image", "fox type:image"),
        ("fox type:image red", "type:video", "fox type:image,video red"),
        ("type:image", "type:image", "type:image"),
        ("tag:print", 'tag:"my tag"', 'tag:print tag:"my tag"'),
        ("color=red", "color=blue", "color=red,blue"),
        ("size:portrait", "size:square", "size:portrait,square"),
        ("fox OR red", "liked", "(fox OR red) liked"),
        ("(fox OR red)", "liked", "(fox OR red) liked"),
        ("-type:image", "type:image", "-type:image type:image"),
        ("liked", "liked", "liked"),
        ('"unclosed', "liked", '"unclosed liked'),
    ],
)
def test_a_click_on_a_facet_adds_to_what_was_typed(text: str, added: str, result: str) -> None:
    assert with_term(text, term(added)) == result


@pytest.mark.parametrize(
    ("text", "taken", "result"),
    [
        ("fox type:image", "type:image", "fox"),
        ("type:image,video fox", "type:image", "type:video fox"),
        ("fox  type:image   red", "type:image", "fox red"),
        ("-type:image", "type:image", "-type:image"),
        ("tag:print tag:b", "tag:print", "tag:b"),
        ("type:image", "type:video", "type:image"),
        ("fox fox", "fox", ""),
    ],
)
def test_another_click_takes_it_away_again(text: str, taken: str, result: str) -> None:
    assert without_term(text, term(taken)) == result


def test_one_condition_takes_the_place_of_others_on_its_key() -> None:
    assert with_only("fox date:today liked", term("date:2026-11")) == "fox liked date:2026-11"
    assert with_only("rating:good", term("rating:>=poor")) == "rating:>=poor"


def test_what_is_asked_for_shows_at_the_facets() -> None:
    text = "fox type:image,video -tag:print (liked OR red)"
    assert has_term(text, Among(Key.TYPE, ("video",)))
    assert not has_term(text, Among(Key.TYPE, ("audio",)))
    assert has_term(text, Among(Key.TAG, ("print",)), negated=True)
    assert not has_term(text, Words("red"))
