"""Declare a page: it is delivered when it is whole, however busy the machine is just then."""

from __future__ import annotations

from functools import partial

from nicegui import ui

whole_page = partial(ui.page, response_timeout=60.0)
