"""What the analysis says, in words that claim no more than the figures do."""

from __future__ import annotations

from imagen.domain.statistics import Comparison, Verdict
from imagen.services.analysis_views import About, Analysis, By

TITLES = {
    About.MODEL: "Models",
    About.CHOICE: "Choices",
    About.FIGURE: "Parameters",
    About.WORD: "Words of the prompts",
}
GOOD = {By.LIKED: "liked", By.RATED: "rated good or better"}
AMONG = {By.LIKED: "liked", By.RATED: "well rated"}
VERDICTS = {
    Verdict.MORE: "more often",
    Verdict.LESS: "less often",
    Verdict.UNCLEAR: "no clear difference",
    Verdict.FEW: "too few to tell",
}


def percent(share: float) -> str:
    """Write a share."""
    return f"{100 * share:.1f} %" if 0 < share < 0.1 else f"{100 * share:.0f} %"


def between(compared: Comparison) -> str:
    """Write the interval of a share."""
    return f"{percent(compared.interval.low)} to {percent(compared.interval.high)}"


def summary(analysis: Analysis) -> str:
    """Say how many there are, and how many of them are good."""
    of = "rated products" if analysis.by is By.RATED else "products"
    share = percent(analysis.good / analysis.total)
    if analysis.wider != analysis.q:
        others = analysis.total - analysis.good
        found = f"that {analysis.wider.strip()} finds" if analysis.wider.strip() else "there are"
        kind = "other rated ones" if analysis.by is By.RATED else "others"
        return f"{analysis.good:,} {GOOD[analysis.by]}, compared with the {others:,} {kind} {found}: {share} of all."
    return f"{analysis.good:,} of {analysis.total:,} {of} found are {GOOD[analysis.by]}: {share}."


def clear_words(analysis: Analysis) -> str:
    """Say how many differences are clear."""
    clear = sum(finding.verdict in (Verdict.MORE, Verdict.LESS) for finding in analysis.findings)
    if clear:
        return f"{clear} {'value differs' if clear == 1 else 'values differ'} clearly from the others."
    return "No value differs clearly from the others; with more of them, some may."


def words_note(analysis: Analysis) -> str:
    """Say how many prompts were read where it were not all."""
    if analysis.prompts < analysis.total:
        return f"Counted in {analysis.prompts:,} prompts of {analysis.total:,} products, drawn evenly."
    return ""
