"""Order with the providers that want keys, and look at what was written to disk."""

from __future__ import annotations

from imagen.datafolder import DataFolder
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView

BUNDLED_KEY = "keyed:house/bundled"


def buy(services: Services, prompt: str, model: str = BUNDLED_KEY, **parameters: object) -> OrderView:
    return services.orders.place(OrderRequest(model, {"prompt": prompt, **parameters}))


def everything_on_disk(folder: DataFolder) -> bytes:
    """Give all that the databases hold and what waits beside them to be written into them."""
    return b"".join(path.read_bytes() for path in sorted(folder.root.glob("*.db*")))
