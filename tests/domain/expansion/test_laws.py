"""Laws that hold for whatever is typed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from imagen.domain.expansion import Expansion, Lookups, spans
from tests.domain.expansion.kit import planned

NAMES = ["a", "b", "c", "d"]
PIECES = [
    *"[],|=?# x1",
    "||",
    "..",
    "->",
    "\\",
    "[a]",
    "[b]",
    "[c]",
    "[=a]",
    "[x=p,q]",
    "[=x]",
    "[=x->1,2]",
    "[p,q]",
    "[p|q]",
    "[?a]",
    "[1..3]",
    "[[a] y,z]",
    " w ",
]
typed = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
tokens = st.recursive(
    st.sampled_from(["p", "q r", "[a]", "[b]", "[?a]", "[1..3]", "[x=p,q]", "[=x]", "[=x->[=x]!,2]", ""]),
    lambda inner: st.builds(
        lambda options, mark, head: f"[{head}{mark.join(options)}] ",
        st.lists(inner, min_size=2, max_size=3),
        st.sampled_from([",", ",", "|"]),
        st.sampled_from(["", "", "?", "x="]),
    ),
    max_leaves=6,
)
likely = st.lists(tokens, max_size=4).map(lambda parts: "[x=i,ii] " + " ".join(parts))
known = st.fixed_dictionaries({name: st.lists(typed | tokens, max_size=3).map("\n".join) for name in NAMES})
MOST = 600


def laws(expansion: Expansion) -> None:
    if not expansion.ok:
        assert expansion.count == 0
        return
    assert expansion.count > 0
    if expansion.count > MOST:
        for index in expansion.sample(20, 1):
            assert expansion.at(index).index == index
        return
    made = [expansion.at(index) for index in range(expansion.count)]
    assert list(expansion.between(0, expansion.count)) == made
    for name in ("prompt", "negative_prompt"):
        assert list(expansion.texts(name)) == [each.parameters.get(name, "") for each in made]
    for each in made:
        keys = [choice.key for choice in each.choices]
        assert len(keys) == len(set(keys))
    assert sorted(expansion.one_of_each_first()) == list(range(expansion.count))


@settings(max_examples=150, deadline=None)
@given(likely, likely, st.integers(0, 3))
def test_likely_texts(prompt: str, negative: str, seed: int) -> None:
    lookups = Lookups.of({"a": "u\nv [b]", "b": "[c]\nw", "c": "1\n2 [p|q]"})
    laws(planned(prompt, lookups, negative_prompt=negative, seed=seed, steps="8,9", repeats=2))


@settings(max_examples=400, deadline=None)
@given(typed, typed, known)
def test_typed_texts_and_lookups(prompt: str, negative: str, texts: dict[str, str]) -> None:
    lookups = Lookups.of(texts)
    expansion = planned(prompt, lookups, negative_prompt=negative)
    for problem in (*expansion.problems, *expansion.warnings):
        source = prompt if problem.parameter == "prompt" else negative
        assert 0 <= problem.start <= problem.end <= len(source)
        assert problem.message
    for span in spans(prompt, lookups):
        assert 0 <= span.start < span.end <= len(prompt)
    laws(expansion)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="[],|=?#.\\ 0123456789-ab", max_size=40))
def test_typed_values(expression: str) -> None:
    for parameter in ("steps", "guidance", "style"):
        expansion = planned("x", Lookups.of({}), **{parameter: expression})
        for problem in expansion.problems:
            assert 0 <= problem.start <= problem.end <= len(expression)
        laws(expansion)


def test_nothing_hangs_or_overflows() -> None:
    chain = Lookups.of({f"l{n}": f"[l{n + 1}]" for n in range(3000)} | {"l3000": "x"})
    ring = Lookups.of({f"l{n}": f"[l{(n + 1) % 3000}]" for n in range(3000)})
    empty = Lookups.of({f"l{n}": f"[l{n + 1}][l{n + 1}]" for n in range(48)} | {"l48": "[,]"})
    growing = Lookups.of({f"l{n}": f"[l{n + 1}][l{n + 1}]" for n in range(45)} | {"l45": "[x=[=x]a,]"})
    found = [
        planned("[" * 100_000, chain),
        planned("]" * 100_000, chain),
        planned("[" * 50_000 + "]" * 50_000, chain),
        planned("[l0]", chain),
        planned("[l0]", ring),
        planned("[l0]", empty),
        planned("[x=a,b][l0]", growing),
        planned("[x=a,b]" + "[x=[=x][=x],c]" * 5000, chain),
        planned("[=x]" * 20_000, chain),
        planned("[zz]" * 20_000, chain),
        planned("[1..10000,x]" * 8000, chain),
        planned("x", chain, guidance=",".join(["1..10000"] * 9000)),
    ]
    assert not any(expansion.ok for expansion in found)
    assert planned("[" + ",".join(["1..10000"] * 10_000) + "]", chain).count == 10**8
