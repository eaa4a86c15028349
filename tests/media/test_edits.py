"""Edits change what they say and nothing else: pixels stay exact, kinds stay what they are, notes go on being there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from imagen.domain.edits import Axis, Crop, Edit, Flip, Frame, Scale, Turn, as_json, from_json, size_after
from imagen.domain.errors import ImagenError, InvalidInput, TooLarge, UnsupportedFormat
from imagen.media.decoding import DecoderPool
from imagen.media.edits import edit_file
from tests.media import samples

SIZE = (7, 5)


def marked(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Make a picture in which no pixel is like another."""
    made = Image.new("RGB", size)
    made.putdata([(n % 256, n // 256, 200) for n in range(size[0] * size[1])])
    return made.convert(mode)


def edited(folder: Path, data: bytes, *edits: Edit) -> Image.Image:
    path = samples.put(folder, data)
    before = path.read_bytes()
    into = folder / "made"
    edit_file(path, edits, into)
    assert path.read_bytes() == before
    made = Image.open(into)
    made.load()
    return made


def pixels(picture: Image.Image) -> list[object]:
    return [*picture.convert("RGBA").tobytes()]


@pytest.mark.parametrize(
    ("edit", "size", "first"),
    [
        (Turn(90), (5, 7), (0, 4)),
        (Turn(180), (7, 5), (6, 4)),
        (Turn(270), (5, 7), (6, 0)),
        (Flip(Axis.HORIZONTAL), (7, 5), (6, 0)),
        (Flip(Axis.VERTICAL), (7, 5), (0, 4)),
        (Crop(2, 1, 4, 3), (4, 3), (2, 1)),
    ],
)
def test_an_edit_brings_the_right_pixel_to_the_corner(
    tmp_path: Path, edit: Edit, size: tuple[int, int], first: tuple[int, int]
) -> None:
    source = marked()
    made = edited(tmp_path, samples.encoded(source), edit)
    assert made.size == size
    assert made.getpixel((0, 0)) == source.getpixel(first)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
@pytest.mark.parametrize("edits", [[Turn(90)] * 4, [Turn(180)] * 2, [Flip(Axis.HORIZONTAL)] * 2, [Turn(90), Turn(270)]])
def test_what_is_turned_all_the_way_round_is_the_same(tmp_path: Path, mode: str, edits: list[Edit]) -> None:
    source = Image.new("I;16", SIZE, 40_000) if mode == "I;16" else marked(mode=mode)
    made = edited(tmp_path, samples.encoded(source), *edits)
    assert made.mode == source.mode
    assert made.tobytes() == source.tobytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([Turn(90), Turn(180), Turn(270), Flip(Axis.HORIZONTAL), Flip(Axis.VERTICAL)]),
            st.builds(Crop, *[st.integers(-1, 8)] * 4),
            st.builds(Scale, st.integers(0, 9), st.integers(0, 9)),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_size_is_known_before_or_the_edit_is_refused(tmp_path: Path, edits: list[Edit]) -> None:
    try:
        size = size_after(edits, SIZE)
    except InvalidInput:
        with pytest.raises(InvalidInput) as refused:
            edited(tmp_path, samples.encoded(marked()), *edits)
        assert refused.value.problems[0].field.startswith("edits.")
    else:
        assert edited(tmp_path, samples.encoded(marked()), *edits).size == size
    assert from_json(as_json(edits)) == tuple(edits)


@given(st.integers(0, 6), st.integers(0, 4), st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_part_is_cut_out_exactly(tmp_path: Path, x: int, y: int, data: st.DataObject) -> None:
    part = Crop(x, y, data.draw(st.integers(1, 7 - x)), data.draw(st.integers(1, 5 - y)))
    made = edited(tmp_path, samples.encoded(marked()), part)
    assert pixels(made) == pixels(marked().crop((x, y, x + part.width, y + part.height)))


@pytest.mark.parametrize(
    ("form", "kept"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("WEBP", "WEBP"), ("GIF", "PNG"), ("AVIF", "PNG")]
)
def test_kinds_stay_what_they_are_where_they_can(tmp_path: Path, form: str, kept: str) -> None:
    assert edited(tmp_path, samples.picture(form=form), Crop(0, 0, 100, 50)).format == kept


def test_a_webp_without_loss_stays_without_loss(tmp_path: Path) -> None:
    made = edited(tmp_path, samples.encoded(marked(), "WEBP", lossless=True), Flip(Axis.HORIZONTAL))
    assert pixels(made) == pixels(marked().transpose(Image.Transpose.FLIP_LEFT_RIGHT))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_is_compressed_as_it_was(tmp_path: Path, mode: str) -> None:
    made = edited(tmp_path, samples.picture(mode, form="JPEG", quality=31), Turn(180))
    assert made.mode == mode
    with Image.open(io.BytesIO(samples.picture(mode, form="JPEG", quality=31))) as source:
        assert made.quantization == source.quantization  # type: ignore[attr-defined]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_before_it_is_edited_and_stays_so(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "A camera"
    data = samples.encoded(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif)
    made = edited(tmp_path, data, Crop(0, 0, 20, 20) if orientation < 5 else Crop(0, 20, 20, 20))
    assert made.size == (20, 20)
    assert made.getexif().get(0x0112, 1) == 1
    assert made.getexif()[0x010F] == "A camera"


def test_the_texts_in_a_png_go_on(tmp_path: Path) -> None:
    notes = PngInfo()
    notes.add_text("parameters", "a fox\nSteps: 20, Seed: 7")
    made = edited(tmp_path, samples.encoded(marked(), pnginfo=notes), Turn(90))
    assert made.info["parameters"] == "a fox\nSteps: 20, Seed: 7"


def test_a_see_through_palette_is_scaled_in_true_colours(tmp_path: Path) -> None:
    source = marked(mode="P")
    made = edited(tmp_path, samples.encoded(source, transparency=0), Scale(21, 15))
    assert (made.mode, made.size) == ("RGBA", (21, 15))


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_a_frame_of_a_video_is_the_one_that_is_seen(tmp_path: Path, container: str) -> None:
    codec = {"mp4": "libx264", "webm": "libvpx"}[container]
    data = samples.video(container, codec, black_frames=3)
    black = edited(tmp_path, data, Frame(250)).convert("RGB").getpixel((80, 48))
    green = edited(tmp_path, data, Frame(300)).convert("RGB").getpixel((80, 48))
    assert max(black) < 40 < green[1]  # type: ignore[arg-type,index]
    assert edited(tmp_path, data, Frame(10**9)).size == (160, 96)
    assert edited(tmp_path, data, Frame(0), Crop(0, 0, 10, 20)).size == (10, 20)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_frame_of_an_animation_is_the_one_that_is_seen(tmp_path: Path, form: str) -> None:
    data = samples.animation(form)
    first = edited(tmp_path, data, Frame(0)).convert("RGB").getpixel((5, 5))
    assert first[0] > 200 > 100 > first[1]  # type: ignore[index]
    assert len(set(edited(tmp_path, data, Frame(150)).convert("RGB").tobytes())) > 10
    with pytest.raises(InvalidInput, match="frame"):
        edited(tmp_path, data, Turn(90))


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        (samples.video(), [Turn(90)], InvalidInput),
        (samples.picture()[:400], [Turn(90)], UnsupportedFormat),
        (samples.SVG, [Turn(90)], UnsupportedFormat),
        (samples.png_of_claimed_size(40_000, 40_000), [Turn(90)], TooLarge),
        (samples.encoded(marked()), [Scale(16_384, 16_384)], TooLarge),
        (samples.encoded(marked()), [], InvalidInput),
        (samples.encoded(marked()), [Turn(90)] * 17, InvalidInput),
        (samples.encoded(marked()), [Turn(90), Frame(0)], InvalidInput),
        (samples.encoded(marked()), [Turn(45)], InvalidInput),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, data: bytes, edits: list[Edit], expected: type[ImagenError]
) -> None:
    with pytest.raises(expected):
        edited(tmp_path, data, *edits)
    assert not (tmp_path / "made").exists()


def test_a_decoder_edits_and_says_what_it_refuses(tmp_path: Path) -> None:
    pool = DecoderPool(processes=1)
    try:
        path = samples.put(tmp_path, samples.encoded(marked()))
        pool.edit(path, [Turn(90)], tmp_path / "made")
        with Image.open(tmp_path / "made") as made:
            assert made.size == (5, 7)
        with pytest.raises(InvalidInput, match="outside") as refused:
            pool.edit(path, [Crop(3, 0, 5, 5)], tmp_path / "other")
        assert refused.value.problems[0].field == "edits.0.width"
    finally:
        pool.close()
