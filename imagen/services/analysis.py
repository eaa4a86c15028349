"""Find out what is liked or well rated: which models, choices, parameters and words occur more often among it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from imagen.data.repositories.product_search import Search
from imagen.data.repositories.search_conditions import Part, Sql
from imagen.data.repositories.search_shares import Counted, SearchShares
from imagen.domain.figure_ranges import FigureRange, ranges_of
from imagen.domain.prompt_words import count_words
from imagen.domain.search import Among, Chosen, Figure, Key, Measure, Rating, Words, parse, render_term, with_term
from imagen.domain.search.keys import FIGURES
from imagen.domain.search.nodes import Span, Term
from imagen.domain.statistics import Comparison, Verdict, compare, verdicts
from imagen.services.analysis_views import About, Analysis, By, Finding
from imagen.services.gallery_searching import Opened, Searches, one_of, question
from imagen.services.gallery_views import Asked
from imagen.services.model_names import ModelNames

MOST_PROMPTS = 4000
MOST_OF_EACH = 60
MOST_COMMON = 30
_LEAST_WORDS = 3
_MOST_CHOICES = 400

_GOOD = {By.LIKED: Sql("s.liked = 1"), By.RATED: Sql(f"s.rating >= {int(Rating.GOOD)}")}
_RATED = Part(Sql("+s.rating >= 0"), Sql("SELECT number FROM product_search WHERE rating >= 0"))


@dataclass(frozen=True)
class _Value:
    """A value that is looked at, before it is compared."""

    about: About
    name: str
    value: str
    label: str
    counted: Counted
    term: Term


class AnalysisService:
    """Answers which values go with being liked or rated well, among what a search finds."""

    def __init__(self, searches: Searches, names: ModelNames) -> None:
        self._searches = searches
        self._names = names

    def read(self, q: str, by: str = By.LIKED) -> Analysis:
        """Compare. A wrong search is read as far as it can be, and its problems are told. Raises InvalidInput for `by`.

        A search that asks for what is good is compared with everything else that its other conditions find.
        """
        kind = one_of(By, by, "by")
        with self._searches.fresh() as opened:
            about = question(opened.repository, Asked(q))
            wider = _without_good(q, kind)
            search = about.search if wider == q else question(opened.repository, Asked(wider)).search
            made: Analysis = opened.remember(
                ("analysis", kind, q, search.today),
                lambda: replace(self._compare(opened, search, kind, q), wider=wider),
            )
            return replace(made, problems=about.problems)

    def _compare(self, opened: Opened, search: Search, by: By, q: str) -> Analysis:
        within = replace(search, within=_RATED) if by is By.RATED else search
        shares = SearchShares(opened.repository, within, _GOOD[by])
        totals = shares.totals
        if not totals.count:
            return Analysis(by, q, 0, 0, (), 0, ())
        findings = [
            *self._judged(self._models(shares), totals, q),
            *self._judged(_choices(shares), totals, q),
            *self._judged(_figures(shares), totals, q),
        ]
        words, read = _words(shares)
        findings += self._judged(words, read, q)
        return Analysis(by, q, totals.count, totals.good, tuple(findings), read.count, (), words_good=read.good)

    def _models(self, shares: SearchShares) -> list[_Value]:
        return [
            _Value(About.MODEL, "", model, self._names.name(model), counted, Among(Key.MODEL, (model,)))
            for model, counted in shares.models().items()
        ]

    def _judged(self, values: Sequence[_Value], totals: Counted, q: str) -> list[Finding]:
        """Compare values of one kind: those that occur most among the good come first, then the clearest differences."""
        compared = [compare(v.counted.good, v.counted.count, totals.good, totals.count) for v in values]
        said = verdicts(compared)
        clearest = sorted(zip(values, compared, said, strict=True), key=lambda each: _order(each[2], each[1]))
        common = sorted(clearest, key=lambda each: -each[1].good)[:MOST_COMMON]
        common = [each for each in common if each[1].good]
        taken = {id(value) for value, *_ in common}
        judged = [*common, *(each for each in clearest if id(each[0]) not in taken)]
        return [_finding(value, one, verdict, q) for value, one, verdict in judged[:MOST_OF_EACH]]


def _without_good(q: str, by: By) -> str:
    """Take out of a search the condition that already says what is looked for; its other words are whole ones then."""
    for placed in reversed(parse(q).placed):
        if placed.is_plain and not placed.is_negated and _says_good(placed.term, by):
            q = f"{q[: placed.start].rstrip()} {q[placed.end :].lstrip()}".strip()
            q += " " if q else ""
    return q


def _says_good(term: Term, by: By) -> bool:
    if by is By.LIKED:
        return term == Among(Key.IS, ("liked",))
    if not isinstance(term, Measure) or term.key is not Key.RATING:
        return False
    return all(span.low is not None and span.low >= Rating.GOOD for span in term.spans)


def _finding(value: _Value, compared: Comparison, verdict: Verdict, q: str) -> Finding:
    return Finding(
        value.about,
        value.name,
        value.value,
        value.label,
        compared,
        verdict,
        render_term(value.term),
        with_term(q.rstrip(), value.term)
        + (" " if value.about is About.WORD else ""),  # a whole word, not its beginning
    )


def _choices(shares: SearchShares) -> list[_Value]:
    found = sorted(shares.choices().items(), key=lambda pair: -pair[1].count)[:_MOST_CHOICES]
    return [
        _Value(About.CHOICE, name, text, text or "(nothing)", counted, Chosen(name, (text,)))
        for (name, text), counted in found
        if _is_readable(Chosen(name, (text,)))
    ]


def _figures(shares: SearchShares) -> list[_Value]:
    found: list[_Value] = []
    for name, (names, counts) in _by_meaning(shares.figures()).items():
        ranges = ranges_of({value: counted.count for value, counted in counts.items()})
        twice = shares.twice(list(names), merged=len(ranges) < len(counts))
        called = max(names, key=lambda written: names[written])
        for one in ranges:
            term = Figure(name, (Span(one.low, one.high),))
            if _is_readable(term):
                held = _held(counts, one, twice)
                found.append(_Value(About.FIGURE, called, _written(one), _written(one), held, term))
    return found


def _by_meaning(
    figures: Mapping[str, Mapping[float, Counted]],
) -> dict[str, tuple[dict[str, int], dict[float, Counted]]]:
    """Join what a search takes for the same parameter, such as steps and num_inference_steps; count who calls it how."""
    meant = {known: name for name, all_names in FIGURES.items() for known in all_names}
    joined: dict[str, tuple[dict[str, int], dict[float, Counted]]] = {}
    for written, counts in figures.items():
        names, held = joined.setdefault(meant.get(written, written), ({}, {}))
        names[written] = sum(counted.count for counted in counts.values())
        for value, counted in counts.items():
            before = held.get(value, Counted(0, 0))
            held[value] = Counted(before.count + counted.count, before.good + counted.good)
    return joined


def _held(counts: Mapping[float, Counted], one: FigureRange, twice: Iterable[tuple[Sequence[float], bool]]) -> Counted:
    """Count those in a range; who has several values there counts once."""
    inside = [counted for value, counted in counts.items() if value in one]
    again = [(sum(value in one for value in values) - 1, good) for values, good in twice]
    count = sum(each.count for each in inside) - sum(times for times, _ in again if times > 0)
    good = sum(each.good for each in inside) - sum(times for times, is_good in again if times > 0 and is_good)
    return Counted(count, good)


def _written(one: FigureRange) -> str:
    low, high = _number(one.low), _number(one.high)
    return low if one.low == one.high else f"{low} to {high}"


def _number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() and abs(value) < 10**15 else f"{value:g}"


def _words(shares: SearchShares) -> tuple[list[_Value], Counted]:
    """Look at the words of an even part of the prompts, and tell how many prompts were read."""
    prompts = shares.prompts(MOST_PROMPTS)
    counts = count_words(prompts.texts)
    good = count_words(text for text, is_good in zip(prompts.texts, prompts.good, strict=True) if is_good)
    read = Counted(len(prompts.texts), sum(prompts.good))
    return [
        _Value(About.WORD, "", word, word, Counted(count, good[word]), Words(word))
        for word, count in counts.items()
        if count >= _LEAST_WORDS and count < read.count
    ], read


def _is_readable(term: Term) -> bool:
    """Tell whether a term that is written is read as the same, which odd names of tokens are not."""
    read = parse(render_term(term))
    return not read.problems and read.tree == term


def _order(verdict: Verdict, compared: Comparison) -> tuple[int, float, int]:
    """Sort what is clear first, by the least that it makes out; then by how many there are."""
    rank = {Verdict.MORE: 0, Verdict.LESS: 0, Verdict.UNCLEAR: 1, Verdict.FEW: 2}[verdict]
    least = abs(compared.difference.beyond_zero) if rank == 0 else 0.0
    return rank, -least, -compared.count
