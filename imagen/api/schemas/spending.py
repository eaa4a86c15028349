"""Money: what is set and what was spent."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Ceiling, ExactInt, MicroDollars, Whole
from imagen.services.spending import SpendingView


class SpendingBody(Body):
    """What changes; what is left out stays, null takes a limit away. `ceilings` are those of single models."""

    ask_above: MicroDollars | None = None
    order_limit: MicroDollars | None = None
    day_limit: MicroDollars | None = None
    ceiling: Ceiling | None = None
    buzz_per_dollar: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1_000
    ceilings: Annotated[dict[Annotated[str, Field(max_length=500)], Ceiling | None], Field(max_length=1000)] = Field(
        default_factory=dict
    )


class SpendingSettingsAnswer(Answer):
    """Amounts in micro-dollars, null where there is no limit."""

    ask_above: ExactInt | None
    order_limit: ExactInt | None
    day_limit: ExactInt | None
    ceiling: ExactInt | None
    buzz_per_dollar: int


class DayAnswer(Answer):
    """What was spent on a day."""

    day: date
    amount: ExactInt


class ProviderSpendingAnswer(Answer):
    """What went to a provider; `expected` is on the way or unclear, `uncertain` the part of `billed` that may not be billed."""

    provider: str
    billed: ExactInt
    expected: ExactInt
    attempts: int
    uncertain: ExactInt


class ModelSpendingAnswer(ProviderSpendingAnswer):
    """What went to a model."""

    model: str


class UncertainAnswer(Answer):
    """A part of what is counted, and how many attempts it is of."""

    amount: ExactInt
    attempts: int


class SpendingAnswer(Answer):
    """Amounts in micro-dollars, `buzz` in millionths of a Buzz; what is not of today is of the last thirty days.

    `uncertain` counts although no bill came: attempts that were given up, stopped or refused, and may have been billed.
    `at_ceiling` counts what a person said at most, as no price was told. `models` begin with what cost most.
    """

    settings: SpendingSettingsAnswer
    spent_today: ExactInt
    expected_today: ExactInt
    left_today: ExactInt | None
    day_limit_from: str
    days: list[DayAnswer]
    providers: list[ProviderSpendingAnswer]
    models: list[ModelSpendingAnswer]
    uncertain: UncertainAnswer
    at_ceiling: UncertainAnswer
    buzz: ExactInt
    ceilings: dict[str, ExactInt]

    @classmethod
    def of(cls, view: SpendingView) -> SpendingAnswer:
        """Show what the service tells."""
        return cls(
            settings=SpendingSettingsAnswer.model_validate(view.settings),
            spent_today=view.today.spent,
            expected_today=view.expected_today,
            left_today=view.today.left,
            day_limit_from=view.day_limit_from,
            days=[DayAnswer(day=day, amount=amount) for day, amount in view.days],
            providers=[ProviderSpendingAnswer.model_validate(one) for one in view.providers],
            models=[ModelSpendingAnswer.model_validate(one) for one in view.models],
            uncertain=UncertainAnswer.model_validate(view.uncertain),
            at_ceiling=UncertainAnswer.model_validate(view.at_ceiling),
            buzz=view.buzz,
            ceilings=dict(view.ceilings),
        )
