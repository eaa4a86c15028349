"""Takes the focus to where the work goes on, but never away from where the person has gone on meanwhile."""

from __future__ import annotations

from nicegui import ui

# What had the focus may just have been hidden: then nothing has it.
_UNLESS_ELSEWHERE = """
    const now = document.activeElement;
    if (!now || now === document.body || getHtmlElement(%s)?.contains(now)) runMethod(%s, "focus", []);
"""


def focus_unless_elsewhere(target: ui.element, home: ui.element) -> None:
    """Focus `target` when nothing, or something within `home`, has the focus."""
    target.client.run_javascript(_UNLESS_ELSEWHERE % (home.id, target.id))
