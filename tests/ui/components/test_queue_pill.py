"""The words of the queue pill."""

from __future__ import annotations

import pytest

from imagen.services.views import QueueView
from imagen.ui.components.queue_pill import queue_words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (QueueView(False, "", 0, 0, 0), ("none", "Nothing running", "")),
        (QueueView(False, "", 6, 1075, 0), ("running", "6 running", "· 1,075 waiting")),
        (QueueView(False, "", 6, 0, 1), ("running", "6 running", "· 1 needs you")),
        (QueueView(False, "", 0, 3, 2), ("waiting", "3 waiting", "2 need you")),
        (QueueView(False, "", 0, 0, 2), ("failed", "2 need you", "")),
        (QueueView(True, "By hand.", 2, 9, 0), ("paused", "Paused", "· 2 running · 9 waiting")),
    ],
)
def test_words(state: QueueView, words: tuple[str, str, str]) -> None:
    assert queue_words(state) == words
