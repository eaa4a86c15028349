"""Configured addresses."""

from __future__ import annotations

import httpx
import pytest

from imagen.domain.errors import InvalidInput
from imagen.providers.http.addresses import Addresses


def test_what_is_not_configured_is_the_official_address() -> None:
    addresses = Addresses({"api": "https://a.example", "cdn": "https://c.example"}, {"cdn": "http://127.0.0.1:1"})
    assert (addresses.base("api"), addresses.base("cdn")) == ("https://a.example", "http://127.0.0.1:1")
    assert addresses.may_see_key(httpx.URL("https://a.example/x"))
    assert not addresses.may_see_key(httpx.URL("https://c.example/x"))
    assert addresses.may_see_key(addresses.resolve(httpx.URL("https://c.example/x")))


@pytest.mark.parametrize(
    "written", ["ftp://a.example", "a.example", "https://", "https://a.example/?x=1", "http://[", " "]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput, match="address of api"):
        Addresses({"api": "https://a.example"}, {"api": written})


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://xn--pa-hia.example/x",  # “paß.example”, which folds to the very same letters
        "https://xn--a/x",
        "https://pass.example@other.example/x",
        "https://pass.example.other.example/x",
        "https://pass.example.:443/x",
        "https://pass.example:444/x",
        "http://pass.example/x",
    ],
)
def test_a_key_goes_to_no_host_that_only_looks_alike(elsewhere: str) -> None:
    addresses = Addresses({"api": "https://a.example"}, {"api": "https://pass.example"})
    assert not addresses.may_see_key(addresses.resolve(httpx.URL(elsewhere)))
    assert addresses.may_see_key(addresses.resolve(httpx.URL("https://PASS.example:443/x")))
