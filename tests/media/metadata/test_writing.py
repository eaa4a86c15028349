"""What Imagen writes is read back exactly, the text form by A1111's rules, and no pixel changes."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.file_parameters import DigitalSourceType, FileLora, FileParameters, FileResource, Software
from imagen.media import formats
from imagen.media.metadata import can_embed, can_strip, embed, read_sidecar, read_stream, strip, write_sidecar
from imagen.media.metadata.settings_text import read_settings_text
from imagen.media.metadata.settings_writing import write_settings_text
from tests.media import samples

MADE = FileParameters(
    software=Software.IMAGEN,
    software_version="1.2.3",
    prompt='ein Mädchen [im] Café, 猫 "quoted"\nsecond line: Steps: 3, <lora:detail:0.8> {a|b} \\[x\\]',
    negative_prompt="blurry, (bad:1.2)\nworse",
    seed=12345678901234567890,
    steps=20,
    sampler="Euler a",
    scheduler="Karras",
    cfg=7.5,
    width=512,
    height=768,
    model="SD, XL: the one",
    model_hash="45dee52b12",
    model_key="replicate/some/model",
    loras=(FileLora("detail", 0.8, "0f1e2d3c"), FileLora("plain")),
    resources=(FileResource("lora", "Detail", "v1", 135867, 0.8, "urn:air:sdxl:lora:civitai:122359@135867"),),
    pairs=(("prompt", "a"), ("num_inference_steps", 20), ("go_fast", True), ("rows", [{"a": None, "b": 1.5}])),
)

# letters of every plane, no halves of characters; what UTF-8 cannot hold cannot be typed either
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
lines = st.lists(
    st.one_of(
        st.text(st.sampled_from("[]{}()<>|,:\"\\?#=.'/- aäß猫🙂\r\t\u2028\u00a0"), max_size=30),
        st.sampled_from(["Steps: 3, Seed: 4, Size: 1x1", "Negative prompt", 'a: "b", c: d, ee: {', "[color]", "\\["]),
    ),
    max_size=4,
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
records = st.builds(
    FileParameters,
    software=st.sampled_from(Software),
    software_version=texts,
    prompt=texts,
    negative_prompt=texts,
    seed=st.none() | st.integers(-(10**20), 10**20),
    steps=st.none() | st.integers(0, 10**6),
    sampler=texts,
    scheduler=texts,
    cfg=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    width=st.none() | st.integers(1, 10**6),
    height=st.none() | st.integers(1, 10**6),
    model=texts,
    model_hash=texts,
    model_key=texts,
    loras=st.lists(st.builds(FileLora, texts, st.none() | st.floats(-2, 2), texts), max_size=2).map(tuple),
    pairs=st.lists(st.tuples(texts, values), max_size=4).map(tuple),
)


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return samples.picture(form="JPEG", exif=exif, icc_profile=profile, comment=b"a secret note", progressive=True)


def _with_profile(form: str, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return samples.picture(form=form, size=(64, 40), exif=exif.tobytes(), icc_profile=profile, **options)


def _noted_animation() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\x00\x00\x00a secret note"
    pictures = [Image.effect_noise((64, 48), 30 + n).convert("RGB") for n in range(3)]
    return samples.encoded(
        pictures[0], "AVIF", save_all=True, append_images=pictures[1:], duration=100, exif=exif.tobytes()
    )


FILES: dict[str, Callable[[], bytes]] = {
    "png": lambda: samples.picture(size=(64, 40)),
    "png-profile": lambda: _with_profile("PNG"),
    "png-animated": lambda: samples.animation("PNG"),
    "png-palette": lambda: samples.picture("P", size=(64, 40)),
    "jpeg": lambda: samples.picture(form="JPEG"),
    "jpeg-turned": _turned,
    "jpeg-cmyk": lambda: samples.picture("CMYK", form="JPEG"),
    "webp": lambda: samples.picture(form="WEBP", size=(65, 41)),
    "webp-lossless": lambda: samples.picture("RGBA", form="WEBP", size=(65, 41), lossless=True),
    "webp-alpha": lambda: samples.picture("RGBA", form="WEBP", size=(65, 41)),
    "webp-animated": lambda: samples.animation("WEBP"),
    "webp-profile": lambda: _with_profile("WEBP"),
    "gif": lambda: samples.picture("P", form="GIF", comment=b"a secret note"),
    "avif": lambda: samples.picture(form="AVIF", size=(65, 41)),
    "avif-alpha": lambda: samples.picture("RGBA", form="AVIF", size=(65, 41)),
    "avif-noted": lambda: _with_profile("AVIF", xmp=b"<x>a secret note</x>"),
    "avif-animated": _noted_animation,
    "gif-animated": lambda: samples.animation("GIF"),
}


@pytest.fixture(params=FILES)
def data(request: pytest.FixtureRequest) -> bytes:
    return FILES[request.param]()


def _embedded(
    data: bytes, made: FileParameters = MADE, source: DigitalSourceType | None = DigitalSourceType.TRAINED
) -> bytes:
    target = io.BytesIO()
    written = embed(io.BytesIO(data), target, made, source)
    assert not written.left_out
    return target.getvalue()


def _stripped(data: bytes) -> bytes:
    target = io.BytesIO()
    strip(io.BytesIO(data), target)
    return target.getvalue()


def _same_picture(one: bytes, other: bytes) -> None:
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        assert first.size == second.size
        assert first.info.get("icc_profile") == second.info.get("icc_profile")
        assert first.getexif().get(0x0112, 1) == second.getexif().get(0x0112, 1)
        frames = zip(ImageSequence.Iterator(first), ImageSequence.Iterator(second), strict=True)
        for left, right in frames:
            assert left.info.get("duration") == right.info.get("duration")
            assert np.array_equal(np.asarray(left), np.asarray(right))


@pytest.mark.parametrize("source", [*DigitalSourceType, None])
def test_reads_back_exactly_what_was_written(data: bytes, source: DigitalSourceType | None) -> None:
    read = read_stream(io.BytesIO(_embedded(data, source=source)))
    assert read.troubles == ()
    assert read.parameters == MADE
    assert read.digital_source_type is source


def test_pixels_profile_and_turn_stay(data: bytes) -> None:
    _same_picture(data, _embedded(data))
    _same_picture(data, _stripped(data))
    _same_picture(data, _stripped(_embedded(data)))


def test_writing_twice_leaves_the_later_notes_alone(data: bytes) -> None:
    other = FileParameters(software=Software.IMAGEN, prompt="another", seed=1)
    once, twice = _embedded(data, other), _embedded(_embedded(data), other)
    assert read_stream(io.BytesIO(twice)).parameters == other
    assert b"Karras" not in twice
    assert b"ftypavi" not in twice[:16] or b"a secret note" not in twice
    assert "Karras".encode("utf-16-be") not in twice
    if b"ftypavi" not in data[:16]:  # which gets new notes behind what becomes of the old ones
        assert twice == once


def test_stripped_files_say_nothing(data: bytes) -> None:
    bare = _stripped(_embedded(data))
    read = read_stream(io.BytesIO(bare))
    assert read.parameters is None
    assert read.texts == ()
    for word in (b"secret", b"Steps", b"imagen", b"Karras", b"digitalsourcetype", b"Camera", b"K\x00a\x00r\x00r"):
        assert word not in bare
    assert _stripped(bare) == bare


def test_other_programs_find_the_text_where_they_look(data: bytes) -> None:
    expected = write_settings_text(MADE)
    texts = {each.text for each in read_stream(io.BytesIO(_embedded(data))).texts}
    assert expected in texts
    with Image.open(io.BytesIO(_embedded(data))) as picture:
        if b"ftypavis" in data[:16]:  # Pillow looks into the track of an animation only
            return
        if picture.format == "PNG":
            assert picture.info["parameters"] == expected
            assert DigitalSourceType.TRAINED.uri in picture.info["XML:com.adobe.xmp"]
        elif picture.format in ("JPEG", "WEBP", "AVIF"):
            comment = picture.getexif().get_ifd(0x8769)[0x9286]
            assert comment == b"UNICODE\x00" + expected.encode("utf-16-be")
            assert DigitalSourceType.TRAINED.uri.encode() in picture.info["xmp"]
        else:
            assert DigitalSourceType.TRAINED.uri.encode() in _embedded(data)


@settings(max_examples=150, deadline=None)
@given(records, st.sampled_from(["png", "jpeg", "webp", "gif", "avif"]))
def test_every_record_comes_back_exactly(made: FileParameters, form: str) -> None:
    assert read_stream(io.BytesIO(_embedded(_SMALL[form], made))).parameters == made
    assert read_sidecar(write_sidecar(made)).parameters == made


@settings(max_examples=300, deadline=None)
@given(lines, lines, st.integers(0, 2**64))
def test_the_text_form_comes_back_by_its_rules(prompt: list[str], negative: list[str], seed: int) -> None:
    made = FileParameters(
        software=Software.IMAGEN, prompt="\n".join(prompt), negative_prompt="\n".join(negative), seed=seed, cfg=3.5
    )
    read = read_settings_text(write_settings_text(made))
    assert read.prompt == _trimmed(prompt)
    assert read.negative_prompt == _trimmed(negative)
    assert dict(read.pairs) | {"Seed": str(seed), "CFG scale": "3.5"} == dict(read.pairs)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.from_regex(r"\A[A-Za-z_]\w[\w \-/]{0,12}\w\Z"), texts.filter(str.strip), max_size=5))
def test_every_value_of_the_settings_line_comes_back(pairs: dict[str, str]) -> None:
    pairs = {name: value.replace("\x00", "") for name, value in pairs.items()}
    made = FileParameters(prompt="p", seed=1, steps=2, model="m", pairs=tuple(pairs.items()))
    read = dict(read_settings_text(write_settings_text(made)).pairs)
    told = {"Steps": "2", "Seed": "1", "Model": "m"}
    for name, value in pairs.items():
        if name in read and name not in told and value:
            assert read[name] == value


def test_what_is_too_long_for_a_jpeg_segment_still_comes_back() -> None:
    made = FileParameters(software=Software.IMAGEN, prompt="long 猫 & <b> " * 9_000, seed=1)
    target = io.BytesIO()
    written = embed(io.BytesIO(_SMALL["jpeg"]), target, made)
    assert written.left_out == {"text"}
    read = read_stream(io.BytesIO(target.getvalue()))
    assert read.parameters == made
    assert read.digital_source_type is DigitalSourceType.TRAINED
    _same_picture(_SMALL["jpeg"], target.getvalue())


def test_a_strangers_xmp_stays_beside_ours() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:rights="by me"/></rdf:RDF></x:xmpmeta>'
    )
    for form in ("JPEG", "WEBP"):
        made = _embedded(samples.picture(form=form, size=(16, 16), xmp=packet))
        assert b'dc:rights="by me"' in made
        assert read_stream(io.BytesIO(made)).parameters == MADE


def test_the_source_is_only_read(tmp_path: object) -> None:
    source = io.BytesIO(_SMALL["png"])
    embed(source, io.BytesIO(), MADE)
    strip(source, io.BytesIO())
    assert source.getvalue() == _SMALL["png"]


def test_a_sidecar_tells_all() -> None:
    read = read_sidecar(write_sidecar(MADE, DigitalSourceType.COMPOSITE))
    assert read.parameters == MADE
    assert read.digital_source_type is DigitalSourceType.COMPOSITE


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"{}", b'{"imagen": 3}', b'{"imagen": {"version": "x"}}', b"[" * 10**5]
)
def test_a_broken_sidecar_gives_a_reason(data: bytes) -> None:
    read = read_sidecar(data)
    assert read.parameters is None
    assert read.reason


def test_formats_without_notes_are_refused_in_words() -> None:
    with pytest.raises(UnsupportedFormat, match="take no notes"):
        embed(io.BytesIO(samples.wav()), io.BytesIO(), MADE)
    assert not can_embed(formats.OGG)
    assert not can_strip(formats.OGG)
    assert can_embed(formats.PNG)
    assert can_strip(formats.AVIF)


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "gif", "avif"])
def test_a_cut_off_file_is_refused_in_words(form: str) -> None:
    data = _SMALL[form]
    for end in (14, 40, len(data) // 2):
        with pytest.raises(UnsupportedFormat):
            strip(io.BytesIO(data[:end]), io.BytesIO())


def _trimmed(text: list[str]) -> str:
    return "\n".join(line.strip() for line in "\n".join(text).strip().split("\n")).strip()


_SMALL = {
    "png": samples.picture(size=(16, 12)),
    "jpeg": samples.picture(form="JPEG", size=(16, 12)),
    "webp": samples.picture(form="WEBP", size=(16, 12)),
    "gif": samples.picture("P", form="GIF", size=(16, 12)),
    "avif": samples.picture(form="AVIF", size=(16, 12)),
}
