"""What services answer: frozen records that hold everything a page or the API shows, detached from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from imagen.domain.expansion import Choice, Factor, Problem
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.project import ProjectStatus
from imagen.domain.spending import Budget
from imagen.providers.base import Model, ModelType
from imagen.providers.price import Price

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list; `page` counts from 1."""

    items: list[T]
    total: int
    page: int
    limit: int


@dataclass(frozen=True)
class ProviderView:
    """`problem` says why the provider takes no orders now; `paused` why nothing is submitted to it, and `paused_for` is the
    code of the error that was the cause, empty for a pause by hand. `requests_page` is where a person sees what was ordered.
    """

    name: str
    label: str
    description: str
    problem: str | None
    places: int
    paused: str | None = None
    suggested_places: int = 1
    paused_for: str = ""
    requests_page: str = ""


@dataclass(frozen=True)
class ModelView:
    """A model; `problem` says why it cannot be ordered now.

    `added` when a person added it, `seen_at` when its provider was last asked about it, `changed_at` when its form was last
    found to be another, `gone_at` when the provider first said that it knows it no more. Times are None where nobody asked.
    `price` is what counts: the person's own where one is set (`has_own_price`), else the `published_price`.
    `tells_price` when its provider can be asked what a filled form costs. `page` is the address of its page at the provider.
    """

    model: Model
    provider_label: str
    problem: str | None = None
    added: bool = False
    seen_at: datetime | None = None
    changed_at: datetime | None = None
    gone_at: datetime | None = None
    price: Price | None = None
    published_price: Price | None = None
    has_own_price: bool = False
    tells_price: bool = False
    page: str | None = None


@dataclass(frozen=True)
class FoundModelView:
    """A hit in a provider's own catalogue; `id` is what adding takes, `is_known` when it can be ordered already."""

    key: str
    provider: str
    id: str
    name: str
    description: str
    type: ModelType | None
    thumbnail_url: str | None
    is_known: bool


@dataclass(frozen=True)
class TagMark:
    """A tag as things show it."""

    id: UUID
    name: str
    color: str


