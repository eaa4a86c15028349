"""Why nothing is submitted to a provider: paused by hand, or for want of a right key or of credit until that is mended."""

from __future__ import annotations

from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.errors import AuthenticationFailed, InsufficientCredit, NotConfigured
from imagen.domain.events import ProviderPaused, ProviderResumed

PAUSE_PREFIX = "provider-paused:"
BY_HAND = "Paused by hand."
_MENDED_BY_A_KEY = frozenset({NotConfigured.code, AuthenticationFailed.code, InsufficientCredit.code})


def pause(unit: UnitOfWork, provider: str, reason: str, code: str = "") -> None:
    """Submit nothing more to a provider; `code` is the error that was the cause, empty for a pause by hand."""
    unit.settings.put(f"{PAUSE_PREFIX}{provider}", {"reason": reason, "code": code} if code else {"reason": reason})
    unit.record(ProviderPaused(provider, reason))


def resume(unit: UnitOfWork, provider: str) -> None:
    """Submit to a provider again."""
    unit.settings.put(f"{PAUSE_PREFIX}{provider}", {})
    unit.record(ProviderResumed(provider))


def resume_mended(unit: UnitOfWork, provider: str) -> bool:
    """End a pause that another key may have mended; one by hand stays. Tell whether there was one."""
    if unit.settings.get(f"{PAUSE_PREFIX}{provider}").get("code") not in _MENDED_BY_A_KEY:
        return False
    resume(unit, provider)
    return True
