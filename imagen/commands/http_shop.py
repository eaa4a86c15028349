"""Order at the Imagen that is running, over its API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from imagen.commands.running import client_of
from imagen.commands.shop import MOST_SHOWN, Axis, Forecast, MadeFile, OrderState, PromptNames, find_project
from imagen.domain.errors import (
    CostNotConfirmed,
    FieldProblem,
    ImagenError,
    InvalidInput,
    NotFound,
    NotSignedIn,
    PriceUnknown,
)
from imagen.domain.parameters import Role
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest

_PAGE = 200
_TRIES = 3
_SPENDING = {kind.code: kind for kind in (CostNotConfirmed, PriceUnknown)}


class HttpShop:
    """The API of a running Imagen."""

    def __init__(self, address: str, token: str) -> None:
        self.address: str | None = address
        self._client = client_of(address, token)

    def names(self, model_key: str) -> PromptNames:
        parameters = self._get(f"/api/models/{quote(model_key, safe=':/')}")["parameters"]
        by_role = {spec.get("role"): str(spec["name"]) for spec in parameters}
        return PromptNames(by_role.get(str(Role.PROMPT)), by_role.get(str(Role.NEGATIVE_PROMPT)))

    def project(self, name: str) -> str:
        found: list[tuple[str, str]] = []
        for page in count(1):
            listed = self._get("/api/projects", page=page, limit=_PAGE)
            found += [(str(one["id"]), str(one["name"])) for one in listed["items"]]
            if page * _PAGE >= listed["total"]:
                break
        return find_project(name, found)

    def plan(self, request: OrderRequest) -> Forecast:
        found = self._send("POST", "/api/expansions", json={**_body(request), "limit": MOST_SHOWN})
        return Forecast(
            count=int(found["count"]),
            total=int(found["total"]),
            seed=int(found["seed"]),
            axes=[_axis(factor) for factor in found["factors"]],
            cost=found["cost"],
            seconds=found["seconds"],
            shown=[item["parameters"] for item in found["items"]],
            errors=list(_field_problems(found["errors"])),
            warnings=list(_field_problems(found["warnings"])),
            notes=list(found["notes"]),
            cost_is_ceiling=found["cost_is_ceiling"],
        )

    def place(self, request: OrderRequest, consent: Consent) -> OrderState:
        # The key lets a lost answer be asked for again without ordering twice.
        headers = {"Idempotency-Key": str(uuid4())}
        body = {**_body(request), "spending_limit": consent.spending_limit, "ceiling": consent.ceiling}
        return _state(self._send("POST", "/api/orders", json=body, headers=headers))

    def start(self) -> None:
        """Do nothing: the running Imagen makes the order."""

    def state(self, order_id: str) -> OrderState:
        return _state(self._get(f"/api/orders/{order_id}"))

    def failures(self, order_id: str) -> Sequence[str]:
        found = self._get("/api/generations", order_id=order_id, status="failed", limit=_PAGE)
        errors = [one.get("error") or {} for one in found["items"]]
        return list(dict.fromkeys(str(error.get("message") or "No reason was given.") for error in errors))

    def files(self, order_id: str) -> Sequence[MadeFile]:
        found: list[MadeFile] = []
        query: dict[str, Any] = {"order_id": order_id, "limit": _PAGE}
        while True:
            page = self._get("/api/products", **query)
            found += [self._file(one) for one in page["items"]]
            if not page["cursor"]:
                return found
            query["cursor"] = page["cursor"]

    def fetch(self, file: MadeFile, target: Path) -> None:
        try:
            with self._client.stream("GET", file.location) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise NotFound(f"The file {file.location} cannot be fetched: status {answer.status_code}.")
                with target.open("xb") as written:
                    for part in answer.iter_bytes():
                        written.write(part)
        except httpx.HTTPError as error:
            raise self._lost(error) from error

    def close(self) -> None:
        self._client.close()

    def _file(self, one: Mapping[str, Any]) -> MadeFile:
        location = f"{self.address}{one['url']}"
        return MadeFile(one["id"], str(one["generation_id"]), one["order_index"], one["mime_type"], location)

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._send("GET", path, params=query)

    def _send(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        for attempt in range(1, _TRIES + 1):
            try:
                answer = self._client.request(method, path, **options)
                break
            except httpx.HTTPError as error:
                if attempt == _TRIES:
                    raise self._lost(error) from error
        try:
            told = answer.json()
        except ValueError as error:
            raise ImagenError(f"Imagen on {self.address} gave an answer that cannot be read.") from error
        if answer.is_success and isinstance(told, dict):
            return told
        raise _refusal(answer.status_code, told if isinstance(told, dict) else {})

    def _lost(self, error: Exception) -> ImagenError:
        reason = str(error) or type(error).__name__
        return ImagenError(
            f"Imagen on {self.address} cannot be reached any more: {reason}.",
            "What was ordered is stored, and goes on when Imagen starts.",
        )


def _body(request: OrderRequest) -> dict[str, Any]:
    body = {
        "model": request.model_key,
        "parameters": dict(request.parameters),
        "project_id": None if request.project_id is None else str(request.project_id),
        "seed_policy": str(request.seed_policy),
        "repeats": request.repeats,
        "sample": request.sample,
        "one_of_each_first": request.one_of_each_first,
        "priority": str(request.priority),
    }
    return body if request.seed is None else {**body, "seed": request.seed}


def _axis(factor: Mapping[str, Any]) -> Axis:
    return Axis(factor["name"] or ", ".join(factor["labels"]), int(factor["size"]), factor.get("parent") is not None)


def _field_problems(found: Iterable[Mapping[str, Any]]) -> Iterable[FieldProblem]:
    for one in found:
        yield FieldProblem(
            field=str(one.get("field", one.get("parameter", ""))),
            message=str(one["message"]),
            kind=str(one.get("kind", "")),
            start=one.get("start"),
            end=one.get("end"),
            suggestion=one.get("suggestion"),
        )


def _refusal(status: int, told: Mapping[str, Any]) -> ImagenError:
    message = str(told.get("detail") or f"Imagen refused with status {status}.")
    if status == httpx.codes.UNAUTHORIZED:
        return NotSignedIn(message, "The running Imagen has another owner's token: give it with IMAGEN_OWNER_TOKEN.")
    if status == httpx.codes.NOT_FOUND:
        return NotFound(message)
    if status in {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY}:
        return InvalidInput(message, problems=_field_problems(told.get("errors", ())))
    if told.get("code") in _SPENDING:
        return _SPENDING[str(told["code"])](message)
    return ImagenError(message)


def _state(told: Mapping[str, Any]) -> OrderState:
    progress = told["progress"]
    return OrderState(
        id=told["id"],
        number=told["number"],
        status=told["status"],
        planned=progress["planned"],
        pending=progress["pending"],
        generating=progress["generating"],
        complete=progress["complete"],
        failed=progress["failed"],
        cancelled=progress["cancelled"],
        attention=progress["attention"],
        held_reason=told["held_reason"],
        seconds_left=progress["seconds_left"],
    )