@dataclass(frozen=True)
class CollectionMark:
    """A collection as products show it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class ProductView:
    """A product; the addresses are paths on this server, `rating` goes from 0 to 4.

    `tags` and `collections` are filled where somebody looks at the product itself.
    """

    id: UUID
    generation_id: UUID | None
    order_id: UUID | None
    project_id: UUID | None
    output_index: int
    type: ProductType
    name: str
    file_size: int
    mime_type: str
    width: int | None
    height: int | None
    duration_ms: int | None
    placeholder: str | None
    state: ProductState
    liked: bool
    origin: ProductOrigin
    file_url: str
    thumbnail_url: str | None
    large_thumbnail_url: str | None
    created_at: datetime
    deleted_at: datetime | None = None
    rating: int | None = None
    rated_at: datetime | None = None
    notes: str = ""
    tags: tuple[TagMark, ...] = ()
    collections: tuple[CollectionMark, ...] = ()


@dataclass(frozen=True)
class ProjectView:
    """A project; `active_at` is when it was last worked in."""

    id: UUID
    name: str
    description: str
    status: ProjectStatus
    created_at: datetime
    active_at: datetime
    spending_limit: int | None = None


@dataclass(frozen=True)
class Progress:
    """How many generations of an order have which status; `seconds_left` is None when nobody can tell."""

    planned: int
    pending: int
    generating: int
    complete: int
    failed: int
    cancelled: int
    attention: int = 0
    seconds_left: float | None = None

    @property
    def ended(self) -> int:
        return self.complete + self.failed + self.cancelled


@dataclass(frozen=True)
class OrderView:
    """An order; costs are in micro-dollars, `written` is how many of the planned generations are there already."""

    id: UUID
    number: int
    name: str
    project_id: UUID | None
    model_key: str
    status: OrderStatus
    held_reason: str | None
    held_for: str | None
    priority: Priority
    rank: float
    base_parameters: Mapping[str, Any]
    expansion_seed: int
    sample_size: int | None
    repeats: int
    seed_policy: SeedPolicy
    one_of_each_first: bool
    excluded: tuple[str, ...]
    estimated_cost: int | None
    spending_limit: int | None
    ceiling: int | None
    cost: int | None
    factors: tuple[Mapping[str, Any], ...]
    progress: Progress
    created_at: datetime
    written: int = 0
    provider: str = ""


@dataclass(frozen=True)
class GenerationView:
    """A generation as lists show it; `progress` is the running fraction, from 0 to 1, where known.

    `progress_note` are the provider's words on how far it is, or its place in the provider's queue. `expected_cost` is what
    the attempt that a person is to decide about was expected to cost at most, in micro-dollars, None where nobody knew.
    """

    id: UUID
    order_id: UUID
    order_number: int
    project_id: UUID | None
    position: int
    expansion_index: str
    repeat: int
    prompt_preview: str
    model: str
    status: GenerationStatus
    attention: str | None
    attention_note: str | None
    progress: float | None
    choices: tuple[Mapping[str, Any], ...]
    input_count: int
    output_count: int
    cost: int | None
    inference_time_ms: int | None
    error_kind: str | None
    error_message: str | None
    products: tuple[ProductView, ...]
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    progress_note: str = ""
    expected_cost: int | None = None


@dataclass(frozen=True)
class InputView:
    parameter: str
    order_index: int
    product: ProductView


@dataclass(frozen=True)
class SubmissionView:
    attempt: int
    state: str
    provider: str
    provider_request_id: str | None
    cost: int | None
    error: str | None
    created_at: datetime


@dataclass(frozen=True)
class GenerationDetail:
    """A generation with all four parameter sets and everything that went in and came out.

    `facts` is what else the provider reported: timings, safety flags, Buzz.
    """

    summary: GenerationView
    order: OrderView
    base_parameters: Mapping[str, Any]
    generation_parameters: Mapping[str, Any]
    actual_parameters: Mapping[str, Any] | None
    return_parameters: Mapping[str, Any] | None
    inputs: tuple[InputView, ...]
    submissions: tuple[SubmissionView, ...]
    notes: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LookupView:
    """A lookup; `size` counts its values, `used_in` names lookups that contain it and counts orders that used it."""

    id: UUID
    name: str
    values: str
    description: str
    size: int
    updated_at: datetime
    used_in_lookups: tuple[str, ...] = ()
    used_in_orders: int = 0


@dataclass(frozen=True)
class PlannedGeneration:
    """One generation that an order would make; `index` is its place in the whole expansion."""

    index: int
    repeat: int
    parameters: Mapping[str, Any]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PlanView:
    """What an order will make: `count` generations of `total` possible ones, its price and time, and a page of them.

    `cost` is what all will cost, in micro-dollars, None where nobody knows; with `cost_is_ceiling` it is the most that a
    person said it may. `question` is what a person is asked before such an order is placed, empty when nothing is asked;
    `needs_ceiling` when that is what one generation may cost at most. `limit_notes` are those of the notes that tell of limits,
    `short_of` the limits that leave less than it costs. `outputs` is how many products all of them make, each an
    `output_kind`: "image", "video" or "audio".
    """

    count: int
    total: int
    seed: int
    factors: tuple[Factor, ...]
    cost: int | None
    seconds: float | None
    items: tuple[PlannedGeneration, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    limit_notes: tuple[str, ...] = ()
    short_of: tuple[Budget, ...] = ()
    cost_is_ceiling: bool = False
    question: str = ""
    needs_ceiling: bool = False
    outputs: int = 0
    output_kind: str = "image"

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True)
class QueueView:
    """The queue as a whole; `held` are the orders that a limit of spending keeps from going on."""

    paused: bool
    paused_reason: str
    running: int
    waiting: int
    attention: int
    orders: tuple[OrderView, ...] = ()
    providers: tuple[ProviderView, ...] = ()
    held: tuple[OrderView, ...] = ()


@dataclass(frozen=True)
class StripItem:
    """One tile: a product with its generation (none when it was imported), or a generation that has no product."""

    generation: GenerationView | None
    product: ProductView | None


@dataclass(frozen=True)
class StripView:
    """A project's work, each part from the newest on.

    `planned` shows the next few of `waiting` generations, the next one last; `ended` are products and failures;
    `cursor` leads to the older ones; `orders` are those that still have work, with their numbers.
    """

    waiting: int
    planned: tuple[StripItem, ...]
    running: tuple[StripItem, ...]
    ended: tuple[StripItem, ...]
    cursor: UUID | None
    orders: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftView:
    """What stands in a project's order form; `revision` rises with every change."""

    project_id: UUID | None
    state: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0


@dataclass(frozen=True)
class ImportedFile:
    """What became of one file that was given to the gallery: a product, or the reason why not.

    `already_there` when that product had the very same file before, `in_bin` when it lies in the Bin.
    """

    name: str
    product: ProductView | None
    error: str | None = None
    already_there: bool = False
    in_bin: bool = False
