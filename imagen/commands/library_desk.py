"""What importing and exporting from the terminal need, done by the running Imagen, or by this program itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from typing import Any, Protocol
from uuid import UUID

import httpx

from imagen.commands.running import client_of, running_address
from imagen.commands.shop import find_project
from imagen.datafolder import DataFolder
from imagen.domain.errors import ImagenError, InvalidInput, NotFound, NotSignedIn
from imagen.settings import Settings

_PAGE = 200


class LibraryDesk(Protocol):
    """Where imports and exports are asked for; progress has the names of the API. Everything may raise ImagenError."""

    def project(self, name: str) -> str:
        """Give the id of the project with this name."""
        ...

    def start(self, paths: Sequence[str], urls: Sequence[str], project_id: str | None, folders: bool) -> dict[str, Any]:
        """Begin to import either files and folders, by whole paths, or addresses."""
        ...

    def start_library(self, path: str) -> dict[str, Any]:
        """Begin to take in an exported library."""
        ...

    def progress(self, import_id: str) -> dict[str, Any]:
        """Tell how far an import is."""
        ...

    def cancel(self, import_id: str) -> dict[str, Any]:
        """Stop an import."""
        ...

    def products(
        self, search: str, notes: str, listed: bool | None
    ) -> AbstractContextManager[tuple[int | None, Iterator[bytes]]]:
        """Open an archive of what a search finds, with the bytes of its files."""
        ...

    def library(self) -> AbstractContextManager[tuple[int | None, Iterator[bytes]]]:
        """Open an archive of the whole library."""
        ...

    def close(self) -> None:
        """End."""
        ...


def open_desk(settings: Settings) -> LibraryDesk:
    """Find the running Imagen, or hold the data folder where none runs."""
    folder = DataFolder(settings.data_dir)
    address = running_address(folder)
    if address is not None:
        return HttpDesk(address, folder.owner_token(settings.owner_token).reveal())
    return LocalDesk(settings)


class HttpDesk:
    """The API of a running Imagen."""

    def __init__(self, address: str, token: str) -> None:
        self._address = address
        self._client = client_of(address, token)

    def project(self, name: str) -> str:
        found: list[tuple[str, str]] = []
        for page in count(1):
            listed = self._send("GET", "/api/projects", params={"page": page, "limit": _PAGE})
            found += [(str(one["id"]), str(one["name"])) for one in listed["items"]]
            if page * _PAGE >= listed["total"]:
                break
        return find_project(name, found)

    def start(self, paths: Sequence[str], urls: Sequence[str], project_id: str | None, folders: bool) -> dict[str, Any]:
        body: dict[str, Any] = {"project_id": project_id, "into_folders": folders}
        body |= {"urls": list(urls)} if urls else {"paths": list(paths)}
        return self._send("POST", "/api/imports", json=body)

    def start_library(self, path: str) -> dict[str, Any]:
        return self._send("POST", "/api/library/import", json={"path": path})

    def progress(self, import_id: str) -> dict[str, Any]:
        return self._send("GET", f"/api/imports/{import_id}")

    def cancel(self, import_id: str) -> dict[str, Any]:
        return self._send("POST", f"/api/imports/{import_id}/cancel")

    @contextmanager
    def products(self, search: str, notes: str, listed: bool | None) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        prepared = self._send("POST", "/api/exports", json={"q": search, "notes": notes, "listed": listed})
        with self._stream(prepared["url"]) as pieces:
            yield int(prepared["size_bytes"]), pieces

    @contextmanager
    def library(self) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        with self._stream("/api/library/export") as pieces:
            yield None, pieces

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _stream(self, path: str) -> Iterator[Iterator[bytes]]:
        try:
            with self._client.stream("GET", path) as answer:
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    raise _refusal(answer)
                yield answer.iter_bytes()
        except httpx.HTTPError as error:
            raise self._lost(error) from error

    def _send(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            raise self._lost(error) from error
        if not answer.is_success:
            raise _refusal(answer)
        told: dict[str, Any] = answer.json()
        return told

    def _lost(self, error: Exception) -> ImagenError:
        return ImagenError(f"Imagen on {self._address} cannot be reached any more: {error or type(error).__name__}.")


class LocalDesk:
    """The services themselves, under the lock of the data folder."""

    def __init__(self, settings: Settings) -> None:
        from imagen.bootstrap import build
        from imagen.logs import set_up_logging

        os.umask(0o077)  # databases and their journals are for their owner only
        folder = DataFolder(settings.data_dir)
        with ExitStack() as held:
            held.enter_context(folder.acquire())
            log = set_up_logging(settings.log_level, folder.logs, on_terminal=False)
            held.callback(log.close)
            production = build(folder, settings, hide=log.redactor.register)
            held.callback(production.close)
            self._held = held.pop_all()
        self._services = production.services

    def project(self, name: str) -> str:
        return find_project(name, [(str(view.id), view.name) for view in self._services.projects.list()])

    def start(self, paths: Sequence[str], urls: Sequence[str], project_id: str | None, folders: bool) -> dict[str, Any]:
        project = UUID(project_id) if project_id else None
        if urls:
            return _told(self._services.imports.start_addresses(urls, project))
        return _told(self._services.imports.start_places(paths, project, into_folders=folders))

    def start_library(self, path: str) -> dict[str, Any]:
        return _told(self._services.library.start_import(path))

    def progress(self, import_id: str) -> dict[str, Any]:
        return _told(self._services.imports.progress(UUID(import_id)))

    def cancel(self, import_id: str) -> dict[str, Any]:
        return _told(self._services.imports.cancel(UUID(import_id)))

    @contextmanager
    def products(self, search: str, notes: str, listed: bool | None) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        from imagen.services.exporting import Notes, What
        from imagen.services.gallery_views import Asked

        prepared = self._services.exports.prepare(What(asked=Asked(search)), Notes(notes), listed)
        yield prepared.size, self._services.exports.write(prepared)

    @contextmanager
    def library(self) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        yield None, self._services.library.archive()[1]

    def close(self) -> None:
        self._held.close()


def _told(progress: Any) -> dict[str, Any]:
    """Give progress by the names of the API."""
    told = {**vars(progress), "id": str(progress.id), "state": str(progress.state), "fraction": progress.fraction}
    told["notes"] = [{**vars(note), "outcome": str(note.outcome)} for note in progress.notes]
    return told


def _refusal(answer: httpx.Response) -> ImagenError:
    try:
        told = answer.json()
    except ValueError:
        told = {}
    message = str(told.get("detail") if isinstance(told, Mapping) else "") or f"Imagen refused: {answer.status_code}."
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return NotSignedIn(message, "The running Imagen has another owner's token: give it with IMAGEN_OWNER_TOKEN.")
    if answer.status_code == httpx.codes.NOT_FOUND:
        return NotFound(message)
    return InvalidInput(message)
