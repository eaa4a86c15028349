"""The module that several browser components share."""

from __future__ import annotations

from pathlib import Path

SHARED = {"imagen-browser": str(Path(__file__).parent / "browser")}
