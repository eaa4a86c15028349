"""Read the tags of WebM files, and strip them by blanking them where they are, so that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import WEBM
from imagen.media.metadata.boxes import size_of
from imagen.media.metadata.caps import MAX_PARTS
from imagen.media.metadata.patching import Patch, copy_patched
from imagen.media.metadata.texts import COMMENT, Texts, decoded

_SEGMENT, _INFO, _TAGS, _ATTACHMENTS = 0x18538067, 0x1549A966, 0x1254C367, 0x1941A469
_TITLE, _CHECKSUM = 0x7BA9, 0xBF
_TAG, _SIMPLE_TAG, _NAME, _STRING = 0x7373, 0x67C8, 0x45A3, 0x4487
_MAX_TAGS = 256


@dataclass(frozen=True)
class _Element:
    id: int
    at: int
    body: int
    end: int


def read(file: BinaryIO, texts: Texts) -> None:
    """Read the tags of the film."""
    for tags in (element for element in _film(file) if element.id == _TAGS):
        for tag in _elements(file, tags.body, tags.end):
            for number, simple in enumerate(_elements(file, tag.body, tag.end) if tag.id == _TAG else ()):
                if number >= _MAX_TAGS:
                    return
                if simple.id == _SIMPLE_TAG:
                    _read_tag(file, simple, texts)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the film with its tags, attachments and title blanked. Raises UnsupportedFormat for a broken file."""
    film = list(_film(source))
    if not film:
        raise damaged(WEBM)
    found = [element for element in film if element.id in (_TAGS, _ATTACHMENTS)]
    for info in (element for element in film if element.id == _INFO):
        inner = list(_elements(source, info.body, info.end))
        if any(element.id == _TITLE for element in inner):
            found += [element for element in inner if element.id in (_TITLE, _CHECKSUM)]
    copy_patched(source, target, [_blanked(element) for element in found])


def _film(file: BinaryIO) -> Iterator[_Element]:
    end = size_of(file)
    segment = next((element for element in _elements(file, 0, end) if element.id == _SEGMENT), None)
    return _elements(file, segment.body, segment.end) if segment else iter(())


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[_Element]:
    """Give the elements between two offsets, up to the first that is broken; one of unknown length goes to the end."""
    at = start
    for _ in range(MAX_PARTS):
        if at + 2 > end:
            return
        file.seek(at)
        head = file.read(12)
        id_length = 9 - head[0].bit_length() if head else 0
        if not 1 <= id_length <= 4 or len(head) <= id_length:
            return
        size_length = 9 - head[id_length].bit_length()
        body = at + id_length + size_length
        if size_length > 8 or len(head) < id_length + size_length:
            return
        ones = (1 << 7 * size_length) - 1
        size = int.from_bytes(head[id_length : id_length + size_length], "big") & ones
        stop = end if size == ones else body + size
        if stop > end:
            return
        yield _Element(int.from_bytes(head[:id_length], "big"), at, body, stop)
        at = stop


def _read_tag(file: BinaryIO, simple: _Element, texts: Texts) -> None:
    inner = {element.id: element for element in _elements(file, simple.body, simple.end)}
    if _NAME not in inner or _STRING not in inner:
        return
    name = decoded(_body(file, inner[_NAME], texts)[:200])
    kept = COMMENT if name.casefold() == COMMENT else name.casefold() if name.isupper() else name
    texts.add("WebM", kept, decoded(_body(file, inner[_STRING], texts)))


def _body(file: BinaryIO, element: _Element, texts: Texts) -> bytes:
    size = element.end - element.body
    if not texts.has_room(size):
        texts.trouble("A note of the WebM file is too long to be read.")
        return b""
    file.seek(element.body)
    return file.read(size)


def _blanked(element: _Element) -> Patch:
    """Make a void of an element, whose own length is written so that the whole stays as long."""
    length = element.end - element.at
    if length < 9:
        return Patch(element.at, length, bytes((0xEC, 0x80 | length - 2)))
    return Patch(element.at, length, b"\xec\x01" + (length - 9).to_bytes(7, "big"))
