"""Write what an import listed as products, many in one transaction, and find those that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.repositories.imported_products import Known
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.events import ProductChanged, ProductsAdded
from imagen.domain.ids import new_id
from imagen.domain.product import ProductOrigin, ProductState
from imagen.media.metadata import ReadMetadata
from imagen.media.store import MediaStore
from imagen.services.import_progress import FileOutcome, ImportedFileNote
from imagen.services.imported_product import columns_of, details_of

_AT_ONCE = 500  # so that no event grows with what is imported
_VANISHED = "The very same file was removed for good at this moment. Import it again."
_FEW = 20  # so many are told one by one, as those that were made


@dataclass(frozen=True)
class Candidate:
    """A file that lies in the store, with all that its product will hold."""

    name: str
    shown: str
    sha256: str
    path: str
    columns: dict[str, Any] = field(default_factory=dict)
    notes: ReadMetadata = field(default_factory=ReadMetadata)
    from_sidecar: bool = False
    folder: str = ""
    modified_at: float | None = None


class ImportRows:
    """Writes batches; the files are on the disk already."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def write(self, candidates: Sequence[Candidate], project_id: UUID | None) -> list[ImportedFileNote]:
        """Write the products that are not there yet, and tell of each file what became of it.

        They are of no project when theirs was removed for good meanwhile, as all else that was in it.
        """
        prepared = [_row(candidate, project_id) for candidate in candidates]
        with self._units() as unit:
            if project_id is not None and unit.projects.find(project_id) is None:
                project_id = None
                for row in prepared:
                    row["project_id"] = None
            known = unit.imported.known([candidate.sha256 for candidate in candidates])
            rows, notes = [], []
            for candidate, row in zip(candidates, prepared, strict=True):
                there = known.get(candidate.sha256)
                if not self._store.exists(candidate.path):
                    notes.append(ImportedFileNote(candidate.shown, FileOutcome.REFUSED, None, _VANISHED))
                elif there is None:
                    rows.append(row)
                    known[candidate.sha256] = Known(row["id"], in_bin=False, state=row["state"])
                    notes.append(ImportedFileNote(candidate.shown, FileOutcome.TAKEN, row["id"]))
                else:
                    notes.append(_there(unit, candidate, there))
            unit.imported.add(rows)
            _tell(unit, [row["id"] for row in rows], project_id)
            unit.commit()
        return notes


def already_there(name: str, product_id: UUID, *, in_bin: bool) -> ImportedFileNote:
    """Say that a product has the very same file."""
    if in_bin:
        sentence = "The very same file lies in the Bin. Restore it there."
        return ImportedFileNote(name, FileOutcome.IN_BIN, product_id, sentence)
    return ImportedFileNote(name, FileOutcome.ALREADY_THERE, product_id, "The gallery has the very same file.")


def _there(unit: UnitOfWork, candidate: Candidate, known: Known) -> ImportedFileNote:
    if known.state is ProductState.MISSING:  # its file is there again
        unit.imported.change(known.id, state=ProductState.UNCHECKED, path=candidate.path)
        unit.record(ProductChanged(known.id, None))
    return already_there(candidate.shown, known.id, in_bin=known.in_bin)


def _tell(unit: UnitOfWork, ids: Sequence[UUID], project_id: UUID | None) -> None:
    if len(ids) <= _FEW:
        for product_id in ids:
            unit.record(ProductChanged(product_id, project_id))
    for first in range(0, len(ids), _AT_ONCE):
        unit.record(ProductsAdded(tuple(ids[first : first + _AT_ONCE]), project_id))


def _row(candidate: Candidate, project_id: UUID | None) -> dict[str, Any]:
    at = now()
    told = {"prompt": None, "negative_prompt": None, "model_used": None, "parameters": None}
    details = details_of(
        candidate.notes,
        from_sidecar=candidate.from_sidecar,
        folder=candidate.folder,
        modified_at=candidate.modified_at,
    )
    return {
        "id": new_id(),
        "created_at": at,
        "updated_at": at,
        "project_id": project_id,
        "output_index": 0,
        "liked": False,
        "notes": "",
        "origin": ProductOrigin.IMPORTED,
        "name": candidate.name,
        "sha256": candidate.sha256,
        "path": candidate.path,
        "source_url": None,
        **told,
        **columns_of(candidate.notes),
        "details": details,
        **candidate.columns,
    }
