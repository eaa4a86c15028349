"""Files that come within an answer, as data URLs."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes

from imagen.domain.errors import BadResponse


def inline_content(url: str) -> bytes:
    """Give the bytes within a data URL. Raises BadResponse."""
    head, comma, written = url.partition(",")
    try:
        if comma and head.casefold().endswith(";base64"):
            return base64.b64decode(unquote_to_bytes(written), validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadResponse("A file that came within the answer cannot be read.") from error
    if not comma:
        raise BadResponse("A file that came within the answer cannot be read.")
    return unquote_to_bytes(written)
