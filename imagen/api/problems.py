"""Answer everything that goes wrong as problem+json (RFC 9457): what happened, where, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from imagen.api.sentences import sentence
from imagen.domain.errors import FieldProblem, ImagenError, ModelGone, SpendingRefused

logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"

_PLACES = frozenset({"body", "query", "path", "header"})
_MOST_TOLD = 50
_WORDS = {
    404: "There is nothing at this address. /api/docs lists what there is.",
    405: "This address does not take this method. /api/docs says which it takes.",
}


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: Sequence[dict[str, Any]] = (),
    more: Mapping[str, Any] = MappingProxyType({}),
) -> JSONResponse:
    """Make a problem answer; `more` are members of its own."""
    body: dict[str, Any] = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    if code:
        body["code"] = code
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, media_type=PROBLEM)


def answer_problems(api: FastAPI) -> None:
    """Let the API answer every kind of error as a problem."""
    api.add_exception_handler(ImagenError, _imagen_error)
    api.add_exception_handler(RequestValidationError, _bad_request)
    api.add_exception_handler(HTTPException, _http_exception)
    api.add_exception_handler(Exception, _mistake)


def _imagen_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ImagenError)
    status = HTTPStatus.NOT_FOUND if isinstance(error, ModelGone) else error.http_status
    answer = {"amount": error.amount} if isinstance(error, SpendingRefused) else {}
    return problem(status, str(error), code=error.code, errors=[field_problem(p) for p in error.problems], more=answer)


def field_problem(found: FieldProblem) -> dict[str, Any]:
    """Show one problem of one field; `start` and `end` count code points."""
    shown: dict[str, Any] = {"field": found.field, "message": found.message, "kind": found.kind}
    if found.start is not None:
        shown |= {"start": found.start, "end": found.end}
    if found.suggestion is not None:
        shown["suggestion"] = found.suggestion
    return shown


def _bad_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem(400, "The body is not valid JSON.", code="malformed")
    if any(tuple(one["loc"]) == ("body",) and one["type"] != "value_error" for one in found):
        return _wrong_body(request, found)
    errors = [
        {"field": _field(one["loc"]), "message": sentence(one), "kind": one["type"]} for one in found[:_MOST_TOLD]
    ]
    detail = " ".join(f"{one['field']}: {one['message']}" if one["field"] else one["message"] for one in errors[:3])
    return problem(422, detail, code="invalid-input", errors=errors)


def _wrong_body(request: Request, found: Sequence[Any]) -> JSONResponse:
    """Answer a body that is no object at all: left away, of another kind, or another JSON value."""
    if all(one["type"] == "missing" for one in found):
        return problem(422, "This address takes a JSON object, and the body is empty.", code="invalid-input")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (kind == "application/json" or kind.endswith("+json")):
        detail = "This address takes JSON. Send it with Content-Type: application/json."
        return problem(415, detail, code="unsupported-format")
    detail = "This address takes a JSON object, and the body is another JSON value."
    return problem(422, detail, code="invalid-input", errors=[{"field": "", "message": detail, "kind": "dict_type"}])


def _field(location: Sequence[Any]) -> str:
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if parts and parts[0] in _PLACES else parts)


def _http_exception(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    said = str(error.detail).rstrip(".") + "."
    answer = problem(error.status_code, _WORDS.get(error.status_code, said))
    answer.headers.update(error.headers or {})
    return answer


def _mistake(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "Imagen made a mistake. Try again; the log in the data folder says more.")
