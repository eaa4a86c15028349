"""Reading multipart uploads."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP

from tests.provider_simulators.core.messages import Incoming


@dataclass(frozen=True)
class Part:
    """One part of an upload."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def read_parts(incoming: Incoming) -> list[Part]:
    """Return the parts of a multipart body; an empty list when it is none."""
    kind = incoming.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        return []
    message = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + incoming.body)
    parts = []
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            parts.append(Part(name, part.get_filename(), part.get_content_type(), content))
    return parts
