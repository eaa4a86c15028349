"""What was spent, in words and bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.spending import Budget, LimitKind
from imagen.services.spending import ModelSpending, ProviderSpending, SpendingSettings, SpendingView, Uncertain
from imagen.ui.pages.settings.spending_chart import SpendingChart, round_above
from imagen.ui.pages.settings.spending_sums import SpendingSums, uncertain_words

CENT = 10_000
NOTHING = SpendingView(
    settings=SpendingSettings(),
    today=Budget(LimitKind.DAY, None, 0),
    expected_today=0,
    days=((date(2026, 3, 1), 0), (date(2026, 3, 2), 0)),
    providers=(),
    models=(),
    uncertain=Uncertain(0, 0),
    at_ceiling=Uncertain(0, 0),
    buzz=0,
    ceilings={},
)


def of_model(name: str, amount: int, *, expected: int = 0, uncertain: int = 0, attempts: int = 1) -> ModelSpending:
    return ModelSpending("house", amount - expected, expected, attempts, uncertain, model=f"house:{name}")


@pytest.mark.parametrize(
    ("micros", "top"),
    [(0, 0), (1, CENT), (CENT, CENT), (11_000, 2 * CENT), (30 * CENT, 50 * CENT), (110 * CENT, 200 * CENT)],
)
def test_a_scale_ends_at_a_round_amount_that_holds_everything(micros: int, top: int) -> None:
    assert round_above(micros) == top


def test_what_is_certain_needs_no_words() -> None:
    assert uncertain_words(NOTHING) == ""


def test_what_is_not_certain_is_said_with_its_cause() -> None:
    lost = uncertain_words(replace(NOTHING, uncertain=Uncertain(7 * CENT, 17)))
    assert lost.startswith("$0.07 of the last 30 days is not certain: 17 attempts were given up")
    assert "may have been billed" in lost
    both = uncertain_words(replace(NOTHING, uncertain=Uncertain(CENT, 1), at_ceiling=Uncertain(20 * CENT, 2)))
    assert "1 attempt was given up" in both
    assert "$0.20 may be less: 2 attempts count as the most you said" in both


async def test_the_dearest_models_are_shown_and_the_others_on_demand(user: User) -> None:
    models = [of_model(f"m{place}", (10 - place) * CENT) for place in range(7)]
    models[0] = of_model("m0", 10 * CENT, expected=2 * CENT, uncertain=3 * CENT, attempts=4)
    view = replace(
        NOTHING,
        models=tuple(models),
        providers=(ProviderSpending("house", 50 * CENT, 0, 7, 0),),
        days=((date(2026, 3, 1), 0), (date(2026, 3, 2), 50 * CENT)),
    )

    @ui.page("/")
    def page() -> None:
        SpendingSums(view, {"house:m0": "Foxes", "house:m1": "house:m1"}, {"house": "House"})

    await user.open("/")
    await user.should_see("Foxes")
    await user.should_see("House · 4 attempts · $0.02 on the way · $0.03 not certain")
    await user.should_see("m4")
    await user.should_not_see("m5")
    user.find("Show all 7 models").click()
    await user.should_see("m6")
    await user.should_not_see("Show all")


async def test_a_model_that_was_billed_nothing_is_left_out(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        SpendingSums(replace(NOTHING, models=(of_model("m0", 0),)), {}, {})

    await user.open("/")
    await user.should_see("$0.00 today")
    await user.should_not_see("By model")


async def test_each_day_says_what_it_cost(user: User) -> None:
    charts: list[SpendingChart] = []

    @ui.page("/")
    def page() -> None:
        charts.append(SpendingChart())

    await user.open("/")
    with user:
        charts[0].show(NOTHING.days)
    await user.should_not_see("Today:")
    with user:
        charts[0].show(((date(2026, 3, 1), 5 * CENT), (date(2026, 3, 2), 20 * CENT)))
    await user.should_see("1 Mar: $0.05")
    await user.should_see("Today: $0.20")
