"""How a file was made: read from what any program wrote into it, written into copies, and stripped from them."""

from __future__ import annotations

from imagen.media.metadata.payload import Part, Written
from imagen.media.metadata.reading import ReadMetadata, read_metadata, read_stream
from imagen.media.metadata.texts import EmbeddedText
from imagen.media.metadata.writing import can_embed, can_strip, embed, read_sidecar, strip, write_sidecar

__all__ = [
    "EmbeddedText",
    "Part",
    "ReadMetadata",
    "Written",
    "can_embed",
    "can_strip",
    "embed",
    "read_metadata",
    "read_sidecar",
    "read_stream",
    "strip",
    "write_sidecar",
]
