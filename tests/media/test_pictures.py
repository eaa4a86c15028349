"""Pictures are decoded whole, measured as they are shown, and refused in words when they are damaged or too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import ImagenError, StorageError, TooLarge, UnsupportedFormat
from imagen.media import limits
from imagen.media.examination import Examination, examine
from imagen.media.thumbnails import ThumbnailSize, serves_itself
from tests.media import samples


def examined(folder: Path, data: bytes) -> tuple[Examination, Image.Image, Image.Image]:
    """Examine a file; return what was found and its small and large thumbnail, decoded: the large one may be itself."""
    files: dict[ThumbnailSize, Path] = {"small": folder / "small.webp", "large": folder / "large.webp"}
    itself = samples.put(folder, data)
    found = examine(itself, files)
    small = Image.open(files["small"], formats=("WEBP",))
    is_itself = serves_itself(found.mime_type, found.width, found.height, found.duration_ms, len(data))
    large = Image.open(itself) if is_itself else Image.open(files["large"], formats=("WEBP",))
    assert is_itself is not files["large"].exists()
    small.load()
    large.load()
    return found, small, large


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_form_of_picture_is_measured_and_shown_in_two_sizes(tmp_path: Path, form: str) -> None:
    found, small, large = examined(tmp_path, samples.picture(size=(2000, 1000), form=form))
    assert (found.width, found.height, found.duration_ms) == (2000, 1000, None)
    assert (small.size, large.size) == ((320, 160), (1280, 640))
    assert found.placeholder is not None
    assert found.placeholder.startswith("data:image/webp;base64,")
    assert len(found.placeholder) < 500


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (1, 5000), (5000, 1)])
def test_thumbnails_are_never_larger_than_the_picture_nor_empty(tmp_path: Path, size: tuple[int, int]) -> None:
    found, small, large = examined(tmp_path, samples.picture(size=size))
    assert (found.width, found.height) == size
    for thumbnail, box in ((small, 320), (large, 1280)):
        assert thumbnail.size == (min(size[0], box), min(size[1], box))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_measured_and_shown_upright(tmp_path: Path, orientation: int, form: str) -> None:
    upright = Image.new("RGB", (120, 60), "blue")
    upright.paste("red", (0, 0, 60, 30))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that the orientation takes back
    turned = upright.transpose(Image.Transpose(undo[orientation])) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    found, small, _ = examined(tmp_path, samples.encoded(turned, form, exif=exif))
    assert (found.width, found.height) == small.size == (120, 60)
    reds = [small.convert("RGB").getpixel(spot) for spot in ((10, 10), (110, 10), (10, 50), (110, 50))]
    assert [pixel[0] > 128 for pixel in reds if isinstance(pixel, tuple)] == [True, False, False, False]


def test_notes_that_cannot_be_read_do_not_spoil_a_sound_picture(tmp_path: Path) -> None:
    found, _, _ = examined(tmp_path, samples.picture(form="JPEG", exif=b"Exif\x00\x00garbage of all kinds"))
    assert (found.width, found.height) == (640, 400)


def test_transparency_is_kept(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 300, 600))
    _, small, _ = examined(tmp_path, samples.encoded(clear))
    left, right = small.getpixel((40, 160)), small.getpixel((280, 160))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[0] > 240, left[3], right[3]) == (True, 255, 0)


def test_a_palette_s_transparency_is_kept(tmp_path: Path) -> None:
    palette = Image.new("P", (50, 50), 0)
    palette.putpalette([255, 255, 255, 0, 128, 0])
    palette.paste(1, (0, 0, 25, 50))
    _, small, _ = examined(tmp_path, samples.encoded(palette, transparency=0))
    assert small.mode == "RGBA"


def test_sixteen_bits_a_pixel_keep_their_greys(tmp_path: Path) -> None:
    grey = Image.new("I;16", (400, 400), 32768)
    _, small, _ = examined(tmp_path, samples.encoded(grey))
    shade = small.convert("L").getpixel((100, 100))
    assert isinstance(shade, int)
    assert 120 <= shade <= 135


def test_printers_colours_become_the_screen_s(tmp_path: Path) -> None:
    ink = Image.new("CMYK", (400, 400), (0, 255, 255, 0))
    _, small, _ = examined(tmp_path, samples.encoded(ink, "JPEG"))
    pixel = small.getpixel((100, 100))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 60


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_unusual_modes_are_shown(tmp_path: Path, mode: str) -> None:
    assert examined(tmp_path, samples.picture(mode))[1].size == (320, 200)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_played_whole_and_shown_by_its_first_frame(tmp_path: Path, form: str) -> None:
    found, small, _ = examined(tmp_path, samples.animation(form))
    assert found.duration_ms == 400
    pixel = small.convert("RGB").getpixel((30, 20))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 60


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_cut_off_after_its_first_frame_is_refused(tmp_path: Path, form: str) -> None:
    data = samples.animation(form)
    with pytest.raises(UnsupportedFormat, match="damaged or incomplete"):
        examine(samples.put(tmp_path, data[: len(data) * 3 // 4]), {})


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_picture_that_was_cut_off_is_refused(tmp_path: Path, form: str, share: float) -> None:
    data = samples.picture(size=(1500, 900), form=form)
    with pytest.raises(UnsupportedFormat, match="damaged or incomplete"):
        examine(samples.put(tmp_path, data[: int(len(data) * share)]), {})


def test_a_picture_with_one_bit_turned_is_refused(tmp_path: Path) -> None:
    data = bytearray(samples.picture())
    data[len(data) // 2] ^= 1
    with pytest.raises(UnsupportedFormat, match="damaged or incomplete"):
        examine(samples.put(tmp_path, bytes(data)), {})


@pytest.mark.parametrize("size", [(100_000, 100_000), (12_000, 12_000), (11_000, 11_000)])
def test_a_claim_of_too_many_pixels_is_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge, match="pixels"):
        examine(samples.put(tmp_path, samples.png_of_claimed_size(*size)), {})


def test_an_animation_with_too_many_frames_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FRAMES", 3)
    with pytest.raises(TooLarge, match="4 frames"):
        examine(samples.put(tmp_path, samples.animation("GIF")), {})


@pytest.mark.parametrize(
    ("data", "says"), [(b"", "empty"), (samples.SVG, "SVG"), (samples.HTML, "HTML"), (b"\x89PNG\r\n\x1a\n", "damaged")]
)
def test_what_only_pretends_to_be_a_picture_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(UnsupportedFormat, match=says):
        examine(samples.put(tmp_path, data), {})


def test_one_form_s_content_behind_another_s_magic_is_refused(tmp_path: Path) -> None:
    mixed = b"\x89PNG\r\n\x1a\n" + samples.picture(form="JPEG")
    with pytest.raises(UnsupportedFormat, match="PNG file is damaged"):
        examine(samples.put(tmp_path, mixed), {})


def test_a_thumbnail_that_cannot_be_written_is_the_disk_s_trouble_not_the_file_s(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="thumbnails not written") as raised:
        examine(samples.put(tmp_path, samples.picture()), {"small": tmp_path / "nowhere" / "small.webp"})
    assert isinstance(raised.value, ImagenError)
    assert raised.value.hint
