"""Placing orders: checked whole, stored at once, once for each key, and repeatable whatever changes meanwhile."""

from __future__ import annotations

from uuid import uuid4

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.errors import (
    Conflict,
    ExpansionInvalid,
    ExpansionTooLarge,
    ModelGone,
    NotFound,
    ParameterInvalid,
)
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import GenerationView
from imagen.settings import load_settings
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger, wait_until
from tests.warm import build


@pytest.fixture
def shop(at_rest: Production) -> Services:
    """Services without workers: what is ordered stays as it is."""
    return at_rest.services


def request(prompt: str, **fields: object) -> OrderRequest:
    parameters = {"prompt": prompt, **fields.pop("parameters", {})}  # type: ignore[dict-item]
    return OrderRequest(MODEL, parameters, **fields)  # type: ignore[arg-type]


def made(shop: Services, prompt: str, **fields: object) -> list[GenerationView]:
    placed = shop.orders.place(request(prompt, **fields))
    return shop.generations.list(order_id=placed.id, ascending=True, limit=200).items


def seeds(shop: Services, generations: list[GenerationView]) -> list[object]:
    return [shop.generations.get(g.id).generation_parameters.get("seed") for g in generations]


def test_the_plan_shows_what_the_order_then_makes(shop: Services) -> None:
    wanted = request("a [red|blue|green] [dog,cat] [?1..100]", seed=12, repeats=3)
    planned = shop.plans.plan(wanted, limit=100)
    assert planned.ok
    assert planned.count == planned.total == 6
    placed = shop.orders.place(wanted, expected_count=planned.count)
    generations = shop.generations.list(order_id=placed.id, ascending=True).items
    assert [g.prompt_preview for g in generations] == [item.parameters["prompt"] for item in planned.items]
    assert len({g.prompt_preview for g in generations}) > 4


def test_a_sample_is_the_one_that_was_shown(shop: Services) -> None:
    wanted = request("[1..1000] [1..1000]", seed=5, sample=7)
    planned = shop.plans.plan(wanted)
    assert (planned.count, planned.total) == (7, 1_000_000)
    assert [g.prompt_preview for g in made(shop, "[1..1000] [1..1000]", seed=5, sample=7)] == [
        item.parameters["prompt"] for item in planned.items
    ]


def test_unticked_generations_are_not_made(shop: Services) -> None:
    assert [g.prompt_preview for g in made(shop, "[a,b,c,d]", excluded=(1, 3))] == ["a", "c"]


def test_one_of_each_comes_first(shop: Services) -> None:
    prompts = [g.prompt_preview for g in made(shop, "[a,b,c] [x,y,z]", one_of_each_first=True)]
    assert len(set(prompts)) == 9
    assert {p[0] for p in prompts[:3]} == {"a", "b", "c"}
    assert {p[2] for p in prompts[:3]} == {"x", "y", "z"}


@pytest.mark.parametrize(
    ("policy", "typed", "expected"),
    [
        (SeedPolicy.AS_GIVEN, None, [None] * 4),
        (SeedPolicy.AS_GIVEN, 5, [5, 5, 5, 5]),
        (SeedPolicy.SAME, 5, [5, 5, 5, 5]),
        (SeedPolicy.PER_REPEAT, 5, [5, 6, 5, 6]),
        (SeedPolicy.PER_GENERATION, 5, [5, 6, 7, 8]),
        (SeedPolicy.PER_GENERATION, 2**32 - 1, [2**32 - 1, 0, 1, 2]),
    ],
)
def test_seeds_follow_the_orders_policy(
    shop: Services, policy: SeedPolicy, typed: int | None, expected: list[int | None]
) -> None:
    generations = made(shop, "[a,b]", repeats=2, seed_policy=policy, parameters={"seed": typed})
    assert seeds(shop, generations) == expected


@pytest.mark.parametrize(
    ("policy", "different"), [(SeedPolicy.SAME, 1), (SeedPolicy.PER_REPEAT, 2), (SeedPolicy.PER_GENERATION, 4)]
)
def test_seeds_are_drawn_where_none_is_typed(shop: Services, policy: SeedPolicy, different: int) -> None:
    drawn = seeds(shop, made(shop, "[a,b]", repeats=2, seed_policy=policy))
    assert len(set(drawn)) == different
    assert all(isinstance(seed, int) for seed in drawn)


def test_all_problems_are_told_and_nothing_is_ordered(shop: Services) -> None:
    with pytest.raises(ExpansionInvalid) as refused:
        shop.orders.place(request("a [wether] and [red", parameters={"steps": "99"}))
    kinds = {(p.field, p.kind) for p in refused.value.problems}
    assert {("prompt", "unclosed"), ("steps", "invalid-value")} <= kinds
    assert shop.orders.list().total == 0
    assert not shop.plans.plan(request("a [wether]")).ok


def test_wrong_values_alone_are_parameter_problems(shop: Services) -> None:
    with pytest.raises(ParameterInvalid, match="at most 50"):
        shop.orders.place(request("a", parameters={"steps": "99"}))


def test_an_order_past_the_limit_is_refused_from_its_count(shop: Services) -> None:
    with pytest.raises(ExpansionTooLarge, match="10,000 is the most"):
        shop.orders.place(request(" ".join(["[1..1000]"] * 6)))
    assert shop.orders.place(request(" ".join(["[1..1000]"] * 6), sample=3)).progress.planned == 3


