"""Names of models and projects as people know them, read at once for all rows."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.views import OrderView
from imagen.ui.calls import call


class Names:
    """Gives names from memory; a model that is gone keeps its provider's own id."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.models: dict[str, str] = {}
        self.projects: dict[str, str] = {}

    async def load(self) -> None:
        """Read them anew."""
        self.models, self.projects = await call(self._read)

    def _read(self) -> tuple[dict[str, str], dict[str, str]]:
        known = {view.model.key: view.model.name for view in self._services.models.list()}
        models = {key: known.get(key, _own_id(key)) for key in self._services.production.models()}
        return models, {str(project.id): project.name for project in self._services.projects.list()}

    def model(self, order: OrderView) -> str:
        """Name the model of an order."""
        return self.models.get(order.model_key, _own_id(order.model_key))

    def project(self, order: OrderView) -> str:
        """Name the project of an order, nothing where it has none or a deleted one."""
        return self.projects.get(str(order.project_id), "") if order.project_id else ""


def _own_id(key: str) -> str:
    return key.partition(":")[2] or key
