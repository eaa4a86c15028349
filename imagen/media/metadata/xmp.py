"""Read the few XMP properties that concern Imagen, and write its own packet."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from imagen.domain.file_parameters import DigitalSourceType
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.texts import XMP_RECORD, XMP_SOURCE_TYPE, Texts

IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
OURS = "https://imagen.invalid/ns/1/"
EXTENSION_ID = "xmp:HasExtendedXMP"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PROPERTIES = {
    f"{IPTC} DigitalSourceType": XMP_SOURCE_TYPE,
    f"{OURS} record": XMP_RECORD,
    "http://ns.adobe.com/xmp/note/ HasExtendedXMP": EXTENSION_ID,
    "http://ns.adobe.com/xap/1.0/ CreatorTool": "xmp:CreatorTool",
    "http://purl.org/dc/elements/1.1/ description": "xmp:description",
}
_RESOURCE = f"{_RDF} resource"
_END_OF_RDF = re.compile(r"</(?:[A-Za-z][\w.-]{0,30}:)?RDF\s{0,100}>\s*</(?:[A-Za-z][\w.-]{0,30}:)?xmpmeta")


def add_xmp(data: bytes, texts: Texts) -> None:
    """Add the known properties of an XMP packet to the texts of a file; a broken packet is told as trouble."""
    texts.spend(len(data))
    try:
        found = read_xmp(data)
    except ValueError as error:
        texts.trouble(str(error))
        return
    for name, value in found.items():
        texts.add("XMP", name, value)


def read_xmp(data: bytes) -> dict[str, str]:
    """Read the known properties, the first of each name. Raises ValueError for what is broken or defines entities."""
    if len(data) > MAX_TEXT_BYTES:
        raise ValueError("The XMP packet is too long.")
    reader = _PropertyReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(data.strip(b"\x00 \r\n\t"), True)
    except expat.ExpatError as error:
        raise ValueError("The XMP packet is broken.") from error
    return reader.found


def build_xmp(record: str, source_type: DigitalSourceType | None) -> str:
    """Write a packet with Imagen's record (none when empty) and how the picture came about."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}">{_description(record, source_type)}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def build_main_xmp(extension: str, source_type: DigitalSourceType | None) -> str:
    """Write a packet that says that more stands in an extension of this name."""
    note = (
        '<rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
        f" xmpNote:HasExtendedXMP={quoteattr(extension)}/>"
    )
    return build_xmp("", source_type).replace("</rdf:RDF>", f"{note}</rdf:RDF>")


def merged_xmp(existing: bytes, record: str, source_type: DigitalSourceType | None) -> str:
    """Add Imagen's properties to a stranger's packet; write a packet anew where it has them already or is broken."""
    try:
        known = read_xmp(existing)
        text = existing.decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        return build_xmp(record, source_type)
    ends = _END_OF_RDF.search(text)
    if ends is None or known.keys() & {XMP_RECORD, XMP_SOURCE_TYPE, EXTENSION_ID}:
        return build_xmp(record, source_type)
    ours = _description(record, source_type)
    if f'xmlns:rdf="{_RDF}"' not in text[: ends.start()]:
        return build_xmp(record, source_type)
    return text[: ends.start()] + ours + text[ends.start() :]


def _description(record: str, source_type: DigitalSourceType | None) -> str:
    told = f' Iptc4xmpExt:DigitalSourceType="{source_type.uri}"' if source_type else ""
    inner = f"<imagen:record>{escape(record)}</imagen:record>" if record else ""
    return f'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="{IPTC}" xmlns:imagen="{OURS}"{told}>{inner}</rdf:Description>'


def _refuse(*_args: Any) -> None:
    raise ValueError("The XMP packet defines entities, which no program needs.")


class _PropertyReader:
    """Takes known properties out of a stream of elements, whether they are attributes, texts or lists."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._inside = ""
        self._depth = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside:
            self._depth += 1
            return
        for known, value in attributes.items():
            if known in _PROPERTIES:
                self.found.setdefault(_PROPERTIES[known], value)
        if name in _PROPERTIES:
            self._inside, self._depth, self._text = _PROPERTIES[name], 0, []
            if _RESOURCE in attributes:
                self._text.append(attributes[_RESOURCE])

    def characters(self, data: str) -> None:
        if self._inside:
            self._text.append(data)

    def end(self, _name: str) -> None:
        if not self._inside:
            return
        if self._depth:
            self._depth -= 1
            return
        self.found.setdefault(self._inside, "".join(self._text).strip())
        self._inside = ""
