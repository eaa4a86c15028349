"""The texts found in a file, by name, before anybody tries to understand them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imagen.media.metadata.caps import MAX_ALL_BYTES, MAX_TEXT_BYTES, MAX_TEXTS

USER_COMMENT = "UserComment"
COMMENT = "comment"
XMP_SOURCE_TYPE = "xmp:DigitalSourceType"
XMP_RECORD = "xmp:imagen"
PNG_RECORD = "imagen"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class EmbeddedText:
    """One text as it was found; `place` says where for people (`PNG`, `EXIF`, `XMP`, `GIF`)."""

    place: str
    name: str
    text: str


class Texts:
    """Collects the texts of one file up to the limits, and finds them by name."""

    def __init__(self) -> None:
        self.found: list[EmbeddedText] = []
        self.troubles: list[str] = []
        self.size = 0

    def add(self, place: str, name: str, text: str) -> None:
        """Keep a text unless it is empty or too much; what is left out is told in `troubles`."""
        text = text.strip("\x00") if "\x00" in text else text
        if not text:
            return
        if not self.has_room(len(text)):
            self.trouble(f"The {place} text “{name[:40]}” was left out: there is too much text in the file.")
            return
        self.size += len(text)
        self.found.append(EmbeddedText(place, name, text))

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked or taken apart, whatever came of them, so that many of them are too many."""
        self.size += size

    def has_room(self, size: int) -> bool:
        """Tell whether a text of so many bytes would still be kept."""
        return size <= MAX_TEXT_BYTES and self.size + size <= MAX_ALL_BYTES and len(self.found) < MAX_TEXTS

    def trouble(self, sentence: str) -> None:
        if len(self.troubles) < MAX_TEXTS:
            self.troubles.append(sentence)

    def get(self, *names: str) -> str:
        """Give the first text that has one of the names, the earlier names first; an empty text where there is none."""
        for name in names:
            for each in self.found:
                if each.name == name:
                    return each.text
        return ""

    def main(self) -> str:
        """Give the text in which most programs put everything: that of EXIF goes before all others."""
        return self.get(USER_COMMENT, "parameters", COMMENT, "ImageDescription")


def decoded(data: bytes) -> str:
    """Decode a text that should be Latin-1 or UTF-8 and does not say which."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def without_lone_surrogates(text: str) -> str:
    """Give a text that can be stored, with a mark in place of each half character."""
    return _LONE_SURROGATE.sub("\ufffd", text)
