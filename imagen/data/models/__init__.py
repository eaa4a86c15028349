"""The tables, one file each; importing this package declares them all."""

from imagen.data.models.draft import Draft
from imagen.data.models.event_log import EventLog
from imagen.data.models.generation import Generation
from imagen.data.models.generation_input import GenerationInput
from imagen.data.models.idempotency_key import IdempotencyKey
from imagen.data.models.lookup import Lookup
from imagen.data.models.model import Model
from imagen.data.models.order import Order
from imagen.data.models.product import Product
from imagen.data.models.project import Project
from imagen.data.models.setting import Setting
from imagen.data.models.spending import Spending
from imagen.data.models.submission import Submission

__all__ = [
    "Draft",
    "EventLog",
    "Generation",
    "GenerationInput",
    "IdempotencyKey",
    "Lookup",
    "Model",
    "Order",
    "Product",
    "Project",
    "Setting",
    "Spending",
    "Submission",
]
