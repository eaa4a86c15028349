"""How much of a stranger's notes is read: beyond these limits they are left alone."""

from __future__ import annotations

MAX_TEXT_BYTES = 4 * 1024 * 1024
"""One text, also after it was unpacked."""

MAX_ALL_BYTES = 16 * 1024 * 1024
MAX_TEXTS = 64
MAX_PARTS = 100_000
"""Chunks, segments, blocks or boxes of one file that are walked over."""

MAX_JSON_DEPTH = 64
MAX_PAIRS = 1_000
MAX_GRAPH_NODES = 20_000
