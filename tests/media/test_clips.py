"""Videos and sounds are read to their end, measured, and shown by a poster or a waveform."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media.examination import Examination, examine
from tests.media import samples


def examined(folder: Path, data: bytes) -> tuple[Examination, Image.Image]:
    """Examine a clip; return what was found and its large thumbnail."""
    found = examine(samples.put(folder, data), {"large": folder / "large.webp"})
    with Image.open(folder / "large.webp", formats=("WEBP",)) as thumbnail:
        thumbnail.load()
        return found, thumbnail.convert("RGBA")


VIDEOS = {
    "mp4": samples.video(),
    "mp4 with sound": samples.video(sound_seconds=2.0),
    "mov": samples.video("mov"),
    "webm": samples.video("webm", "libvpx-vp9"),
}
SOUNDS = {
    "wav": samples.wav(),
    "wav of 8 bits": samples.wav(width=1, channels=1),
    "wav of 24 bits": samples.wav(width=3),
    "mp3": samples.sound(),
    "mp3 without tag": samples.sound(id3v2_version="0", write_xing="0"),
    "flac": samples.sound("flac", "flac"),
    "ogg": samples.sound("ogg", "libopus"),
}


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_is_measured_and_shown_by_its_first_frame_that_is_not_black(tmp_path: Path, name: str) -> None:
    found, poster = examined(tmp_path, VIDEOS[name])
    assert found.format.type is ProductType.VIDEO
    assert (found.width, found.height) == poster.size == (160, 96)
    assert found.duration_ms is not None
    assert 1900 <= found.duration_ms <= 2150
    pixel = poster.getpixel((80, 48))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 150
    assert found.placeholder is not None


def test_a_video_that_stays_black_is_shown_all_the_same(tmp_path: Path) -> None:
    found, poster = examined(tmp_path, samples.video(black_frames=100, frames=80))
    assert (found.width, poster.size) == (160, (160, 96))


def test_a_turned_video_is_measured_and_shown_upright(tmp_path: Path) -> None:
    found, poster = examined(tmp_path, samples.turned_quarter(samples.video()))
    assert (found.width, found.height) == poster.size == (96, 160)


@pytest.mark.parametrize(("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx-vp9")])
def test_a_video_whose_sound_goes_on_longer_is_whole(tmp_path: Path, container: str, codec: str) -> None:
    found, _ = examined(tmp_path, samples.video(container, codec, sound_seconds=8.0))
    assert found.duration_ms is not None
    assert 7900 <= found.duration_ms <= 8150


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_measured_and_shown_by_its_waveform(tmp_path: Path, name: str) -> None:
    found, waveform = examined(tmp_path, SOUNDS[name])
    assert found.format.type is ProductType.AUDIO
    assert (found.width, found.height) == (None, None)
    assert found.duration_ms is not None
    assert 1950 <= found.duration_ms <= 2100
    assert waveform.size == (1280, 480)


@pytest.mark.parametrize("name", ["mp3", "flac", "ogg"])
def test_a_waveform_is_low_where_the_sound_is_silent(tmp_path: Path, name: str) -> None:
    _, waveform = examined(tmp_path, SOUNDS[name])
    alpha = waveform.getchannel("A")
    edge = [alpha.crop((left, 60, left + 320, 80)).getextrema()[1] for left in (160, 800)]
    assert edge[0] == 0
    assert isinstance(edge[1], int)
    assert edge[1] > 200


def test_a_video_container_that_holds_only_sound_is_a_sound(tmp_path: Path) -> None:
    found, _ = examined(tmp_path, samples.sound("ipod", "aac"))
    assert (found.mime_type, found.format.extension, found.format.type) == ("audio/mp4", "mp4", ProductType.AUDIO)
    found, _ = examined(tmp_path, samples.sound("webm", "libopus"))
    assert (found.mime_type, found.format.extension) == ("audio/webm", "webm")


@pytest.mark.parametrize("name", [*VIDEOS, *(name for name in SOUNDS if name != "mp3 without tag")])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_a_clip_that_was_cut_off_is_refused(tmp_path: Path, name: str, share: float) -> None:
    data = {**VIDEOS, **SOUNDS}[name]
    with pytest.raises(UnsupportedFormat, match="incomplete"):
        examine(samples.put(tmp_path, data[: int(len(data) * share)]), {})


def test_a_video_whose_index_comes_first_is_refused_when_cut_off(tmp_path: Path) -> None:
    data = samples.index_first(samples.video())
    with pytest.raises(UnsupportedFormat, match="ends before it should"):
        examine(samples.put(tmp_path, data[:-200]), {})


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"rubbish " * 500,
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"rubbish " * 500,
        b"RIFF\x00\x10\x00\x00WAVEfmt " + b"rubbish " * 500,
        b"OggS" + b"rubbish " * 500,
        b"fLaC" + b"rubbish " * 500,
        b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"rubbish " * 500,
        b"\xff\xfb\x90\x00" + b"rubbish " * 500,
    ],
    ids=["mp4", "webm", "wav", "ogg", "flac", "mp3 with tag", "mp3"],
)
def test_rubbish_behind_good_magic_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        examine(samples.put(tmp_path, data), {})


def test_a_list_of_other_files_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(VIDEOS["mp4"])
    for listing in (f"ffconcat version 1.0\nfile '{secret}'\n", f"#EXTM3U\n#EXTINF:1,\n{secret}\n"):
        with pytest.raises(UnsupportedFormat, match="a text"):
            examine(samples.put(tmp_path, listing.encode()), {})
        disguised = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + listing.encode()
        with pytest.raises(UnsupportedFormat, match="MP4"):
            examine(samples.put(tmp_path, disguised), {})
