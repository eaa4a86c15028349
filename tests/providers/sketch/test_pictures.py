"""What words and parameters do to pictures, clips and music."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageChops

from imagen.domain.errors import Rejected
from imagen.providers.base import InputFile
from imagen.providers.sketch.drawing.colour import coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.picture import Frame, draw_picture
from imagen.providers.sketch.drawing.places import PLACES
from imagen.providers.sketch.drawing.styles import STYLES
from imagen.providers.sketch.drawing.things.catalogue import THINGS
from imagen.providers.sketch.parameters import ASPECT_RATIOS
from imagen.providers.sketch.parameters import STYLES as STYLE_CHOICES
from imagen.providers.sketch.reading import read_scene
from imagen.providers.sketch.vocabulary import COLOURS
from imagen.providers.sketch.vocabulary import PLACES as PLACE_WORDS

from .conftest import Desk


def draw(prompt: str, negative: str = "", **values: Any) -> Image.Image:
    frame = Frame(
        values.get("width", 192),
        values.get("height", 192),
        values.get("seed", 3),
        values.get("steps", 24),
        values.get("guidance", 4),
    )
    return draw_picture(read_scene(prompt, negative), frame, values.get("style", "poster"), lambda fraction, note: None)


def share(image: Image.Image, channel: int) -> float:
    """Give the share of pixels in which a channel is far above the other two."""
    pixels = np.asarray(image).astype(int)
    others = np.delete(pixels, channel, axis=2).max(axis=2)
    return float((pixels[..., channel] > others + 60).mean())


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.asarray(ImageChops.difference(one, other)).mean())


def test_colours_belong_to_their_things() -> None:
    red, blue = draw("a red dog at noon"), draw("a blue dog at noon")
    assert share(red, 0) > share(blue, 0) + 0.03
    assert share(blue, 2) > share(red, 2)
    scene = read_scene("a red dog under a blue umbrella beside a car")
    assert [(s.thing, s.colour) for s in scene.subjects] == [
        ("dog", COLOURS["red"]),
        ("umbrella", COLOURS["blue"]),
        ("car", None),
    ]


def test_times_of_day_light_the_picture() -> None:
    light = {time: np.asarray(draw(f"a dog at {time}")).mean() for time in ("noon", "dusk", "night")}
    assert light["noon"] > light["dusk"] > light["night"]
    sky = {time: np.asarray(draw(f"a dog at {time}"))[:60].mean(axis=(0, 1)) for time in ("noon", "dusk")}
    assert sky["dusk"][0] > sky["noon"][0] - 60
    assert sky["noon"][2] > sky["dusk"][2]


@pytest.mark.parametrize(
    "word",
    ["rain", "snow", "fog", "storm", "autumn", "winter", "night", "beach", "happy", "sad", "fireflies", "zyzzyva"],
)
def test_a_word_changes_the_picture(word: str) -> None:
    assert difference(draw("a fox"), draw(f"a fox {word}")) > 1.0


def test_words_without_meaning_still_tell_prompts_apart() -> None:
    assert difference(draw("quantum flux"), draw("entropic lattice")) > 2.0
    assert draw("a dog").tobytes() != draw("the dog").tobytes()


def test_the_same_seed_keeps_the_composition_when_a_colour_changes() -> None:
    kept = difference(draw("a red dog", seed=4), draw("a blue dog", seed=4))
    assert kept < difference(draw("a red dog", seed=4), draw("a red dog", seed=9))


def test_numbers_plurals_and_sizes() -> None:
    counts = {
        prompt: sum(s.count for s in read_scene(prompt).subjects)
        for prompt in ("dog", "dogs", "five dogs", "12 mice", "ten bees")
    }
    assert counts == {"dog": 1, "dogs": 3, "five dogs": 5, "12 mice": 12, "ten bees": 10}
    assert read_scene("a tiny dog").subjects[0].size < 1 < read_scene("a huge dog").subjects[0].size
    assert share(draw("a huge red owl"), 0) > share(draw("a tiny red owl"), 0) * 2


def test_negative_prompts_take_things_colours_and_weather_out() -> None:
    assert read_scene("a dog and a cat", "cats").subjects == read_scene("a dog").subjects
    assert read_scene("a dog in the rain", "rain").weather == frozenset()
    assert read_scene("a dog without a cat").subjects == read_scene("a dog").subjects
    assert share(draw("a red dog", "red"), 0) < share(draw("a red dog"), 0) - 0.02
    assert difference(draw("a fox in the rain", "rain"), draw("a fox in the rain")) > 2


@pytest.mark.parametrize("name", list(THINGS))
def test_every_thing_can_be_drawn(name: str) -> None:
    thing = THINGS[name]
    pen = Pen(thing.width, 100, 1)
    thing.draw(pen, coat(thing.colour, thing.accent, (200, 220, 240)))
    alpha = np.asarray(pen.finished().getchannel("A"))
    assert 0.05 < (alpha > 0).mean() < 0.98
    assert not alpha[0].any(), "touches the upper edge of its sheet"
    assert read_scene(f"a {name}").subjects[0].thing == name


def test_there_are_many_things_and_no_two_look_alike() -> None:
    assert len(THINGS) > 40
    sheets = set()
    for thing in THINGS.values():
        pen = Pen(100, 60, 1)
        thing.draw(pen, coat((200, 90, 60), (60, 90, 200), (200, 220, 240)))
        sheets.add(pen.finished().tobytes())
    assert len(sheets) == len(THINGS)


@pytest.mark.parametrize("place", list(PLACES))
def test_every_place_is_a_picture_of_its_own(place: str) -> None:
    other = "desert" if place != "desert" else "sea"
    assert PLACE_WORDS[place] == place
    assert difference(draw(f"a cat, {place}"), draw(f"a cat, {other}")) > 3


def test_every_style_has_a_look() -> None:
    assert set(STYLES) == set(STYLE_CHOICES)
    drawn = {style: draw("a fox at dusk", style=style) for style in STYLES}
    for style, image in drawn.items():
        assert all(difference(image, other) > 1.5 for name, other in drawn.items() if name != style), style


def test_steps_add_detail_and_guidance_adds_contrast() -> None:
    assert difference(draw("a forest", steps=1), draw("a forest", steps=60)) > 1
    pale, strong = (np.asarray(draw("a forest", guidance=value)).std() for value in (0, 10))
    assert strong > pale * 1.3


@pytest.mark.parametrize("ratio", list(ASPECT_RATIOS))
def test_pictures_have_the_size_asked_for(desk: Desk, ratio: str) -> None:
    files, _ = desk.make("sketch:sketch", aspect_ratio=ratio, size=256, steps=5)
    image = Image.open(io.BytesIO(files[0]))
    image.load()
    across, down = ASPECT_RATIOS[ratio]
    assert image.format == "PNG"
    assert max(image.size) == 256
    assert abs(image.width / image.height - across / down) < 0.02


@pytest.mark.parametrize(
    "prompt", ["…", "!!!", "a" * 4000, "no no no", "ten huge castles and ten tiny bees, storm", "雪の犬 🐕", "\x00\n\t"]
)
def test_any_text_makes_a_picture(prompt: str) -> None:
    for width, height in ((64, 192), (192, 64)):
        assert draw(prompt, width=width, height=height).size == (width, height)


def test_a_picture_is_restyled(desk: Desk, tmp_path: Path) -> None:
    source = _picture(tmp_path)
    kept, _ = desk.make("sketch:restyle", source, seed=1, strength=0)
    inked, _ = desk.make("sketch:restyle", source, seed=1, strength=1, style="ink")
    dusk, _ = desk.make("sketch:restyle", source, seed=1, strength=1, style="poster")
    dog, _ = desk.make("sketch:restyle", source, seed=1, strength=1, style="poster", prompt="a red dog")
    plain = Image.open(io.BytesIO(kept[0]))
    assert plain.size == (256, 170)
    assert difference(plain, Image.open(source.path).resize(plain.size)) < 2
    assert len({inked[0], dusk[0], dog[0], kept[0]}) == 4
    assert share(Image.open(io.BytesIO(dog[0])), 0) > 0.02


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n broken"])
def test_a_broken_input_picture_is_rejected(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(Rejected, match="cannot be read"):
        desk.order("sketch:restyle", {}, InputFile("image", "1", path, "image/png"))


def test_a_truncated_or_missing_input_picture_is_rejected(desk: Desk, tmp_path: Path) -> None:
    source = _picture(tmp_path)
    source.path.write_bytes(source.path.read_bytes()[:160])
    with pytest.raises(Rejected, match="cannot be read"):
        desk.order("sketch:restyle", {}, source)
    with pytest.raises(Rejected, match="no picture"):
        desk.order("sketch:restyle", {})


def test_clips_have_the_frames_and_size_asked_for_and_move(desk: Desk) -> None:
    files, _ = desk.make("sketch:motion", duration=1.5, fps=8, size=320, seed=1)
    with av.open(io.BytesIO(files[0])) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name in {"vp9", "libvpx-vp9"}
        assert stream.average_rate == 8
        frames = [frame.to_image() for frame in container.decode(video=0)]
    assert len(frames) == 12
    assert frames[0].size == (320, 180)
    assert difference(frames[0], frames[4]) > 0.5


def test_music_has_the_length_asked_for_and_follows_the_words(desk: Desk) -> None:
    pieces = {}
    for prompt in ("A calm night by the sea", "happy city", "a thunderstorm"):
        files, _ = desk.make("sketch:sound", prompt=prompt, duration=2.5, seed=1)
        with wave.open(io.BytesIO(files[0])) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 44_100)
            assert sound.getnframes() == round(2.5 * 44_100)
            pieces[prompt] = sound.readframes(sound.getnframes())
    assert len(set(pieces.values())) == 3
    samples = np.frombuffer(pieces["happy city"], "<i2").astype(float)
    assert 8000 < np.abs(samples).max() < 32767


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        ("sketch:sketch", {"prompt": "a cat"}),
        ("sketch:sketch", {"negative_prompt": "dog"}),
        ("sketch:sketch", {"aspect_ratio": "3:2"}),
        ("sketch:sketch", {"size": 320}),
        ("sketch:sketch", {"style": "ink"}),
        ("sketch:sketch", {"steps": 25}),
        ("sketch:sketch", {"guidance": 4.5}),
        ("sketch:motion", {"duration": 1.5}),
        ("sketch:motion", {"fps": 7}),
        ("sketch:motion", {"negative_prompt": "whale"}),
        ("sketch:sound", {"tempo": 180}),
        ("sketch:sound", {"voices": 4}),
        ("sketch:sound", {"instrument": "organ"}),
        ("sketch:sound", {"negative_prompt": "night"}),
        ("sketch:sound", {"prompt": "storm"}),
    ],
)
def test_every_parameter_matters(desk: Desk, model: str, changed: dict[str, Any]) -> None:
    assert desk.make(model, seed=1)[0] != desk.make(model, seed=1, **changed)[0]


def _picture(folder: Path) -> InputFile:
    path = folder / "given.png"
    image = Image.linear_gradient("L").resize((300, 200)).convert("RGB")
    image.save(path)
    return InputFile("image", "1", path, "image/png", 300, 200)
