"""Imports: what is asked for, how far they are, and what became of each file."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Moment, StrictBool
from imagen.api.schemas.product import ProductAnswer
from imagen.services.import_progress import FileOutcome, ImportState
from imagen.services.importing import MOST_ADDRESSES

_Path = Annotated[str, Field(min_length=1, max_length=4000)]


class ImportBody(Body):
    """Either a folder (or files) on the computer that Imagen runs on, by whole paths, or addresses of the web."""

    paths: Annotated[list[_Path], Field(default_factory=list, max_length=1000)]
    urls: Annotated[list[_Path], Field(default_factory=list, max_length=MOST_ADDRESSES)]
    project_id: UUID | None = None
    into_folders: StrictBool = True


class ImportedProduct(ProductAnswer):
    """A product made of a file; `already_there` when a product had the very same file, `in_bin` when that lies in the Bin."""

    already_there: bool
    in_bin: bool


class RefusedFile(Answer):
    """A file that could not be taken, and why."""

    name: str
    message: str


class ImportAnswer(Answer):
    """What became of each file."""

    items: list[ImportedProduct]
    errors: list[RefusedFile]


class FileNote(Answer):
    """A file that was not taken; `product_id` is the product that had the very same file before."""

    name: str
    outcome: FileOutcome
    product_id: UUID | None
    message: str


class ImportProgressAnswer(Answer):
    """How far an import is; `fraction` goes from 0 to 1, `unchecked` files of all imports are still to be examined."""

    id: UUID
    label: str
    state: ImportState
    project_id: UUID | None
    total: int
    done: int
    taken: int
    already_there: int
    in_bin: int
    refused: int
    left_alone: int
    bytes_total: int
    bytes_done: int
    fraction: float
    seconds: float
    seconds_left: float | None
    started_at: Moment
    notes: list[FileNote]
    trouble: str
