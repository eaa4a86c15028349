"""Settings changed at run time, each a small JSON object under a key."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from imagen.data.models import Setting


class SettingRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, key: str) -> dict[str, Any]:
        """Give a setting's value, empty when it was never set."""
        found = self.session.exec(select(Setting).where(Setting.key == key)).first()
        return dict(found.value) if found else {}

    def put(self, key: str, value: dict[str, Any]) -> None:
        found = self.session.exec(select(Setting).where(Setting.key == key)).first() or Setting(key=key)
        found.value = value
        self.session.add(found)

    def starting_with(self, prefix: str) -> dict[str, dict[str, Any]]:
        query = select(Setting).where(col(Setting.key).startswith(prefix, autoescape=True))
        return {setting.key.removeprefix(prefix): dict(setting.value) for setting in self.session.exec(query)}
