"""The words of the queue pill."""

from __future__ import annotations

import pytest

from imagen.services.views import ProviderView, QueueView
from imagen.ui.components.queue_pill import queue_words

FAL = ProviderView("fal", "fal.ai", "", None, 2, "The key is wrong.")
OTHER = ProviderView("other", "Other", "", None, 2, "No credit is left.")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (QueueView(False, "", 0, 0, 0), ("none", "Nothing running", "")),
        (QueueView(False, "", 6, 1075, 0), ("running", "6 running", "· 1,075 waiting")),
        (QueueView(False, "", 6, 0, 1), ("failed", "1 needs you", "· 5 running")),
        (QueueView(False, "", 2, 3, 2), ("failed", "2 need you", "· 3 waiting")),
        (QueueView(False, "", 2, 0, 2), ("failed", "2 need you", "")),
        (QueueView(False, "", 0, 9, 0, (), (FAL,)), ("paused", "fal.ai is paused", "· 9 waiting")),
        (
            QueueView(False, "", 2, 9, 0, (), (FAL, OTHER)),
            ("paused", "2 providers are paused", "· 2 running · 9 waiting"),
        ),
        (
            QueueView(False, "", 4, 9, 1, (), (FAL,)),
            ("failed", "1 needs you", "· fal.ai is paused · 3 running · 9 waiting"),
        ),
        (QueueView(True, "By hand.", 2, 9, 0), ("paused", "Paused", "· 2 running · 9 waiting")),
    ],
)
def test_words(state: QueueView, words: tuple[str, str, str]) -> None:
    assert queue_words(state) == words
