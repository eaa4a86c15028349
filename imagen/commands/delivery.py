"""Copy what an order made into a folder, without ever writing over a file that is there."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from imagen.commands.shop import MadeFile, Shop
from imagen.domain.errors import StorageError


def prepare(folder: Path) -> None:
    """Make the folder, before anything is ordered. Raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def deliver(shop: Shop, number: int, files: Sequence[MadeFile], folder: Path) -> list[MadeFile]:
    """Copy the files of order `number` and give them with their new places. Raises StorageError."""
    return [replace(file, location=str(target)) for file, target in _copied(shop, number, files, folder)]


def _copied(shop: Shop, number: int, files: Sequence[MadeFile], folder: Path) -> Iterable[tuple[MadeFile, Path]]:
    for position, file in enumerate(files, start=1):
        ending = mimetypes.guess_extension(file.mime_type) or ""
        target = _free(folder, f"order-{number}-{position:04}", ending)
        part = target.with_name(target.name + ".part")
        try:
            shop.fetch(file, part)
            part.replace(target)
        except OSError as error:
            raise _cannot_write(folder, error) from error
        finally:
            part.unlink(missing_ok=True)
        yield file, target


def _free(folder: Path, stem: str, ending: str) -> Path:
    names = (f"{stem}{f'-{turn}' if turn else ''}{ending}" for turn in count())
    return next(folder / name for name in names if not (folder / name).exists())


def _cannot_write(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"The files could not be copied to {folder}: {error.strerror or error}.",
        "What was made is in Imagen all the same. Give a folder you may write to with --out.",
    )