@pytest.mark.parametrize("fields", [{"repeats": 0}, {"repeats": 1001}, {"sample": 0}, {"excluded": (0,)}])
def test_impossible_numbers_are_refused(shop: Services, fields: dict[str, object]) -> None:
    with pytest.raises((ParameterInvalid, ExpansionInvalid)):
        shop.orders.place(request("a", **fields))


def test_an_unknown_model_or_project_is_refused(shop: Services) -> None:
    with pytest.raises(ModelGone):
        shop.orders.place(OrderRequest("nobody:nothing", {"prompt": "a"}))
    with pytest.raises(NotFound, match="no project"):
        shop.orders.place(request("a", project_id=uuid4()))


# The names of tests must not change from run to run.
NOT_THERE = "5f0c5a7e-0d3e-4f0e-9d55-3c1e8a1b2c4d"
NOT_THERE_EITHER = "8b4a3f60-6a1c-4c8e-a1d7-2f9f0c6d7e31"


@pytest.mark.parametrize(
    "written",
    [
        "product:nonsense",
        f"product:{NOT_THERE}",
        "/etc/passwd",
        "file:///etc/passwd",
        NOT_THERE,
        f"[product:{NOT_THERE},product:{NOT_THERE_EITHER}]",
        f"product:{NOT_THERE},nonsense",
        ["nonsense", f"product:{NOT_THERE}"],
        [[f"product:{NOT_THERE}"]],
    ],
)
def test_inputs_that_are_not_there_are_refused(shop: Services, written: object) -> None:
    with pytest.raises(ParameterInvalid, match="product"):
        shop.orders.place(request("a", parameters={"image": written}))


def test_an_input_among_several_is_looked_at_by_itself(shop: Services) -> None:
    refused = shop.plans.plan(request("a", parameters={"image": f"product:{uuid4()},nonsense"})).errors
    assert [problem.parameter for problem in refused] == ["image", "image"]
    assert "not there any more" in refused[0].message
    assert "“nonsense” is no product" in refused[1].message


def test_the_same_key_gives_the_same_order(shop: Services) -> None:
    wanted = request("a fox")
    first = shop.orders.place(wanted, idempotency_key="press-1")
    assert shop.orders.place(wanted, idempotency_key="press-1").id == first.id
    assert shop.orders.list().total == 1
    with pytest.raises(Conflict, match="another call"):
        shop.orders.place(request("a dog"), idempotency_key="press-1")


def test_a_count_that_changed_since_it_was_shown_is_a_conflict(shop: Services) -> None:
    lookup = shop.lookups.create("color", "red\nblue")
    shown = shop.plans.plan(request("[color]")).count
    shop.lookups.update(lookup.id, values="red\nblue\ngreen")
    with pytest.raises(Conflict, match="makes 3 generations, not 2"):
        shop.orders.place(request("[color]"), expected_count=shown)


def test_a_large_order_is_written_on_after_a_restart_with_the_lookups_of_its_time(
    folder: DataFolder, ledger: Ledger
) -> None:
    settings = load_settings({"poll_seconds": "0.02"}, {})
    before = build(folder, settings, PATHS)
    lookup = before.services.lookups.create("n", "\n".join(str(n) for n in range(120)))
    placed = before.services.orders.place(request("slow number [n]"))
    assert (placed.status, placed.progress.planned) == (OrderStatus.PROCESSING, 120)
    before.services.lookups.update(lookup.id, values="changed")
    before.running = True
    before.stop()

    after = build(folder, settings, PATHS)
    after.start()
    wait_until(lambda: after.services.generations.list(order_id=placed.id).total == 120)
    ledger.gate.set()
    wait_until(lambda: after.services.orders.get(placed.id).status is OrderStatus.FULFILLED, 90)
    prompts = {g.prompt_preview for g in after.services.generations.list(order_id=placed.id, limit=120).items}
    assert prompts == {f"slow number {n}" for n in range(120)}
    after.stop()


def test_ordering_again_repeats_or_draws_anew(shop: Services) -> None:
    first = shop.orders.place(request("[?1..9999]"))
    same = shop.orders.again(first.id, new_seed=False)
    other = shop.orders.again(first.id)

    def prompt(order_id: object) -> str:
        return shop.generations.list(order_id=order_id).items[0].prompt_preview  # type: ignore[arg-type]

    assert prompt(same.id) == prompt(first.id) != prompt(other.id)


def test_orders_are_listed_named_and_put_into_the_background(shop: Services) -> None:
    first, second = shop.orders.place(request("a fox")), shop.orders.place(request("a dog"))
    assert [o.number for o in shop.orders.list().items] == [second.number, first.number]
    assert [o.id for o in shop.orders.list(q="fox").items] == [first.id]
    assert shop.orders.rename(first.id, " Foxes ").name == "Foxes"
    shop.orders.set_priority(first.id, Priority.BACKGROUND)
    assert [o.id for o in shop.queue.state().orders] == [second.id, first.id]


def test_a_cancelled_generation_goes_back_on_retry(shop: Services) -> None:
    generation = made(shop, "a fox")[0]
    assert shop.generations.cancel(generation.id).status is GenerationStatus.CANCELLED
    assert shop.generations.retry(generation.id).status is GenerationStatus.PENDING
