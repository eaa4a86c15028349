"""People read one name of the service: fal.ai."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.providers import fal

_BARE = re.compile(r"(?<![\w./:@-])fal(?=['’]s|[ .,]? |\.?$)")
_FILES = sorted(Path(fal.__file__).parent.rglob("*.py"))
_IDS = {"fal"}


def said(tree: ast.AST) -> Iterator[str]:
    """Give the texts of a file but those that only its readers see."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_no_text_shortens_it(path: Path) -> None:
    assert [text for text in said(ast.parse(path.read_text("utf-8"))) if text not in _IDS and _BARE.search(text)] == []
