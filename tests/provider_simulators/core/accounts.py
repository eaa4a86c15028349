"""The accounts behind the keys: what they may do and what money they have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Account:
    """One key's account.

    `refusal` names why everything that costs is refused (`exhausted`, `top_up`, `admin_lock` …); `scope_missing`
    refuses what needs an administrator; `throttled` stands for an account under 5 USD.
    """

    key: str
    name: str
    balance: float = 1000.0
    refusal: str | None = None
    throttled: bool = False
    admin: bool = False
    at_once: int | None = None
    region_blocked: bool = False


class Accounts:
    """The keys that a service knows; any other is refused with 401."""

    def __init__(self, *accounts: Account) -> None:
        self._by_key = {account.key: account for account in accounts}

    def add(self, account: Account) -> Account:
        """Make a key known, or replace its account."""
        self._by_key[account.key] = account
        return account

    def revoke(self, key: str) -> None:
        """Make a key unknown: from now on it gets 401."""
        self._by_key.pop(key, None)

    def find(self, key: str | None) -> Account | None:
        """Return the account of a key, or None."""
        return self._by_key.get(key or "")

    def all(self) -> list[Account]:
        """Return all accounts."""
        return list(self._by_key.values())
