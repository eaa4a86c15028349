"""What people paste to name a model: links, names, versions, deployments; and the ids we keep of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imagen.providers.replicate.client import Target

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_ID = re.compile(rf"(?P<deployment>deployments/)?(?P<ref>{_PART}/{_PART})(:(?P<version>[0-9a-f]{{64}}))?")
_SITE = re.compile(r"(https?://)?(www\.)?replicate\.com/", re.IGNORECASE)
_API = re.compile(r"(https?://)?api\.replicate\.com/v1/(models/)?(?=\S)", re.IGNORECASE)
_IMAGE = re.compile(r"(https?://)?r8\.im/", re.IGNORECASE)
_NO_OWNERS = frozenset(
    {
        "about", "account", "api", "blog", "changelog", "collections", "docs", "enterprise", "explore", "home", "invites",
        "models", "p", "playground", "predictions", "pricing", "privacy", "search", "showcase", "signin", "status",
        "support", "terms", "trainings", "webhooks", "files", "hardware", "fal-ai",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A model at Replicate: `ref` is `owner/name`, of a deployment where it says so."""

    ref: str
    version: str = ""
    is_deployment: bool = False

    @property
    def id(self) -> str:
        """The id by which Imagen knows it."""
        kind = "deployments/" if self.is_deployment else ""
        return f"{kind}{self.ref}{':' if self.version else ''}{self.version}"


def read_id(written: str) -> Reference | None:
    """Read an id: `owner/name`, `owner/name:version` or `deployments/owner/name`; None for anything else."""
    found = _ID.fullmatch(written)
    if found is None or (found["deployment"] and found["version"]):
        return None
    owner = found["ref"].partition("/")[0]
    return None if owner in _NO_OWNERS else Reference(found["ref"], found["version"] or "", bool(found["deployment"]))


def recognise(reference: str) -> Reference | None:
    """Read what people paste; None when it names no model of Replicate."""
    written = reference.strip().strip("\"'`<>").removeprefix("replicate:")
    site = _SITE.match(written)
    if site:
        return _of_path(written[site.end() :])
    api = _API.match(written)
    if api:
        return _of_path(written[api.end() :])
    image = _IMAGE.match(written)
    if image:
        return read_id(written[image.end() :].replace("@sha256:", ":"))
    return read_id(written)


def page_of(reference: Reference) -> str:
    """Give the address of a model's page."""
    if reference.is_deployment:
        return f"https://replicate.com/deployments/{reference.ref}"
    version = f"/versions/{reference.version}" if reference.version else ""
    return f"https://replicate.com/{reference.ref}{version}"


def target_of(reference: Reference, details: dict[str, str]) -> Target:
    """Say what carries out predictions of a model."""
    if reference.is_deployment:
        return Target(deployment=reference.ref)
    version = reference.version or details.get("version", "")
    return Target(version=version) if version else Target(model=reference.ref)


def _of_path(path: str) -> Reference | None:
    """Read the path of a page: `owner/name`, what may follow it, and a version where one is named."""
    parts = [part for part in re.split(r"[?#]", path, maxsplit=1)[0].split("/") if part]
    if len(parts) >= 3 and parts[0] == "deployments":
        return read_id("/".join(parts[:3]))
    if len(parts) >= 4 and parts[2] == "versions":
        return read_id(f"{parts[0]}/{parts[1]}:{parts[3]}") or read_id("/".join(parts[:2]))
    return read_id("/".join(parts[:2])) if len(parts) >= 2 else None
