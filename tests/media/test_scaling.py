"""Copies of pictures are brought within bounds, upright and in plain colours; what cannot be is refused with a sentence."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import InvalidInput
from imagen.media.scaling import PictureBounds, ScaledPicture, scaled, size_of
from tests.media.samples import animation, encoded, picture, put


def _read(copy: ScaledPicture) -> Image.Image:
    image = Image.open(BytesIO(copy.content))
    image.load()
    assert image.size == (copy.width, copy.height)
    assert image.get_format_mimetype() == copy.mime_type
    return image


def _noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    channels = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), random.Random(3).randbytes(width * height * channels))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_sides_keep_their_ratio(tmp_path: Path, form: str) -> None:
    path = put(tmp_path, picture(size=(1200, 800), form=form))
    before = path.read_bytes()
    copy = scaled(path, PictureBounds(max_width=600, max_height=1000))
    assert (copy.width, copy.height, copy.mime_type) == (600, 400, "image/jpeg")
    assert _read(copy).mode == "RGB"
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (3, 4000)])
def test_a_hair_keeps_a_pixel_at_least(tmp_path: Path, size: tuple[int, int]) -> None:
    copy = scaled(put(tmp_path, picture(size=size)), PictureBounds(max_width=1000, max_height=1000))
    assert max(copy.size) == 1000
    assert min(copy.size) == 1
    _read(copy)


def test_a_hair_is_refused_where_sides_have_a_least(tmp_path: Path) -> None:
    bounds = PictureBounds(min_width=300, min_height=300, max_width=1000, max_height=1000)
    with pytest.raises(InvalidInput, match="1 × 1000 pixels, and at least 300 × 300"):
        scaled(put(tmp_path, picture(size=(1, 5000))), bounds)
    with pytest.raises(InvalidInput, match="too narrow"):
        scaled(put(tmp_path, picture(size=(500, 5000))), PictureBounds(min_ratio=0.4))
    with pytest.raises(InvalidInput, match="too wide"):
        scaled(put(tmp_path, picture(size=(5000, 500))), PictureBounds(max_ratio=2.5))


def test_what_shines_through_goes_on_doing_so(tmp_path: Path) -> None:
    shining = Image.new("RGBA", (400, 400), (200, 30, 30, 0))
    shining.paste((0, 0, 200, 255), (0, 0, 400, 200))
    read = _read(scaled(put(tmp_path, encoded(shining)), PictureBounds(max_width=100)))
    assert (read.format, read.mode) == ("PNG", "RGBA")
    assert (read.getpixel((50, 20)), read.getpixel((50, 80))[3]) == ((0, 0, 200, 255), 0)  # type: ignore[index]
    palette = Image.new("P", (300, 300), 1)
    palette.putpalette([0, 0, 0, 255, 255, 255])
    seen_through = put(tmp_path, encoded(palette, transparency=1))
    assert _read(scaled(seen_through, PictureBounds(max_width=100))).mode == "RGBA"
    opaque = put(tmp_path, encoded(Image.new("RGBA", (300, 300), "teal")))
    assert scaled(opaque, PictureBounds(max_width=100)).mime_type == "image/jpeg"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_and_has_no_notes(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (400, 200), "white")
    upright.paste("red", (0, 0, 200, 100))  # at the top left
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    stored = upright if back is None else upright.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = put(tmp_path, encoded(stored, "JPEG", exif=exif.tobytes(), quality=95))
    assert size_of(path) == (400, 200)
    read = _read(scaled(path, PictureBounds(max_width=100)))
    assert read.size == (100, 50)
    red, green, _ = read.getpixel((20, 10))  # type: ignore[misc]
    assert red > 200
    assert green < 60
    assert not read.getexif()


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    copy = scaled(put(tmp_path, animation("GIF", size=(200, 100))), PictureBounds(max_width=50))
    assert copy.was_animated
    assert getattr(_read(copy), "n_frames", 1) == 1
    assert copy.size == (50, 25)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "I;16", "YCbCr", "LA"])
def test_colours_of_all_sorts(tmp_path: Path, mode: str) -> None:
    form = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    source = Image.new("RGB", (300, 200), "white")
    made = Image.new("I;16", (300, 200), 65535) if mode == "I;16" else source.convert(mode)
    read = _read(scaled(put(tmp_path, encoded(made, form)), PictureBounds(max_width=100)))
    assert read.mode == "RGB"
    assert min(read.getpixel((50, 30))) >= 250  # type: ignore[arg-type, type-var]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_bytes_are_brought_down_by_as_little_as_is_needed(tmp_path: Path, mode: str) -> None:
    path = put(tmp_path, encoded(_noise(400, 300, mode)))
    most = path.stat().st_size // 3
    copy = scaled(path, PictureBounds(max_bytes=most))
    assert most / 3 < len(copy.content) <= most
    assert abs(copy.width / copy.height - 4 / 3) < 0.05
    _read(copy)


def test_bytes_that_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        scaled(put(tmp_path, encoded(_noise(400, 300))), PictureBounds(max_bytes=50))
    with pytest.raises(InvalidInput, match="at least 200 × 200"):
        scaled(put(tmp_path, encoded(_noise(300, 300))), PictureBounds(max_bytes=9_000, min_width=200, min_height=200))


@pytest.mark.parametrize("damage", ["cut", "words"])
def test_what_is_no_picture(tmp_path: Path, damage: str) -> None:
    whole = encoded(_noise(200, 200))
    path = put(tmp_path, whole[: len(whole) // 2] if damage == "cut" else b"RIFFxxxxWAVEfmt words")
    with pytest.raises(InvalidInput):
        scaled(path, PictureBounds(max_width=100))


def test_lossless_and_exact(tmp_path: Path) -> None:
    path = put(tmp_path, encoded(Image.new("L", (1000, 333), 255)))
    copy = scaled(path, PictureBounds(max_width=500), exactly=(500, 166), lossless=True)
    assert (copy.size, copy.mime_type) == ((500, 166), "image/png")
