"""A readable page of the API, drawn from its own description and served from this machine."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Imagen</title>
<link rel="stylesheet" href="/static/tokens.css">
<link rel="stylesheet" href="/static/api/docs.css">
<script src="/static/api/docs.js" defer></script>
</head>
<body>
<main id="docs" data-description="/api/openapi.json"><p>Reading the description…</p></main>
<noscript>This page needs JavaScript; the description itself is at /api/openapi.json.</noscript>
</body>
</html>
"""


def make_router() -> APIRouter:
    """Make the endpoint of the documentation page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs", response_class=HTMLResponse)
    def docs() -> str:
        return _PAGE

    return router
