"""The stream of domain events (server-sent), which a listener that was away resumes where it stopped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from imagen.domain.events import DomainEvent, GenerationProgressed, ImportProgressed, StopBegun
from imagen.services.all import Services
from imagen.services.events import LoggedEvent, plain

_HEARTBEAT_SECONDS = 15.0
_MOST_WAITING = 1000
_PAGE = 500
_UNLOGGED = (GenerationProgressed, ImportProgressed)


def make_router(services: Services) -> APIRouter:
    """Make the endpoint of events."""
    router = APIRouter(tags=["Live"])

    @router.get("/events", response_class=StreamingResponse)
    async def events(
        request: Request,
        last_event_id: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
        resumed: Annotated[int | None, Header(alias="Last-Event-ID", ge=0, lt=2**63)] = None,
    ) -> StreamingResponse:
        """Tell what happens from now on, or from an event on that was seen before."""
        since = resumed if resumed is not None else last_event_id
        stream = _stream(services, request, since)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return router


async def _stream(services: Services, request: Request, since: int | None) -> AsyncIterator[str]:
    news: asyncio.Queue[DomainEvent] = asyncio.Queue(_MOST_WAITING)
    loop = asyncio.get_running_loop()

    def carry(event: DomainEvent) -> None:
        loop.call_soon_threadsafe(_put, news, event)

    unsubscribe = services.bus.subscribe(carry)
    try:
        latest = await asyncio.to_thread(services.events.latest_id)
        seen = latest if since is None else min(since, latest)  # a number from before a restored backup may lie ahead
        yield ": listening\n\n"
        while True:
            logged = await asyncio.to_thread(services.events.since, seen, _PAGE)
            for one in logged:
                seen = one.id
                yield _logged(one)
            if len(logged) == _PAGE:
                if await request.is_disconnected():  # a listener that is gone gets no backlog
                    return
                continue
            happened = await _wait(news)
            for line in _unlogged(happened):
                yield line
            if any(isinstance(event, StopBegun) for event in happened) or await request.is_disconnected():
                return
    finally:
        unsubscribe()


async def _wait(news: asyncio.Queue[DomainEvent]) -> list[DomainEvent]:
    """Wait until something has happened, and give all of it; nothing after a heartbeat's time."""
    try:
        happened = [await asyncio.wait_for(news.get(), _HEARTBEAT_SECONDS)]
    except TimeoutError:
        return []
    while not news.empty():
        happened.append(news.get_nowait())
    return happened


def _unlogged(happened: list[DomainEvent]) -> list[str]:
    """Tell progress, which is told from here only, or just that the stream is alive."""
    if not happened:
        return [": still here\n\n"]
    return [_event(type(e).__name__, plain(e)) for e in happened if isinstance(e, _UNLOGGED)]


def _put(news: asyncio.Queue[DomainEvent], event: DomainEvent) -> None:
    if not news.full():  # the log has everything but progress, so nothing is lost to a slow listener
        news.put_nowait(event)


def _logged(one: LoggedEvent) -> str:
    return f"id: {one.id}\n{_event(one.name, one.payload)}"


def _event(name: str, payload: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(payload, separators=(',', ':'))}\n\n"
