"""The few pages that are plain HTML: signing in and being told what is wrong; no script, no asset, no session."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape
from urllib.parse import quote

_STYLE = """
:root { color-scheme: light dark; --bg: #f6f6f8; --panel: #fff; --line: #d9dce1; --text: #17191c; --muted: #565d66;
  --accent: #5b45e0; --ink: #fff }
@media (prefers-color-scheme: dark) { :root { --bg: #0e0f11; --panel: #15171a; --line: #2a2e34; --text: #e9eaec;
  --muted: #9aa1aa; --accent: #8f7dff; --ink: #0e0a26 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--bg);
  color: var(--text); font: 16px/1.5 "Inter Variable", Inter, system-ui, sans-serif }
main { width: 100%; max-width: 30rem; padding: 32px; background: var(--panel); border: 1px solid var(--line);
  border-radius: 12px }
.mark { width: 34px; height: 34px; border-radius: 10px; background: linear-gradient(135deg, var(--accent), #3fc6d8) }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 16px 0 8px }
p { margin: 0 0 12px; overflow-wrap: anywhere }
.muted { color: var(--muted) }
.action { display: inline-block; margin-top: 12px; padding: 10px 20px; border: 0; border-radius: 8px; font: inherit;
  font-weight: 650; text-decoration: none; cursor: pointer; background: var(--accent); color: var(--ink) }
.action:focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
"""
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

PLAIN_PAGE_CSP = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def continue_page(sign_in_path: str, destination: str) -> bytes:
    """Ask the person to confirm that they meant to come to `destination`, a path of ours."""
    action = escape(f"{sign_in_path}?to={quote(destination, safe='')}", quote=True)
    return _page(
        "Open Imagen?",
        "<p>Imagen is running on this computer, and a link or another program brought you here.</p>"
        '<p class="muted">If you meant to come here, press Continue. '
        "If not, just close this page: nothing happened.</p>"
        f'<form method="post" action="{action}">'
        '<button class="action" type="submit" autofocus>Continue</button></form>',
    )


def start_link_page(*, was_used: bool) -> bytes:
    """Say that the start link is needed, or that this one no longer works."""
    if was_used:
        title, what = (
            "This start link does not work",
            "Each start link works once, and this one was used or is not ours.",
        )
    else:
        title, what = (
            "Imagen needs its start link",
            "This Imagen was started in strict mode and does not know this browser.",
        )
    return _page(
        title,
        f"<p>{what}</p>"
        '<p class="muted">Open the start link that Imagen printed in its terminal. '
        "To get a new one, stop Imagen and start it again.</p>",
    )


def problem_page(title: str, message: str, hint: str = "", *, leads_home: bool = True) -> bytes:
    """Say what went wrong and what to do."""
    body = f"<p>{escape(message)}</p>"
    if hint:
        body += f'<p class="muted">{escape(hint)}</p>'
    if leads_home:
        body += '<a class="action" href="/">Go to Imagen</a>'
    return _page(title, body)


def _page(title: str, body: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Imagen</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="mark" aria-hidden="true"></div><h1>{escape(title)}</h1>{body}</main></body></html>'
    ).encode()
