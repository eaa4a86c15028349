"""Names for files that leave: readable, unique whatever their case, and safe on every system."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 90  # with its ending and a number; in UTF-8 far below what any system allows
_LONGEST_BYTES = 180
_UNWELCOME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)


def safe_stem(text: str) -> str:
    """Make a name without ending of anybody's text; empty where nothing of it can stand in one."""
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    plain = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") else letter for letter in plain
    )
    plain = _SPACES.sub(" ", _UNWELCOME.sub(" ", plain)).strip(" .-_~")[:_LONGEST]
    while len(plain.encode("utf-8")) > _LONGEST_BYTES:
        plain = plain[:-1]
    plain = plain.strip(" .-_~")
    return f"{plain}_" if _RESERVED.fullmatch(plain.partition(".")[0].strip()) else plain


class Names:
    """Gives each name once; a second of the same gets a number."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}
        self._next: dict[str, int] = {}

    def unique(self, text: str, ending: str) -> str:
        """Give a name that was not given before; `ending` is trusted, such as `png`."""
        stem = safe_stem(text) or "file"
        name = f"{stem}.{ending}"
        turn = self._next.get(name.casefold(), 2)
        while _key(name) in self._taken:
            name = f"{stem} ({turn}).{ending}"
            turn += 1
        self._next[f"{stem}.{ending}".casefold()] = turn
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
