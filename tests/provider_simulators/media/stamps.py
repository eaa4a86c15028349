"""Comments put into finished pictures, so that equal pictures are different files at no cost."""

from __future__ import annotations

import struct
import zlib


def stamped(content: bytes, file_format: str, text: str) -> bytes:
    """Return a PNG, JPEG or WebP file with a comment; other formats come back as they are."""
    note = text.encode()[:1000]
    if file_format == "png":
        body = b"tEXtComment\0" + note
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        return content[:33] + chunk + content[33:]
    if file_format == "jpeg":
        return content[:2] + b"\xff\xfe" + struct.pack(">H", len(note) + 2) + note + content[2:]
    if file_format == "webp":
        note += b" " * (len(note) % 2)
        chunks = content[8:] + b"NOTE" + struct.pack("<I", len(note)) + note
        return content[:4] + struct.pack("<I", len(chunks)) + chunks
    return content
