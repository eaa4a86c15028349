"""The tables, one file each; importing this package declares them all."""

from imagen.data.models.collection import Collection
from imagen.data.models.collection_product import CollectionProduct
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
from imagen.data.models.saved_search import SavedSearch
from imagen.data.models.setting import Setting
from imagen.data.models.spending import Spending
from imagen.data.models.submission import Submission
from imagen.data.models.tag import Tag
from imagen.data.models.tagging import Tagging
from imagen.data.models.undo_entry import UndoEntry, UndoPart

__all__ = [
    "Collection",
    "CollectionProduct",
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
    "SavedSearch",
    "Setting",
    "Spending",
    "Submission",
    "Tag",
    "Tagging",
    "UndoEntry",
    "UndoPart",
]
