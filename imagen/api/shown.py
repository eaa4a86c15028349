"""How each resource looks in JSON, with the specification's names; times are RFC 3339 in UTC, money micro-dollars."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from imagen.api.numbers import exact
from imagen.domain.expansion import Choice, Factor, Problem
from imagen.domain.parameters import ParameterSetSpec
from imagen.services.order_request import OrderRequest
from imagen.services.views import (
    GenerationDetail,
    GenerationView,
    LookupView,
    ModelView,
    OrderView,
    PlanView,
    ProductView,
    ProjectView,
    ProviderView,
    QueueView,
)

_SPEC = TypeAdapter(ParameterSetSpec)


def moment(at: datetime | None) -> str | None:
    """Write a time."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def product(view: ProductView) -> dict[str, Any]:
    """Show a product."""
    return {
        "id": str(view.id),
        "generation_id": _id(view.generation_id),
        "order_id": _id(view.order_id),
        "project_id": _id(view.project_id),
        "order_index": view.output_index,
        "type": view.type,
        "name": view.name,
        "url": view.file_url,
        "thumbnail_url": view.thumbnail_url,
        "large_thumbnail_url": view.large_thumbnail_url,
        "placeholder": view.placeholder,
        "width": view.width,
        "height": view.height,
        "duration_ms": view.duration_ms,
        "file_size_bytes": view.file_size,
        "mime_type": view.mime_type,
        "state": view.state,
        "liked": view.liked,
        "origin": view.origin,
        "created_at": moment(view.created_at),
        "deleted_at": moment(view.deleted_at),
    }


def project(view: ProjectView) -> dict[str, Any]:
    """Show a project."""
    return {
        "id": str(view.id),
        "name": view.name,
        "description": view.description,
        "status": view.status,
        "order_count": view.order_count,
        "product_count": view.product_count,
        "running": view.running,
        "waiting": view.waiting,
        "newest": [product(one) for one in view.newest],
        "created_at": moment(view.created_at),
    }


def lookup(view: LookupView) -> dict[str, Any]:
    """Show a lookup."""
    return {
        "id": str(view.id),
        "name": view.name,
        "values": view.values,
        "description": view.description,
        "size": view.size,
        "used_in_lookups": list(view.used_in_lookups),
        "used_in_orders": view.used_in_orders,
        "updated_at": moment(view.updated_at),
    }


def provider(view: ProviderView) -> dict[str, Any]:
    """Show a provider."""
    return asdict(view)


def model(view: ModelView, spec: ParameterSetSpec | None = None) -> dict[str, Any]:
    """Show a model, with what it takes where that is wanted."""
    shown = {**asdict(view.model), "provider_label": view.provider_label}
    if spec is not None:
        shown["parameters"] = _SPEC.dump_python(spec, mode="json")["parameters"]
    return shown


def problem(found: Problem) -> dict[str, Any]:
    """Show a problem of the expansion language; offsets count code points."""
    return {
        "parameter": found.parameter,
        "start": found.start,
        "end": found.end,
        "kind": found.kind,
        "message": found.message,
        "suggestion": found.suggestion,
        "path": [asdict(step) for step in found.path],
    }


def choice(one: Choice) -> dict[str, Any]:
    """Show which option a token or value took."""
    return {"key": one.key, "parameter": one.parameter, "name": one.name, "option": one.option, "text": one.text}


def factor(one: Factor) -> dict[str, Any]:
    """Show one factor of a plan."""
    return {
        "key": one.key,
        "parameter": one.parameter,
        "name": one.name,
        "kind": one.kind,
        "size": exact(one.size),
        "labels": list(one.labels),
        "parent": one.parent,
    }


def plan(view: PlanView) -> dict[str, Any]:
    """Show what an order would make."""
    return {
        "count": exact(view.count),
        "total": exact(view.total),
        "seed": exact(view.seed),
        "factors": [factor(one) for one in view.factors],
        "cost": view.cost,
        "seconds": view.seconds,
        "items": [
            {
                "index": exact(item.index),
                "repeat": item.repeat,
                "parameters": dict(item.parameters),
                "choices": [choice(one) for one in item.choices],
            }
            for item in view.items
        ],
        "errors": [problem(one) for one in view.errors],
        "warnings": [problem(one) for one in view.warnings],
        "notes": list(view.notes),
    }


def order(view: OrderView) -> dict[str, Any]:
    """Show an order with its progress."""
    return {
        "id": str(view.id),
        "number": view.number,
        "name": view.name,
        "project_id": _id(view.project_id),
        "model": view.model_key,
        "status": view.status,
        "held_reason": view.held_reason,
        "priority": view.priority,
        "parameters": dict(view.base_parameters),
        "seed": exact(view.expansion_seed),
        "sample": view.sample_size,
        "repeats": view.repeats,
        "seed_policy": view.seed_policy,
        "one_of_each_first": view.one_of_each_first,
        "exclude": [exact(int(index)) for index in view.excluded],
        "estimated_cost": view.estimated_cost,
        "cost": view.cost,
        "factors": [dict(one) for one in view.factors],
        "progress": asdict(view.progress),
        "created_at": moment(view.created_at),
    }


def request(asked: OrderRequest) -> dict[str, Any]:
    """Show a request in the form in which it can be ordered."""
    return {
        "model": asked.model_key,
        "parameters": dict(asked.parameters),
        "project_id": _id(asked.project_id),
        "seed_policy": asked.seed_policy,
        "repeats": asked.repeats,
        "sample": asked.sample,
        "one_of_each_first": asked.one_of_each_first,
        "priority": asked.priority,
    }


def generation(view: GenerationView) -> dict[str, Any]:
    """Show a generation as lists do."""
    return {
        "id": str(view.id),
        "order_id": str(view.order_id),
        "project_id": _id(view.project_id),
        "position": view.position,
        "index": exact(int(view.expansion_index)),
        "repeat": view.repeat,
        "prompt_preview": view.prompt_preview,
        "model": view.model,
        "status": view.status,
        "attention": view.attention,
        "attention_note": view.attention_note,
        "progress": view.progress,
        "input_count": view.input_count,
        "output_count": view.output_count,
        "cost": view.cost,
        "inference_time_ms": view.inference_time_ms,
        "created_at": moment(view.created_at),
        "started_at": moment(view.started_at),
        "completed_at": moment(view.completed_at),
        "error": {"kind": view.error_kind, "message": view.error_message} if view.error_kind else None,
    }


def generation_detail(view: GenerationDetail) -> dict[str, Any]:
    """Show a generation with all four parameter sets, what went in and what came out."""
    return {
        **generation(view.summary),
        "base_parameters": dict(view.base_parameters),
        "generation_parameters": dict(view.generation_parameters),
        "actual_parameters": view.actual_parameters,
        "return_parameters": view.return_parameters,
        "choices": [dict(one) for one in view.summary.choices],
        "inputs": [
            {**product(one.product), "parameter": one.parameter, "order_index": one.order_index} for one in view.inputs
        ],
        "outputs": [product(one) for one in view.summary.products],
        "submissions": [{**asdict(one), "created_at": moment(one.created_at)} for one in view.submissions],
        "notes": view.notes,
    }


def queue(view: QueueView) -> dict[str, Any]:
    """Show the queue."""
    return {
        "paused": view.paused,
        "paused_reason": view.paused_reason,
        "running": view.running,
        "waiting": view.waiting,
        "attention": view.attention,
        "orders": [order(one) for one in view.orders],
        "providers": [provider(one) for one in view.providers],
    }


def _id(value: object) -> str | None:
    return None if value is None else str(value)
