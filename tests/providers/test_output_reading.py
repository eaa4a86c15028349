"""Any JSON a model answers with is read: its files in order, what is told about them, the words, seeds and flags."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.providers.output_reading import DEEPEST, MOST_FILES, MOST_PARTS, is_address, read_output

A, B, C = "https://files.test/a.png", "https://files.test/b.png", "http://files.test/c.mp4?x=1"
INLINE = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("output", "labels", "urls"),
    [
        (A, [""], [A]),
        ([A, B], ["[0]", "[1]"], [A, B]),
        ([A, B, A], ["[0]", "[1]"], [A, B]),
        ({"images": [{"url": A}, {"url": B}]}, ["images[0]", "images[1]"], [A, B]),
        ({"video": {"url": C}, "seed": 1}, ["video"], [C]),
        ({"audio_file": {"url": A}}, ["audio_file"], [A]),
        ({"image": A, "mask": B}, ["image", "mask"], [A, B]),
        ([[A], [B]], ["[0][0]", "[1][0]"], [A, B]),
        ([{"file": A, "text": "cat"}], ["[0].file"], [A]),
        ({"images": [{"url": INLINE}]}, ["images[0]"], [INLINE]),
        ({"images": [{"id": "x", "url": A, "previewUrl": B}]}, ["images[0]"], [A]),
        ({"images": [{"id": "x", "available": False, "url": None}]}, [], []),
        ({"answer": "see https://files.test/a.png for more"}, [], []),
        (["Once", " upon"], [], []),
        (None, [], []),
        (7, [], []),
    ],
)
def test_addresses_are_found_in_order_with_their_places(output: Any, labels: list[str], urls: list[str]) -> None:
    read = read_output(output)
    assert [file.label for file in read.files] == labels
    assert [file.url for file in read.files] == urls


def test_what_is_told_about_a_file_stays_with_it() -> None:
    told = {"url": A, "content_type": "image/png", "file_name": "a.png", "file_size": 12, "width": 640, "height": None}
    (file,) = read_output({"images": [told]}).files
    assert (file.content_type, file.file_name, file.file_size) == ("image/png", "a.png", 12)
    assert (file.width, file.height) == (640, None)
    assert read_output({"images": [told]}).texts == {}


def test_an_inline_file_tells_its_own_type() -> None:
    (file,) = read_output({"url": INLINE}).files
    assert file.is_inline
    assert file.content_type == "image/png"


def test_a_flag_belongs_to_the_picture_of_the_same_place() -> None:
    read = read_output({"images": [{"url": A}, {"url": B}], "has_nsfw_concepts": [False, True]})
    assert [file.flagged for file in read.files] == [False, True]
    assert read.flags == (False, True)


@pytest.mark.parametrize("flags", [True, [True]])
def test_one_flag_belongs_to_one_picture(flags: Any) -> None:
    (file,) = read_output({"image": {"url": A}, "has_nsfw_concepts": flags}).files
    assert file.flagged


def test_seed_times_words_and_values_are_kept() -> None:
    read = read_output(
        {"images": [A], "seed": 12, "timings": {"inference": 1.5, "bad": "x"}, "prompt": "a cat", "nsfw": False, "n": 2}
    )
    assert read.seed == 12
    assert read.timings == {"inference": 1.5}
    assert read.texts == {"prompt": "a cat"}
    assert read.values == {"seed": 12, "nsfw": False, "n": 2}


def test_pieces_of_a_text_are_joined() -> None:
    assert read_output(["Once", " upon", " a time"]).text == "Once upon a time"


def test_what_was_withheld_says_why() -> None:
    read = read_output({"images": [{"id": "1", "available": False, "url": None, "blockedReason": "minor"}]})
    assert read.blocked == ("minor",)
    assert read.files == ()


def test_deep_and_large_outputs_are_cut() -> None:
    deep: Any = A
    for _ in range(DEEPEST * 3):
        deep = [deep, 1]
    assert read_output(deep).truncated
    assert len(read_output([f"https://files.test/{n}" for n in range(MOST_FILES + 5)]).files) == MOST_FILES
    assert read_output(list(range(MOST_PARTS + 5))).truncated
    assert len(read_output("x" * 1_000_000).text) < 1_000_000


@pytest.mark.parametrize(
    "text", ["ftp://x/y", "https://", "http:// x", "javascript:x", "data", "https://a b", "", None, 3]
)
def test_other_texts_are_no_addresses(text: Any) -> None:
    assert not is_address(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([A, B, INLINE]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["url", "images", "has_nsfw_concepts", "timings", "seed", "blockedReason", "width"])
            | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(json_values)
def test_anything_can_be_read(output: Any) -> None:
    read = read_output(output)
    assert len({file.url for file in read.files}) == len(read.files)
    assert all(is_address(file.url) for file in read.files)
