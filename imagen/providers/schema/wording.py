"""Labels and hints for people, made from names, titles and descriptions that strangers wrote."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_LONGEST_HINT = 300
_LONGEST_LABEL = 60
_READ = 4000
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z][0-9]+|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_]+")
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_MARKS = re.compile(r"[*`]+|^#+\s+|<[^<>]{0,100}>", re.MULTILINE)
_SPELLED = {
    "ai": "AI",
    "api": "API",
    "bpm": "BPM",
    "cfg": "CFG",
    "clip": "CLIP",
    "fps": "FPS",
    "gif": "GIF",
    "hd": "HD",
    "id": "ID",
    "ids": "IDs",
    "ip": "IP",
    "json": "JSON",
    "lora": "LoRA",
    "loras": "LoRAs",
    "nsfw": "NSFW",
    "url": "URL",
    "urls": "URLs",
    "vae": "VAE",
}


def words_of(name: str) -> tuple[str, ...]:
    """Take a name apart: `negativePrompt` and `negative_prompt` are both `negative`, `prompt`."""
    return tuple(word.casefold() for word in _WORDS.findall(name[:_LONGEST_LABEL]))


def plain_name(name: str) -> str:
    """Write a name in one way, whatever the provider's style; of a dotted name only the last part counts."""
    return "_".join(words_of(name.rsplit(".", 1)[-1]))


def label_of(name: str, title: Any, *, drop_url: bool = False) -> str:
    """Give the label of a field: its title where somebody wrote one, else its name in words."""
    own = words_of(name)
    written = clean(title, _LONGEST_LABEL) if isinstance(title, str) else ""
    if written and words_of(written) != own and len(words_of(written)) <= 8:
        return written[0].upper() + written[1:]
    words = [part if part.isupper() else part.casefold() for part in _WORDS.findall(name[:_LONGEST_LABEL])]
    while drop_url and len(words) > 1 and words[-1] in {"url", "urls", "uri", "path"}:
        plural = words.pop() == "urls"
        words[-1] += "s" if plural and not words[-1].endswith("s") else ""
    text = " ".join(_SPELLED.get(word, word) for word in words)
    return text[:1].upper() + text[1:] if text else clean(name, _LONGEST_LABEL)


def hint_of(description: Any) -> str:
    """Give a description as one short plain paragraph."""
    if not isinstance(description, str):
        return ""
    text = _MARKS.sub("", _LINK.sub(r"\1", description[:_READ]))
    return clean(text, _LONGEST_HINT)


def clean(text: str, longest: int) -> str:
    """Take away what cannot be shown, join the lines, and cut at a word."""
    shown = "".join(c if _is_shown(c) else " " for c in text[:_READ])
    joined = " ".join(shown.split())
    if len(joined) <= longest:
        return joined
    return joined[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def is_storable(text: str) -> bool:
    """Tell whether a text is free of what no form and no database takes: lone surrogates and control characters."""
    return text.isprintable() or all(c in "\n\t\r" or _is_shown(c) for c in text)


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}
