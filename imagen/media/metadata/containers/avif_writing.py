"""Write notes into AVIF files: as new items behind everything, with the table of contents made longer for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import AVIF
from imagen.media.metadata.boxes import Box, body_of, boxes, end_of, size_of, written_box
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.containers.avif import kinds_of, without_notes_of_tracks
from imagen.media.metadata.exif import build_exif, comment_of
from imagen.media.metadata.item_places import IN_FILE, ItemPlace, read_places, write_places
from imagen.media.metadata.patching import Patch, copy_patched
from imagen.media.metadata.payload import Part, Payload, Written, notes_beside
from imagen.media.metadata.xmp import merged_xmp

_SIGNATURE = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_TABLES = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_EXIF_ENTRY, _XMP_ENTRY = b"Exif" + b"Exif\x00", b"mime" + b"XMP\x00application/rdf+xml\x00"
_MAX_TABLE = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Contents:
    """The table of contents: its boxes, the items with their places, and which of them are EXIF and XMP."""

    meta: Box
    inner: tuple[Box, ...]
    places: tuple[ItemPlace, ...]
    exif: int | None
    xmp: int | None
    primary: int
    next_id: int

    def box(self, kind: bytes) -> Box | None:
        return next((box for box in self.inner if box.kind == kind), None)


def embed(source: BinaryIO, target: BinaryIO, payload: Payload) -> Written:
    """Copy the picture with new notes in place of old ones. Raises UnsupportedFormat for a broken file."""
    if end_of(source) != size_of(source):
        raise damaged(AVIF)
    try:
        contents, in_tracks = _contents(source), without_notes_of_tracks(source)
    except (ValueError, IndexError) as error:
        raise damaged(AVIF) from error
    old_exif, old_xmp = _data(source, contents, contents.exif), _data(source, contents, contents.xmp)
    comment = comment_of(payload.text, MAX_TEXT_BYTES)
    tiff = old_exif[4 + int.from_bytes(old_exif[:4], "big") :]
    exif = bytes(4) + build_exif(replace(notes_beside(tiff, payload), user_comment=comment))
    xmp = merged_xmp(old_xmp, payload.record, payload.source_type).encode("utf-8")
    meta = _new_meta(source, contents, exif, xmp)
    grown = len(meta) - (contents.meta.end - contents.meta.at)
    signatures = [box for box in boxes(source, 0, size_of(source)) if _is_signature(source, box)]
    patches = [*in_tracks, *_old_notes(contents), *_moved_tables(source, contents.meta, grown), *_closed_end(source)]
    patches += [Patch(box.at + 4, box.end - box.at - 4, b"free") for box in signatures]
    copy_patched(source, target, patches, 0, contents.meta.at)
    target.write(meta)
    copy_patched(source, target, patches, contents.meta.end, size_of(source))
    target.write(written_box(b"mdat", exif + xmp))
    return Written(frozenset() if comment else frozenset({Part.TEXT}), bool(signatures))


def _contents(file: BinaryIO) -> _Contents:
    meta = next((box for box in boxes(file, 0, size_of(file)) if box.kind == b"meta"), None)
    if meta is None or meta.head != 8 or meta.end - meta.at > MAX_TEXT_BYTES:
        raise ValueError("There is no table of contents.")
    inner = tuple(boxes(file, meta.body + 4, meta.end))
    found = {box.kind: box for box in inner}
    if not {b"iinf", b"iloc", b"pitm"} <= found.keys():
        raise ValueError("The table of contents lacks something.")
    places = read_places(body_of(file, found[b"iloc"]))
    kinds = kinds_of(file, found[b"iinf"])
    primary = body_of(file, found[b"pitm"])
    ids = {place.id for place in places}
    exif = next((id_ for id_, is_exif in kinds.items() if is_exif and id_ in ids), None)
    xmp = next((id_ for id_, is_exif in kinds.items() if not is_exif and id_ in ids), None)
    next_id = max((*ids, *kinds, *_entry_ids(file, found[b"iinf"])), default=0) + 1
    if next_id > 0xFFF0:
        raise ValueError("There are too many items.")
    return _Contents(meta, inner, places, exif, xmp, int.from_bytes(primary[4:], "big"), next_id)


def _entry_ids(file: BinaryIO, iinf: Box) -> Iterator[int]:
    for entry in boxes(file, iinf.body + _count_end(file, iinf), iinf.end):
        told = body_of(file, entry)[:8]
        yield int.from_bytes(told[4 : 8 if told[0] > 2 else 6], "big")


def _count_end(file: BinaryIO, iinf: Box) -> int:
    return 6 if body_of(file, iinf)[:1] == b"\x00" else 8


def _data(file: BinaryIO, contents: _Contents, id_: int | None) -> bytes:
    place = next((each for each in contents.places if each.id == id_ and each.method == IN_FILE), None)
    data = b""
    for at, length in place.parts if place else ():
        file.seek(at)
        data += file.read(min(length, MAX_TEXT_BYTES - len(data)))
    return data


def _new_meta(file: BinaryIO, contents: _Contents, exif: bytes, xmp: bytes) -> bytes:
    """Write the table of contents with the new items, whose places depend on how long it becomes itself."""
    exif_id = contents.exif or contents.next_id
    xmp_id = contents.xmp or contents.next_id + 1
    fresh = [
        (id_, entry)
        for id_, entry, known in ((exif_id, _EXIF_ENTRY, contents.exif), (xmp_id, _XMP_ENTRY, contents.xmp))
        if known is None
    ]
    old = contents.meta.end - contents.meta.at
    end = size_of(file)
    meta, length = b"", old
    for _ in range(4):  # at most twice: where offsets become too long for four bytes
        grown = length - old
        at = end + grown + 8
        places = [
            _moved(place, contents.meta.end, grown) for place in contents.places if place.id not in (exif_id, xmp_id)
        ]
        places += [ItemPlace(exif_id, ((at, len(exif)),)), ItemPlace(xmp_id, ((at + len(exif), len(xmp)),))]
        meta = _written_meta(file, contents, places, fresh)
        if len(meta) == length:
            break
        length = len(meta)
    return meta


def _moved(place: ItemPlace, behind: int, grown: int) -> ItemPlace:
    if place.method != IN_FILE:
        return place
    return replace(place, parts=tuple((at + grown if at >= behind else at, length) for at, length in place.parts))


def _written_meta(
    file: BinaryIO, contents: _Contents, places: list[ItemPlace], fresh: list[tuple[int, bytes]]
) -> bytes:
    file.seek(contents.meta.body)
    body = file.read(4)
    for box in contents.inner:
        if box.kind == b"iloc":
            body += written_box(b"iloc", write_places(places))
        elif box.kind == b"iinf":
            body += written_box(b"iinf", _with_entries(body_of(file, box), fresh))
        elif box.kind == b"iref":
            body += written_box(b"iref", _with_references(body_of(file, box), contents.primary, fresh))
        else:
            file.seek(box.at)
            body += file.read(box.end - box.at)
    if contents.box(b"iref") is None:
        body += written_box(b"iref", _with_references(bytes(4), contents.primary, fresh))
    return written_box(b"meta", body)


def _with_entries(iinf: bytes, fresh: list[tuple[int, bytes]]) -> bytes:
    width = 2 if iinf[0] == 0 else 4
    count = int.from_bytes(iinf[4 : 4 + width], "big") + len(fresh)
    entries = b"".join(
        written_box(b"infe", b"\x02\x00\x00\x00" + id_.to_bytes(2, "big") + bytes(2) + entry) for id_, entry in fresh
    )
    return iinf[:4] + count.to_bytes(width, "big") + iinf[4 + width :] + entries


def _with_references(iref: bytes, primary: int, fresh: list[tuple[int, bytes]]) -> bytes:
    """Say of each new item that it describes the picture."""
    width = 2 if iref[0] == 0 else 4
    return iref + b"".join(
        written_box(b"cdsc", id_.to_bytes(width, "big") + b"\x00\x01" + primary.to_bytes(width, "big"))
        for id_, _ in fresh
    )


def _old_notes(contents: _Contents) -> list[Patch]:
    return [
        Patch(at, length)
        for place in contents.places
        if place.id in (contents.exif, contents.xmp) and place.method == IN_FILE
        for at, length in place.parts
    ]


def _moved_tables(file: BinaryIO, meta: Box, grown: int) -> Iterator[Patch]:
    """Move the offsets of an animation's frames by as much as the table of contents grew."""
    for box in _tables(file, 0, size_of(file)):
        if box.end - box.body > _MAX_TABLE:
            raise damaged(AVIF)
        width = 4 if box.kind == b"stco" else 8
        data = body_of(file, box)
        offsets = [int.from_bytes(data[at : at + width], "big") for at in range(8, len(data) - width + 1, width)]
        moved = [offset + grown if offset >= meta.end else offset for offset in offsets]
        if any(offset >= 1 << 8 * width for offset in moved):
            raise damaged(AVIF)
        new = b"".join(offset.to_bytes(width, "big") for offset in moved)
        yield Patch(box.body + 8, len(new), new)


def _tables(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    for box in boxes(file, start, end):
        if depth < len(_TABLES) and box.kind == _TABLES[depth]:
            yield from _tables(file, box.body, box.end, depth + 1)
        elif depth == len(_TABLES) and box.kind in (b"stco", b"co64"):
            yield box


def _closed_end(file: BinaryIO) -> Iterator[Patch]:
    """Write the length of a last box that went on to the end of the file, behind which something stands now."""
    for box in boxes(file, 0, size_of(file)):
        file.seek(box.at)
        if file.read(4) == bytes(4):
            yield Patch(box.at, 4, (box.end - box.at).to_bytes(4, "big"))


def _is_signature(file: BinaryIO, box: Box) -> bool:
    if box.kind != b"uuid":
        return False
    file.seek(box.body)
    return file.read(16) == _SIGNATURE
