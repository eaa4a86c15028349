"""What every page is given: the services, the bridge of events and the pages there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imagen.services.all import Services
from imagen.ui.bridge import Bridge
from imagen.ui.frame import NavigationEntry


@dataclass(frozen=True)
class PageContext:
    """Handed to each page's `register`."""

    services: Services
    bridge: Bridge
    navigation: Sequence[NavigationEntry]
