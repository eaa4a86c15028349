"""The plain pages need nothing from anywhere and show anybody's text as text."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html.parser import HTMLParser

import pytest

from imagen.border.plain_pages import PLAIN_PAGE_CSP, continue_page, problem_page, start_link_page

HOSTILE = "/a\"><script>alert(1)</script>?b='&c"


class Reader(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.style = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update({f"{tag}.{name}": value for name, value in attrs})

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "style":
            self.style += data


PAGES = {
    "continue": continue_page("/sign-in", HOSTILE),
    "start link": start_link_page(was_used=False),
    "used start link": start_link_page(was_used=True),
    "problem": problem_page(HOSTILE, HOSTILE, HOSTILE),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_alone(name: str) -> None:
    page = Reader(PAGES[name])
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert "h1" in page.tags
    assert page.attributes["html.lang"] == "en"
    assert page.attributes["meta.name"] == "viewport"
    assert "prefers-color-scheme: dark" in page.style
    digest = b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in PLAIN_PAGE_CSP
    assert b"http" not in PAGES[name]


def test_the_button_posts_to_our_own_page() -> None:
    page = Reader(PAGES["continue"])
    assert page.attributes["form.method"] == "post"
    assert (page.attributes["form.action"] or "").startswith("/sign-in?to=%2Fa%22%3E%3Cscript")
