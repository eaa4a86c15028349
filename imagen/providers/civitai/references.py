"""What names a model of civitai: AIRs, links to the site, recipes, services."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_HOSTS = frozenset({"civitai.com", "civitai.green", "civitai.red"})
_AIR = re.compile(
    r"urn:air:(?P<ecosystem>[\w.-]+):(?P<kind>[\w.-]+):(?P<source>[\w.-]+):(?P<model>[^\s@+/?#]+(?:/[^\s@+/?#]+)?)"
    r"(?:@(?P<version>[^\s@+?#/]+))?(?:\+[\w-]+)?(?:\.\w+)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"civitai:(?P<model>\d{1,12})(?:@(?P<version>\d{1,12}))?", re.IGNORECASE)
_MODEL_PAGE = re.compile(r"/(?:api/v1/)?models/(\d{1,12})(?:/.*)?")
_VERSION_PAGE = re.compile(r"/(?:api/v1/model-versions|api/download/models|model-versions)/(\d{1,12})(?:/.*)?")
_SERVICE = re.compile(r"(?:image|video|audio)(?:/[\w.-]+){1,8}")
VARIANT = "/image-to-image"
"""What stands behind the AIR of a checkpoint that changes pictures instead of making them."""


@dataclass(frozen=True)
class Air:
    """An AI resource by its name: `ecosystem` is the family of models it belongs to, `kind` what it is."""

    text: str
    ecosystem: str
    kind: str
    source: str
    model: str
    version: str = ""

    @classmethod
    def read(cls, written: str) -> Air | None:
        """Read an AIR, as it is pasted; None for anything else."""
        text = unquote(written.strip())
        text = text if text[:4].casefold() == "urn:" else f"urn:{text}"
        found = _AIR.fullmatch(text)
        if found is None:
            return None
        part = {name: value or "" for name, value in found.groupdict().items()}
        ecosystem, kind, source = (part[name].casefold() for name in ("ecosystem", "kind", "source"))
        end = text[found.end("source") :]
        return cls(f"urn:air:{ecosystem}:{kind}:{source}{end}", ecosystem, kind, source, part["model"], part["version"])


def recognise(reference: str) -> str | None:
    """Give the id by which a model that is not known yet is looked up; None for what names none at civitai.

    It is an AIR, `models/{id}`, `model-versions/{id}` or a service such as `image/flux2/klein/createImage`; the first two
    kinds may end in `/image-to-image`.
    """
    written = reference.strip()
    end = VARIANT if written.endswith(VARIANT) else ""
    plain = written.removesuffix(VARIANT)
    air = Air.read(plain)
    if air is not None:
        return f"{air.text}{end}"
    short = _SHORT.fullmatch(plain)
    if short is not None:
        return _named(short["model"], short["version"], end)
    if "://" in plain or plain.split("/", 1)[0].casefold().removeprefix("www.") in _HOSTS:
        found = _of_link(plain)
        return None if found is None else f"{found}{end}"
    if _SERVICE.fullmatch(plain) or re.fullmatch(r"(models|model-versions)/\d{1,12}", plain):
        return f"{plain}{end}"
    return None


def called(model_id: str) -> str:
    """Say for people what an id means of which no name is known yet."""
    kind, _, number = model_id.removesuffix(VARIANT).partition("/")
    words = {"models": "this civitai model", "model-versions": "this version of a civitai model"}.get(kind)
    return f"{words} ({number})" if words else model_id


def is_meant(model_id: str, written: str) -> bool:
    """Tell whether the AIR of a checkpoint is a version of the model, or the version, that a recognised id names."""
    air = Air.read(model_id.removesuffix(VARIANT))
    kind, _, number = written.removesuffix(VARIANT).partition("/")
    if air is None or air.source != "civitai" or (written.endswith(VARIANT) and not model_id.endswith(VARIANT)):
        return False
    return number == {"models": air.model, "model-versions": air.version}.get(kind)


def page_of(model_id: str) -> str | None:
    """Give the address of the page of a checkpoint; services have none."""
    air = Air.read(model_id)
    if air is None or air.source != "civitai":
        return None
    version = f"?modelVersionId={air.version}" if air.version else ""
    return f"https://civitai.com/models/{air.model}{version}"


def _of_link(written: str) -> str | None:
    try:
        link = urlsplit(written if "://" in written else f"https://{written}")
        host = (link.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if link.scheme not in {"http", "https"} or host not in _HOSTS:
        return None
    version = _VERSION_PAGE.fullmatch(link.path)
    if version is not None:
        return f"model-versions/{version[1]}"
    model = _MODEL_PAGE.fullmatch(link.path)
    asked = parse_qs(link.query).get("modelVersionId", [""])[0]
    return _named(model[1], asked if asked.isascii() and asked.isdigit() else "", "") if model else None


def _named(model: str, version: str | None, end: str) -> str:
    return (f"model-versions/{version}" if version else f"models/{model}") + end
