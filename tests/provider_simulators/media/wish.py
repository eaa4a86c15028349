"""What a file shall be, and the making of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "npz": "application/octet-stream",
    "glb": "model/gltf-binary",
    "txt": "text/plain",
    "json": "application/json",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Wish:
    """One file to be made: `look` decides how it looks or sounds; sizes in pixels, time in seconds.

    With a `stamp`, the picture is one that may be kept already, made different from others by a comment only.
    """

    kind: str
    format: str
    look: str
    width: int = 1024
    height: int = 1024
    seconds: float = 5.0
    frames_per_second: int = 6
    black: bool = False
    cut_out: bool = False
    stamp: str = ""

    @property
    def content_type(self) -> str:
        """Return the file's content type."""
        return content_type(self.format)

    @property
    def ending(self) -> str:
        """Return the file name's ending without the dot."""
        return "jpg" if self.format == "jpeg" else self.format


def content_type(file_format: str) -> str:
    """Return the content type of a format."""
    return TYPES.get(file_format, "application/octet-stream")


@lru_cache(maxsize=64)
def made(wish: Wish) -> bytes:
    """Make a file; the last ones made are kept."""
    if wish.stamp:
        from tests.provider_simulators.media.stamps import stamped

        return stamped(made(replace(wish, stamp="")), wish.format, wish.stamp)
    if wish.format == "svg":
        from tests.provider_simulators.media.pictures import svg

        return svg(wish)
    if wish.kind == "image":
        from tests.provider_simulators.media.pictures import picture

        return picture(wish)
    if wish.kind == "video":
        from tests.provider_simulators.media.clips import clip

        return clip(wish)
    if wish.kind == "audio":
        from tests.provider_simulators.media.sounds import sound

        return sound(wish)
    from tests.provider_simulators.media.documents import document

    return document(wish)
