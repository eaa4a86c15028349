"""`imagen order`: plan, place and follow an order from the terminal."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

from imagen.commands import delivery
from imagen.commands.amounts import read_amount
from imagen.commands.order_reports import Report
from imagen.commands.progress_bar import ProgressBar
from imagen.commands.running import running_address
from imagen.commands.shop import OrderState, PromptNames, Shop
from imagen.datafolder import DataFolder
from imagen.domain.errors import ImagenError, InvalidInput, PriceUnknown, SpendingRefused
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from imagen.settings import Settings

COMPLETE, INCOMPLETE, REFUSED, INTERRUPTED = 0, 1, 2, 130
_SECONDS_BETWEEN_LOOKS = 0.25


def order(settings: Settings, arguments: argparse.Namespace) -> int:
    """Order what the command line says; the exit code tells whether everything was made."""
    report = Report(as_json=arguments.json)
    try:
        values = _values(arguments.values)
        if arguments.out:
            delivery.prepare(Path(arguments.out))
        with closing(_open_shop(settings)) as shop:
            return _order(shop, arguments, values, report)
    except ImagenError as error:
        report.refused(error, {})
        return REFUSED


def _open_shop(settings: Settings) -> Shop:
    folder = DataFolder(settings.data_dir)
    address = running_address(folder)
    if address is not None:
        from imagen.commands.http_shop import HttpShop

        return HttpShop(address, folder.owner_token(settings.owner_token).reveal())
    from imagen.commands.local_shop import LocalShop

    return LocalShop(settings)


def _order(shop: Shop, arguments: argparse.Namespace, values: Mapping[str, str], report: Report) -> int:
    request = _request(shop, arguments, values)
    try:
        placed = _place(shop, request, _consent(arguments), report, is_trial=arguments.dry_run)
    except (InvalidInput, SpendingRefused) as error:
        report.refused(_in_terms_of_options(error), request.parameters)
        return REFUSED
    if placed is None:
        return COMPLETE
    if arguments.no_wait:
        report.placed(placed, shop.address)
        return COMPLETE
    try:
        return _follow(shop, placed, Path(arguments.out) if arguments.out else None, report)
    except KeyboardInterrupt:
        report.left(placed, shop.address)
        return INTERRUPTED
    except ImagenError as error:  # it is placed all the same
        report.lost(placed, error)
        return INCOMPLETE


def _consent(arguments: argparse.Namespace) -> Consent:
    return Consent(read_amount("--up-to", arguments.up_to), read_amount("--ceiling", arguments.ceiling))


def _in_terms_of_options(error: ImagenError) -> ImagenError:
    if not isinstance(error, SpendingRefused):
        return error
    option = "--ceiling" if isinstance(error, PriceUnknown) else "--up-to"
    return type(error)(error.message, f"Give {option} with an amount of dollars.", error.amount)


def _place(shop: Shop, request: OrderRequest, consent: Consent, report: Report, *, is_trial: bool) -> OrderState | None:
    """Plan and place an order, with the very random picks of the plan; None for a trial."""
    forecast = shop.plan(request)
    if forecast.errors:
        raise InvalidInput("This order cannot be made as it is written.", problems=forecast.errors)
    report.forecast(forecast, tuple(request.parameters), is_all=is_trial)
    return None if is_trial else shop.place(replace(request, seed=forecast.seed), consent)


def _follow(shop: Shop, placed: OrderState, out: Path | None, report: Report) -> int:
    bar = ProgressBar()
    with _noting_the_end() as asked_to_end:
        shop.start()
        try:
            state = placed
            while True:
                bar.show(state)
                if state.has_ended or state.needs_person:
                    break
                if asked_to_end.wait(_SECONDS_BETWEEN_LOOKS):
                    raise KeyboardInterrupt
                state = shop.state(placed.id)
        finally:
            bar.end()
    files = sorted(shop.files(placed.id), key=lambda file: (file.generation_id, file.output_index))
    if out is not None:
        files = delivery.deliver(shop, placed.number, files, out)
    report.ended(state, files, shop.failures(placed.id) if state.failed else ())
    return COMPLETE if state.is_complete else INCOMPLETE


@contextmanager
def _noting_the_end() -> Iterator[threading.Event]:
    """Note Ctrl+C instead of raising in whatever runs at that instant, some of which would swallow it; twice, it raises."""
    asked = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _request(shop: Shop, arguments: argparse.Namespace, values: Mapping[str, str]) -> OrderRequest:
    parameters: dict[str, Any] = {**_prompts(shop.names(arguments.model), arguments), **values}
    return OrderRequest(
        model_key=arguments.model,
        parameters=parameters,
        project_id=UUID(shop.project(arguments.project)) if arguments.project else None,
        seed_policy=SeedPolicy(arguments.seed_policy),
        repeats=arguments.repeats,
        sample=arguments.sample,
        one_of_each_first=arguments.one_of_each_first,
        priority=Priority.BACKGROUND if arguments.background else Priority.INTERACTIVE,
    )


def _prompts(names: PromptNames, arguments: argparse.Namespace) -> Mapping[str, str]:
    prompt = sys.stdin.read().rstrip("\n") if arguments.prompt == "-" else arguments.prompt
    found = {}
    for name, text, word in (
        (names.prompt, prompt, "prompt"),
        (names.negative, arguments.negative, "negative prompt"),
    ):
        if name is not None and text is not None:
            found[name] = text
        elif text:
            raise InvalidInput(
                f"The model {arguments.model} takes no {word}.", "Leave it away, or choose another model."
            )
    return found


def _values(given: list[str]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for text in given:
        name, equals, expression = text.partition("=")
        if not equals or not name.strip():
            raise InvalidInput(
                f"--set takes NAME=EXPRESSION, and {text[:60]!r} is none.", "For example: --set steps=12,24"
            )
        if name.strip() in values:
            raise InvalidInput(f"--set names {name.strip()} twice.", "Write all its values in one: --set steps=12,24")
        values[name.strip()] = expression
    return values
