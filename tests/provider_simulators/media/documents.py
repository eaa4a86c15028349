"""Files that are neither picture, clip nor sound: arrays, meshes, archives, texts."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import numpy as np

from tests.provider_simulators.media.wish import Wish


def document(wish: Wish) -> bytes:
    """Return a small but valid file of the wished format."""
    out = io.BytesIO()
    if wish.format == "npz":
        np.savez(out, look=np.frombuffer(wish.look.encode(), dtype=np.uint8))
        return out.getvalue()
    if wish.format == "zip":
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(zipfile.ZipInfo("look.txt"), wish.look)
        return out.getvalue()
    if wish.format == "glb":
        text = json.dumps({"asset": {"version": "2.0", "generator": wish.look[:40]}}).encode()
        text += b" " * (-len(text) % 4)
        head = struct.pack("<4sII", b"glTF", 2, 20 + len(text))
        return head + struct.pack("<I4s", len(text), b"JSON") + text
    if wish.format == "json":
        return json.dumps({"look": wish.look}).encode()
    return wish.look.encode()
