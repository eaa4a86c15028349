"""Input files are brought within a model's limits before they go up, and what was done is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import Rejected
from imagen.providers.base import InputFile
from imagen.providers.input_fitting import fitted_inputs
from imagen.providers.schema import FileLimits
from imagen.providers.schema.file_limits import read_file_limits

MEGABYTE = 2**20


def _file(folder: Path, parameter: str, size: tuple[int, int], product: str = "in") -> InputFile:
    path = folder / f"{product}.png"
    Image.new("RGB", size, "teal").save(path)
    return InputFile(parameter, product, path, "image/png", *size)


def test_what_is_within_its_limits_is_sent_as_it_is(tmp_path: Path) -> None:
    file = _file(tmp_path, "image", (320, 200))
    for limits in ({}, {"image": FileLimits(max_width=320, min_height=200)}):
        (fitted,) = fitted_inputs([file], limits.get, MEGABYTE).values()
        assert (fitted.smaller, fitted.note()) == (None, None)


def test_a_picture_that_is_too_large_is_told_of(tmp_path: Path) -> None:
    file = _file(tmp_path, "loras.2.image", (1000, 500))
    (fitted,) = fitted_inputs([file], {"loras.image": FileLimits(max_width=500)}.get, MEGABYTE).values()
    note = fitted.note()
    assert note is not None
    assert note["from"] == {"width": 1000, "height": 500, "mime_type": "image/png"}
    assert {**note["to"], "bytes": 0} == {"width": 500, "height": 250, "mime_type": "image/jpeg", "bytes": 0}


def test_a_product_in_two_places_keeps_within_both_limits(tmp_path: Path) -> None:
    first = _file(tmp_path, "start", (1000, 500))
    second = InputFile("end", first.product_id, first.path, first.mime_type, 1000, 500)
    limits = {"start": FileLimits(max_width=800), "end": FileLimits(max_height=100)}
    (fitted,) = fitted_inputs([first, second], limits.get, MEGABYTE).values()
    assert fitted.smaller is not None
    assert fitted.smaller.size == (200, 100)


@pytest.mark.parametrize("limited", ["image", "mask_image"])
def test_a_mask_and_its_picture_keep_one_size(tmp_path: Path, limited: str) -> None:
    files = [_file(tmp_path, "image", (1001, 333), "p"), _file(tmp_path, "mask_image", (1001, 333), "m")]
    fitted = fitted_inputs(files, {limited: FileLimits(max_width=400)}.get, MEGABYTE)
    picture, mask = fitted["p"].smaller, fitted["m"].smaller
    assert picture is not None
    assert mask is not None
    assert picture.size == mask.size == (400, 133)
    assert (picture.mime_type, mask.mime_type) == ("image/jpeg", "image/png")


@pytest.mark.parametrize(
    ("size", "limits", "words"),
    [
        ((100, 100), FileLimits(min_width=300, min_height=300), "image is 100 × 100 pixels, and at least 300 × 300"),
        ((1, 900), FileLimits(max_height=450), None),
        ((1, 900), FileLimits(max_height=450, min_width=2), "image is 1 × 450 pixels"),
        ((100, 900), FileLimits(min_ratio=0.4, max_ratio=2.5), "too narrow"),
    ],
)
def test_what_cannot_be_brought_within_its_limits(
    tmp_path: Path, size: tuple[int, int], limits: FileLimits, words: str | None
) -> None:
    file = _file(tmp_path, "image", size)
    if words is None:
        assert fitted_inputs([file], {"image": limits}.get, MEGABYTE)["in"].smaller is not None
        return
    with pytest.raises(Rejected, match=words):
        fitted_inputs([file], {"image": limits}.get, MEGABYTE)


def test_sound_and_video_are_not_made_smaller(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(bytes(2 * MEGABYTE))
    file = InputFile("audio_url", "in", path, "audio/wav")
    assert fitted_inputs([file], {}.get, 3 * MEGABYTE)["in"].smaller is None
    with pytest.raises(Rejected, match="audio url has 2 MB, and 1 MB are taken at most"):
        fitted_inputs([file], {"audio_url": FileLimits(max_bytes=MEGABYTE)}.get, 3 * MEGABYTE)
    path.unlink()
    with pytest.raises(Rejected, match="missing"):
        fitted_inputs([file], {}.get, MEGABYTE)


def test_ratios_are_read() -> None:
    read = read_file_limits({"x-fal": {"min_aspect_ratio": 0.4, "max_aspect_ratio": 2.5, "max_file_size": 10}})
    assert read == FileLimits(max_bytes=10, min_ratio=0.4, max_ratio=2.5)
