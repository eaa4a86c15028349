"""Drives everything that has to do with keys, and gathers all that came of it: files, answers, frames, pages, requests."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, Page, WebSocket

from tests.browser.chromium import launched
from tests.browser.conftest import connected
from tests.browser.server import RunningServer
from tests.endurance.children import picture
from tests.faults.marked_keys import KEYS
from tests.faults.plans import PICTURE_MODELS, ROUTES, TEXT_MODELS
from tests.provider_simulators import Account, Fault, Simulators

_LABELS = {"replicate": "Replicate", "fal": "fal.ai", "civitai": "civitai"}
_REFERENCES = {
    "replicate": "qwen/qwen-image-edit",
    "fal": "fal-ai/flux/dev",
    "civitai": "https://civitai.com/models/101055",
}
_ENDED = {"fulfilled", "cancelled"}


@dataclass
class Evidence:
    """All that was seen, by where; `sent` frames are apart, since the key is typed in one of them."""

    answers: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    received: list[bytes] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    events: bytearray = field(default_factory=bytearray)
    struck: int = 0


class Sweep:
    """One server and the services it talks to, which say the keys back in every way that they can."""

    def __init__(self, server: RunningServer, sims: Simulators) -> None:
        self.evidence = Evidence()
        self._server = server
        self._sims = sims
        self._over = threading.Event()
        headers = {"Authorization": f"Bearer {server.token}"}
        self._api = httpx.Client(base_url=f"{server.address}/api", headers=headers, timeout=60)
        for name, key in KEYS.items():
            sims.services[name].accounts.add(Account(key, f"{name}-marked", balance=100_000))

    def drive(self) -> Evidence:
        """Do it all."""
        listening = threading.Thread(target=self._listen, daemon=True)
        listening.start()
        asyncio.run(self._in_browser())
        for provider in KEYS:
            self._order_well(provider)
        told = {provider: _echoes(provider, self._sims) for provider in KEYS}
        for at in range(max(len(faults) for faults in told.values())):
            faults = {provider: faults[at] for provider, faults in told.items() if at < len(faults)}
            routes = " ".join(route for route, _ in faults.values())
            with_catalogue = at % 6 == 0 or any(word in routes for word in ("models", "site"))
            self._under(faults, with_catalogue=with_catalogue)
        self._ask_everything()
        asyncio.run(self._look_at_pages())
        self._over.set()
        listening.join(5)
        self._api.close()
        return self.evidence

    async def _in_browser(self) -> None:
        """Set all keys on the Settings page, and test each connection there."""
        async with launched() as browser:
            page = await self._page(browser)
            await page.goto(f"{self._server.address}/settings")
            await connected(page)
            for provider, key in KEYS.items():
                field = page.get_by_role("textbox", name=f"Key of {_LABELS[provider]}")
                await field.fill(key)
                await field.press("Enter")
                await self._until(lambda name=provider: self._state(name) is not None)
            await page.wait_for_timeout(500)
            self.evidence.pages["settings after typing"] = (await page.content()).encode()
            await page.reload()
            await connected(page)
            self.evidence.pages["settings anew"] = (await page.content()).encode()

    async def _look_at_pages(self) -> None:
        async with launched() as browser:
            page = await self._page(browser)
            for path in ("/", "/order", "/settings", "/projects", "/lookups", "/bin"):
                await page.goto(self._server.address + path)
                await connected(page)
                await page.wait_for_timeout(700)
                self.evidence.pages[path] = (await page.content()).encode()

    async def _page(self, browser: Browser) -> Page:
        page = await (await browser.new_context(viewport={"width": 1440, "height": 900})).new_page()
        page.set_default_timeout(20_000)
        page.on("websocket", self._hear)
        return page

    def _hear(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.evidence.received.append(_bytes(frame)))
        socket.on("framesent", lambda frame: self.evidence.sent.append(_bytes(frame)))

    async def _until(self, reached: Callable[[], bool]) -> None:
        for _ in range(1200):  # a minute: the key is tried at its service first, however busy the machine
            if await asyncio.to_thread(reached):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("It did not come about in time.")

    def _state(self, provider: str) -> Any:
        return self._ask("GET", f"/settings/keys/{provider}").get("keeper")

    def _listen(self) -> None:
        """Keep every event that the API tells of."""
        with contextlib.suppress(httpx.TransportError), self._api.stream("GET", "/events", timeout=600) as stream:
            for piece in stream.iter_bytes():
                self.evidence.events += piece
                if self._over.is_set():
                    return

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask the API and keep what it answers; nothing that is asked may end in a mistake of ours."""
        answer = self._api.request(method, path, **more)
        self.evidence.answers[f"{len(self.evidence.answers)} {method} {path}"] = (
            answer.content + str(answer.headers).encode()
        )
        assert answer.status_code != 500, (method, path, answer.text)
        is_json = answer.headers.get("content-type", "").split(";")[0].endswith("json")
        return answer.json() if is_json and answer.content else {}

    def _order(self, provider: str, *, with_picture: bool) -> list[str]:
        model, more = TEXT_MODELS[provider]
        money = {"spending_limit": 100_000_000, "ceiling": 1_000_000}
        bodies = [{"model": model, "parameters": {"prompt": "a heron [1..2]", **more}, **money}]
        if not with_picture:
            return self._placed(bodies)
        number = len(self.evidence.answers)
        taken = self._ask("POST", "/products/import", files={"files": ("in.png", picture(number), "image/png")})
        model, name = PICTURE_MODELS[provider]
        reference = f"product:{taken['items'][0]['id']}"
        bodies.append({"model": model, "parameters": {"prompt": "with this", name: reference}, **money})
        return self._placed(bodies)

    def _placed(self, bodies: list[dict[str, Any]]) -> list[str]:
        return [placed["id"] for body in bodies if "id" in (placed := self._ask("POST", "/orders", json=body))]

    def _rest(self, orders: list[str], seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if all(self._ask("GET", f"/orders/{order}")["status"] in _ENDED for order in orders):
                return
            time.sleep(0.1)

    def _order_well(self, provider: str) -> None:
        self._ask("POST", f"/settings/providers/{provider}/test")
        self._ask("POST", "/models", json={"reference": _REFERENCES[provider], "provider": provider})
        self._rest(self._order(provider, with_picture=True), 20)

    def _under(self, faults: dict[str, tuple[str, Fault]], *, with_catalogue: bool) -> None:
        """Do everything that uses these routes while the services answer so."""
        planned = [self._sims.services[name].faults.add(route, fault, 3) for name, (route, fault) in faults.items()]
        orders = [
            order
            for provider, (route, _) in faults.items()
            for order in self._order(provider, with_picture=_takes_files(route))
        ]
        for provider in faults if with_catalogue else ():
            self._ask("POST", f"/settings/providers/{provider}/test")
            self._ask("GET", "/models/search", params={"provider": provider, "q": "flux"})
            self._ask("POST", "/models", json={"reference": _REFERENCES[provider], "provider": provider})
            self._ask("POST", f"/models/{TEXT_MODELS[provider][0]}/refresh")
        self._rest(orders, 0.6)
        for order in orders:
            self._ask("POST", f"/orders/{order}/resolve", json={"action": "check"})
            self._ask("GET", f"/generations?order_id={order}")
        self._ask("GET", "/providers")
        for provider in faults:
            self._sims.services[provider].faults.clear()
        self.evidence.struck += sum(one.hits for one in planned)
        for order in orders:
            self._ask("POST", f"/orders/{order}/cancel")
        for provider in faults:
            self._ask("POST", "/queue/resume", json={"provider": provider})
        self._rest(orders, 1.5)

    def _ask_everything(self) -> None:
        """Ask every address of the API that gives something, for everything there is."""
        described = self._ask("GET", "/openapi.json")
        found = {
            "order_id": [one["id"] for one in self._ask("GET", "/orders?limit=100")["items"]],
            "generation_id": [one["id"] for one in self._ask("GET", "/generations?limit=100")["items"]],
            "product_id": [one["id"] for one in self._ask("GET", "/products?limit=100")["items"]],
            "project": ["none"],
            "provider": list(KEYS),
            "key": [model for model, _ in TEXT_MODELS.values()],
        }
        for path, acts in described["paths"].items():
            if "get" not in acts or path.endswith("/events"):
                continue
            names = [part[1:-1].partition(":")[0] for part in path.split("/") if part.startswith("{")]
            values = found.get(names[0], []) if names else [""]
            for value in values:
                self._ask("GET", path.replace("{" + names[0] + "}", value) if names else path)


def _echoes(provider: str, sims: Simulators) -> list[tuple[str, Fault]]:
    """Give what a service answers that says a key back, or leads elsewhere."""
    key, routes = KEYS[provider], ROUTES[provider]
    scheme = "Key" if provider == "fal" else "Bearer"
    basic = base64.b64encode(f"user:{key}".encode()).decode()
    words = f"The token {key} (Authorization: {scheme} {key}, Basic {basic}) is not good."
    problem = {"loc": ["body", "prompt"], "msg": words, "type": "value_error", "input": {"headers": {"x-key": key}}}
    answers = [
        Fault.answer(401, {"title": "Unauthenticated", "detail": words, "error": words, "status": 401}),
        Fault.answer(422, {"title": words, "detail": [problem], "errors": {words: [words]}, "invalid_fields": [words]}),
        Fault.answer(400, {"title": words, "detail": words, "errors": {"steps[0].input.prompt": [words]}}),
        Fault.answer(500, f"<html><h1>{words}</h1></html>", "text/html"),
        Fault.answer(429, {"detail": words, "retry_after": 1}, headers={"retry-after": "1"}),
        Fault.answer(200, {"id": key, "request_id": key, "status": words, "error": words, "uploadUrl": words}),
        Fault.answer(200, f"<html><h1>{words}</h1></html>", "text/html"),
    ]
    foreign = sims.urls["foreign.host"]
    away = f"{foreign}/away?token={key}"
    told = [
        Fault.redirect(),
        Fault.redirect(status=302),
        Fault.redirect(f"{foreign}/elsewhere"),
        Fault.with_fields(
            {"urls.get": f"{foreign}/in.png", "access_url": f"{foreign}/in.png", "url": f"{foreign}/in.png"}
        ),
        Fault.with_fields(
            {"uploadUrl": f"{foreign}/up", "next": f"{foreign}/next", "urls.cancel": f"{foreign}/cancel"}
        ),
        Fault.with_fields({"status_url": f"{foreign}/s", "response_url": f"{foreign}/r", "cancel_url": f"{foreign}/c"}),
        Fault.with_fields({"status_url": away, "urls.get": away, "urls.web": away, "urls.stream": away}),
    ]
    results = [
        Fault.with_fields({"output": [f"{foreign}/a.png"], "images": [{"url": f"{foreign}/a.png"}]}),
        Fault.with_fields({"output": {"image": away, words: words}, "images": [{"url": away, "words": words}]}),
        Fault.with_fields({"logs": words, "error": words, "status": "failed", "detail": words}),
        Fault.with_fields({"prompt": words, "seed": words, "timings": {words: 1.0}, "metrics": {words: 1.0}}),
    ]
    found = [(route, fault) for route in dict.fromkeys(routes.values()) for fault in answers[:3]]
    found += [(routes[use], fault) for use in ("submit", "status") for fault in answers[3:]]
    found += [(route, fault) for route in dict.fromkeys(routes.values()) for fault in told[:1]]
    found += [(routes["submit"], fault) for fault in told[1:]] + [(routes["upload"], fault) for fault in told[2:]]
    found += [(routes["address"], told[4])] if "address" in routes else []
    found += [(routes["result"], fault) for fault in results] + [(routes["download"], told[2])]
    found += [
        (routes["submit"], Fault.fail(words, words)),
        (routes["catalogue"], Fault.with_fields({"description": words, "name": words})),
    ]
    return found


def _takes_files(route: str) -> bool:
    return route.partition(".")[0] in {"files", "uploads", "blobs"}


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def files_below(root: Path) -> dict[str, bytes]:
    """Read every file of a folder, by its path in there."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
