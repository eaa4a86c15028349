"""What the last test of a provider's connection found, kept until its key is another or a test finds all well."""

from __future__ import annotations

from imagen.data.repositories import Repositories

_PREFIX = "provider-test-failed:"


def keep_failure(unit: Repositories, provider: str, message: str) -> None:
    """Remember why a test failed; nothing where all was well."""
    unit.settings.put(f"{_PREFIX}{provider}", {"message": message} if message else {})


def kept_failure(reading: Repositories, provider: str) -> str:
    """Give why the last test failed, nothing where it did not."""
    return str(reading.settings.get(f"{_PREFIX}{provider}").get("message", ""))
