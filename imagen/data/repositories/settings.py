"""Settings changed at run time, each a small JSON object under a key."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from imagen.data.models import Setting

_ALL = select(Setting.key, Setting.value)


class SettingRepository:
    def __init__(self, session: Session) -> None:
        self.session = session
        self._values: dict[str, dict[str, Any]] | None = None

    def get(self, key: str) -> dict[str, Any]:
        """Give a setting's value, empty when it was never set."""
        return dict(self._all().get(key, {}))

    def put(self, key: str, value: dict[str, Any]) -> None:
        found = self.session.exec(select(Setting).where(Setting.key == key)).first() or Setting(key=key)
        found.value = value
        self.session.add(found)
        self._all()[key] = value

    def starting_with(self, prefix: str) -> dict[str, dict[str, Any]]:
        return {key.removeprefix(prefix): dict(value) for key, value in self._all().items() if key.startswith(prefix)}

    def _all(self) -> dict[str, dict[str, Any]]:
        """Read all at once, the first time: they are few, and whoever asks for one soon asks for others."""
        if self._values is None:
            self._values = {key: dict(value) for key, value in self.session.connection().execute(_ALL)}
        return self._values
