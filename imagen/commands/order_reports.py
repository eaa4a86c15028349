"""What `imagen order` answers: sentences for people, or one JSON document for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from imagen.commands.progress_bar import duration, summary
from imagen.commands.refusals import explain
from imagen.commands.shop import Axis, Forecast, MadeFile, OrderState
from imagen.commands.terminal import remark, say
from imagen.domain.errors import ImagenError
from imagen.domain.money import dollars

_LONGEST_ITEM = 160
_LONGEST_NAME = 24


class Report:
    """Tell people on the way; with `as_json` standard output gets exactly one document, at the end."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._document: dict[str, Any] = {}

    def forecast(self, forecast: Forecast, given: Sequence[str], *, is_all: bool) -> None:
        """Say what the order makes; with `is_all` that is the answer, with the values of what was `given`."""
        self._document["plan"] = _plan_json(forecast, with_items=is_all)
        remark(_forecast_line(forecast))
        for warning in forecast.warnings:
            remark(f"Note: {warning.message}")
        for note in forecast.notes:
            remark(f"Note: {note}")
        if not is_all:
            return
        if self._as_json:
            self._write()
            return
        for parameters in forecast.shown:
            say(_item_line(parameters, given))
        if forecast.count > len(forecast.shown):
            remark(f"… and {forecast.count - len(forecast.shown):,} more")

    def placed(self, state: OrderState, address: str | None) -> None:
        """Say that the order is placed and nobody waits for it."""
        where = f"Look at it on {address}." if address else "Imagen is not running; it makes the order when it starts."
        self._end(state, f"Order {state.number} is placed. {where}")

    def left(self, state: OrderState, address: str | None) -> None:
        """Say what becomes of an order that somebody stopped waiting for."""
        goes_on = f"goes on; look at it on {address}." if address else "is kept, and goes on when Imagen starts."
        self._end(state, f"Order {state.number} {goes_on}")

    def ended(self, state: OrderState, files: Sequence[MadeFile], failures: Sequence[str]) -> None:
        """Say what came of the order and where its files are."""
        self._document["files"] = [asdict(file) for file in files]
        self._document["failures"] = list(failures)
        for reason in failures:
            remark(f"Failed: {reason}")
        if not self._as_json:
            for file in files:
                say(file.location)
        self._end(state, f"Order {state.number}: {summary(state)}")

    def lost(self, state: OrderState, error: ImagenError) -> None:
        """Say why an order that was placed could not be followed to its end."""
        remark(str(error))
        self._document["error"] = _error_json(error)
        self._end(state, f"Order {state.number} is placed.")

    def refused(self, error: ImagenError, texts: Mapping[str, Any]) -> None:
        """Say everything that is wrong."""
        if self._as_json:
            self._document = {
                "error": _error_json(error),
                "errors": [asdict(problem) for problem in error.problems],
            }
            self._write()
            return
        lines = list(explain(error.problems, {name: str(value) for name, value in texts.items()}))
        for line in lines or [error.message]:
            remark(line)
        if error.hint:
            remark(error.hint)

    def _end(self, state: OrderState, sentence: str) -> None:
        remark(sentence)
        self._document["order"] = asdict(state)
        if self._as_json:
            self._write()

    def _write(self) -> None:
        say(json.dumps(self._document, ensure_ascii=False, indent=2))


def _forecast_line(forecast: Forecast) -> str:
    axes = " × ".join(_axis(axis) for axis in forecast.axes if axis.size > 1 and not axis.is_part)
    parts = [
        f"{forecast.count:,} {'generation' if forecast.count == 1 else 'generations'}{f' = {axes}' if axes else ''}"
    ]
    if forecast.count != forecast.total:
        parts[0] = f"{forecast.count:,} of {forecast.total:,} generations{f' ({axes})' if axes else ''}"
    if forecast.seconds is not None:
        parts.append(f"about {duration(forecast.seconds)}")
    if forecast.cost:
        parts.append(f"{'at most' if forecast.cost_is_ceiling else 'about'} {dollars(forecast.cost)}")
    return " · ".join(parts)


def _axis(axis: Axis) -> str:
    name = axis.name if len(axis.name) <= _LONGEST_NAME else axis.name[: _LONGEST_NAME - 1] + "…"
    return f"{axis.size:,} ({name})" if "," in name else f"{axis.size:,} {name}".strip()


def _item_line(parameters: Mapping[str, Any], given: Sequence[str]) -> str:
    """Show what a generation gets for the parameters that were given, the prompt first."""
    values = [(name, parameters[name]) for name in given if name in parameters]
    words = [str(value) if at == 0 else f"{name}={value}" for at, (name, value) in enumerate(values)]
    line = " ".join(" · ".join(words).split())
    return line if len(line) <= _LONGEST_ITEM else line[: _LONGEST_ITEM - 1] + "…"


def _plan_json(forecast: Forecast, *, with_items: bool) -> Mapping[str, Any]:
    plan = asdict(forecast)
    plan.pop("errors")
    shown = plan.pop("shown")
    return {**plan, "items": shown} if with_items else plan


def _error_json(error: ImagenError) -> Mapping[str, str]:
    return {"code": error.code, "message": error.message, "hint": error.hint}
