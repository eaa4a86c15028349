"""What the page shows, as its address says it: a reload, a bookmark and the way back lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from imagen.domain.production import Show, ShowGenerations
from imagen.services.production import ANY, Sought
from imagen.ui.paths import PRODUCTION

T = TypeVar("T")
WITHOUT = "none"
_MOST_WORDS = 500


@dataclass(frozen=True)
class ViewState:
    """The filters, and the order and the generation that are open; `project` is an id, or `none` for work without one."""

    show: Show = Show.ALL
    q: str = ""
    model: str = ""
    project: str = ""
    since: date | None = None
    until: date | None = None
    order: int | None = None
    generations: ShowGenerations = ShowGenerations.ALL
    generation: int | None = None

    @classmethod
    def read(cls, query: str) -> ViewState:
        """Read an address's query; what cannot be understood means that nothing was said."""
        given = dict(parse_qsl(query.removeprefix("?")))
        return cls(
            show=_member(Show, given, "show", Show.ALL),
            q=given.get("q", "")[:_MOST_WORDS],
            model=given.get("model", "")[:_MOST_WORDS],
            project=_project(given.get("project", "")),
            since=_day(given.get("since")),
            until=_day(given.get("until")),
            order=_number(given.get("order")),
            generations=_member(ShowGenerations, given, "generations", ShowGenerations.ALL),
            generation=_number(given.get("generation")),
        )

    @property
    def path(self) -> str:
        """Write the address."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        query = {name: str(value) for name, value in said.items() if value not in {None, "", Show.ALL}}
        return f"{PRODUCTION}?{urlencode(query)}" if query else PRODUCTION

    @property
    def sought(self) -> Sought:
        """Give what is looked for; days are those of this machine."""
        return Sought(
            show=self.show,
            words=self.q.strip(),
            model=self.model or None,
            project_id=ANY if not self.project else None if self.project == WITHOUT else UUID(self.project),
            since=_start(self.since),
            until=_start(self.until + timedelta(days=1)) if self.until and self.until < date.max else None,
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the choice of what to show narrows the list."""
        return bool(self.q.strip() or self.model or self.project or self.since or self.until)

    @property
    def api_query(self) -> str:
        """Write the filters as the API takes them."""
        given = {
            "show": self.show if self.show is not Show.ALL else "",
            "q": self.q.strip(),
            "model": self.model,
            "project_id": self.project,
            "from": _moment(self.sought.since),
            "to": _moment(self.sought.until),
        }
        return urlencode({name: str(value) for name, value in given.items() if value})


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time()).astimezone().astimezone(UTC) if day else None


def _moment(at: datetime | None) -> str:
    return at.isoformat().replace("+00:00", "Z") if at else ""


def _member(kind: type[T], given: Mapping[str, str], name: str, otherwise: T) -> T:
    try:
        return kind(given.get(name, ""))  # type: ignore[call-arg]
    except ValueError:
        return otherwise


def _project(given: str) -> str:
    try:
        return given if given == WITHOUT else str(UUID(given))
    except ValueError:
        return ""


def _day(given: Any) -> date | None:
    try:
        day = date.fromisoformat(str(given))
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= date(9000, 1, 1) else None


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdigit() and 0 < int(given[:19]) < 2**62 else None
