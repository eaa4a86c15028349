"""Compares what the services accepted with what the app has: every purchase accounted for, no file half, no word missing."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imagen.media.thumbnails import BOX, serves_itself

_NEEDS_PERSON = {"unclear", "result", "late", "unheard-of"}
_UNSPEAKABLE = re.compile(r"Traceback|object at 0x|\bNone\b.*Error|<html|\bException\b")


@dataclass(frozen=True)
class Generation:
    """A generation as it lies in the database, with its submissions and products."""

    id: str
    provider: str
    status: str
    prompt: str
    waiting_for: str | None
    note: str
    error_kind: str
    error: str
    cancel_asked: bool
    submissions: tuple[Mapping[str, Any], ...] = ()
    products: tuple[Mapping[str, Any], ...] = ()

    @property
    def needs_person(self) -> bool:
        return self.status == "generating" and self.waiting_for in _NEEDS_PERSON

    @property
    def ended(self) -> bool:
        return self.status in {"complete", "failed", "cancelled"}


@dataclass
class Accounts:
    """Everything to compare: accepted submissions (the ledger's entries), the runs behind them, the data folder.

    `asked_again` counts, by prompt, how often a person asked for another submission; `secrets` may stand nowhere in words.
    `nothing_is_an_end` when a service may say for good that it gives nothing back for what was made.
    """

    entries: Sequence[Mapping[str, Any]]
    jobs: Mapping[str, Mapping[str, Any]]
    root: Path
    asked_again: Mapping[str, int] = field(default_factory=dict)
    secrets: Iterable[str] = ()
    nothing_is_an_end: bool = False

    def complaints(self) -> list[str]:
        """Say in a sentence each what is wrong; an empty list means that everything is accounted for."""
        with closing(sqlite3.connect(self.root / "imagen.db")) as database:
            database.row_factory = sqlite3.Row
            generations = read_generations(database)
            paused = {str(row["key"]): str(row["value"]) for row in database.execute(_SETTINGS)}
        found = self._unknown_entries(generations)
        for generation in generations:
            found += self._money(generation)
            found += self._outcome(generation, paused, _waits_behind(generation, generations))
            found += self._files(generation)
        return found + self._folder()

    def _unknown_entries(self, generations: Sequence[Generation]) -> list[str]:
        prompts = {generation.prompt for generation in generations}
        return [f"{e['job_id']} was accepted for no generation" for e in self.entries if prompt_in(e) not in prompts]

    def _money(self, generation: Generation) -> list[str]:
        accepted = [str(entry["job_id"]) for entry in self.entries if prompt_in(entry) == generation.prompt]
        found = []
        allowed = 1 + self.asked_again.get(generation.prompt, 0)
        if len(accepted) > allowed:
            found.append(f"{_name(generation)} was accepted {len(accepted)} times, and asked for {allowed} times")
        known = [row for row in generation.submissions if row["state"] != "refused"]
        if len(accepted) > len(known):
            states = [row["state"] for row in generation.submissions]
            found.append(f"{_name(generation)} was accepted {len(accepted)} times, and only {states} are known of")
        named = {row["provider_request_id"] for row in known if row["provider_request_id"]}
        found += [f"{_name(generation)} has a receipt {one} that no service gave" for one in named - set(accepted)]
        nameless = [row for row in known if not row["provider_request_id"]]
        lost = set(accepted) - named
        if len(lost) > len(nameless):
            found.append(f"{_name(generation)} lost the receipts of {sorted(lost)}")
        found += self._made_for_nothing(generation, named)
        return found

    def _made_for_nothing(self, generation: Generation, named: set[str]) -> list[str]:
        """A run that succeeded and was not given up must have become products, or be shown to a person."""
        if self.nothing_is_an_end and generation.error_kind == "provider-bad-response":
            return []
        live = {r["provider_request_id"] for r in generation.submissions if r["state"] in {"done", "accepted"}}
        found = []
        for request_id in live & named:
            job = self.jobs.get(str(request_id), {})
            made = job.get("state") == "succeeded" and not job.get("faults")
            if made and generation.status in {"pending", "failed", "cancelled"}:
                found.append(f"{_name(generation)} is {generation.status}, and {request_id} was made and paid for")
        return found

    def _outcome(self, generation: Generation, paused: Mapping[str, str], behind: str) -> list[str]:
        name = _name(generation)
        if generation.error_kind == "given-up":
            return []
        if generation.status == "failed":
            return self._words(name, "error", generation.error)
        if generation.needs_person:
            return self._words(name, "note", generation.note)
        if generation.status == "generating":
            return [f"{name} is neither at rest nor shown to a person"]
        if generation.status == "pending":
            reason = paused.get(f"provider-paused:{generation.provider}", "") + paused.get("queue-paused", "")
            why = reason if len(reason) > len("{}") else generation.note or behind
            return self._words(name, "reason for waiting", why)
        if generation.status == "complete" and not generation.products:
            return [f"{name} is complete and has no product"]
        return []

    def _words(self, name: str, what: str, text: str) -> list[str]:
        if len(text.strip()) < len("Cancelled."):
            return [f"{name} has no {what}: “{text}”"]
        if _UNSPEAKABLE.search(text) or any(secret in text for secret in self.secrets):
            return [f"{name} has a {what} that nobody should read: “{text}”"]
        return []

    def _files(self, generation: Generation) -> list[str]:
        found = []
        for product in generation.products:
            path = self.root / "media" / product["path"]
            if not path.is_file():
                found.append(f"{_name(generation)} has a product without its file {product['path']}")
                continue
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != product["sha256"] or len(content) != product["file_size"]:
                found.append(f"{_name(generation)} has a product whose file {product['path']} is another")
            found += [
                f"{_name(generation)} has a product without its thumbnail ({size})"
                for size in _thumbnails_of(product)
                if not (self.root / "thumbnails" / product["sha256"][:2] / f"{product['sha256']}-{size}.webp").is_file()
            ]
        return found

    def _folder(self) -> list[str]:
        found = [f"{part.name} was left behind" for part in (self.root / "parts").glob("*")]
        for file in (self.root / "media").rglob("*"):
            if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() != file.stem:
                found.append(f"{file.name} in the media folder is half a file, or another")
        return found


_GENERATIONS = "SELECT * FROM generation ORDER BY id"
_SUBMISSIONS = "SELECT * FROM submission ORDER BY attempt"
_PRODUCTS = "SELECT * FROM product WHERE generation_id IS NOT NULL"
_SETTINGS = "SELECT key, value FROM setting"


def read_generations(database: sqlite3.Connection) -> list[Generation]:
    """Read all generations with what belongs to them."""
    submissions: dict[str, list[Mapping[str, Any]]] = {}
    products: dict[str, list[Mapping[str, Any]]] = {}
    for row in database.execute(_SUBMISSIONS):
        submissions.setdefault(row["generation_id"], []).append(dict(row))
    for row in database.execute(_PRODUCTS):
        products.setdefault(row["generation_id"], []).append(dict(row))
    return [
        Generation(
            id=row["id"],
            provider=row["provider"],
            status=row["status"],
            prompt=str(json.loads(row["generation_parameters"]).get("prompt", "")),
            waiting_for=row["waiting_for"],
            note=row["waiting_note"] or "",
            error_kind=row["error_kind"] or "",
            error=row["error_message"] or "",
            cancel_asked=row["cancel_requested_at"] is not None,
            submissions=tuple(submissions.get(row["id"], ())),
            products=tuple(products.get(row["id"], ())),
        )
        for row in database.execute(_GENERATIONS)
    ]


def _waits_behind(generation: Generation, generations: Sequence[Generation]) -> str:
    """Say what one that was never tried waits for: its turn, behind others of its provider that say why or are made."""
    if generation.submissions:
        return ""
    others = [one for one in generations if one.provider == generation.provider and one is not generation]
    return next((one.note or "others are made" for one in others if one.note or one.status == "generating"), "")


def prompt_in(entry: Mapping[str, Any]) -> str:
    """Give the prompt of an accepted submission, wherever its service keeps it."""
    return _prompt(entry["input"])


def _prompt(value: Any) -> str:
    if isinstance(value, Mapping):
        if isinstance(value.get("prompt"), str):
            return str(value["prompt"])
        return next((found for item in value.values() if (found := _prompt(item))), "")
    if isinstance(value, list | tuple):
        return next((found for item in value if (found := _prompt(item))), "")
    return ""


def _name(generation: Generation) -> str:
    return f"“{generation.prompt}” at {generation.provider} ({generation.status})"


def _thumbnails_of(product: Mapping[str, Any]) -> list[str]:
    shape = product["width"], product["height"], product["duration_ms"]
    is_its_own = serves_itself(product["mime_type"], *shape, product["file_size"])
    return [size for size in BOX if not (size == "large" and is_its_own)]
