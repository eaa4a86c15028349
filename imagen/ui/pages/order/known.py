"""What an Order page is built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imagen.services.models import Specs
from imagen.services.views import DraftView, ModelView
from imagen.ui.pages.order.state import FormState


@dataclass(frozen=True)
class Known:
    """What the form is built from, read before it is built; specs are read when a model is chosen.

    `lost` is the key of the model that stood in the form and is not there any more.
    """

    models: Sequence[ModelView]
    specs: Specs
    draft: DraftView
    state: FormState
    lost: str = ""
