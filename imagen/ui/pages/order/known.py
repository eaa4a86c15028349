"""What an Order page is built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imagen.domain.parameters import ParameterSetSpec
from imagen.services.views import DraftView, ModelView, ProviderView
from imagen.ui.pages.order.state import FormState


@dataclass(frozen=True)
class Known:
    """What the form is built from, read before it is built."""

    models: Sequence[ModelView]
    providers: Sequence[ProviderView]
    specs: dict[str, ParameterSetSpec]
    draft: DraftView
    state: FormState
