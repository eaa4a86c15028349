"""A marked key goes to its own service and nowhere else: not into files, logs, answers, pages, frames, nor to strangers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from imagen.datafolder import DataFolder
from tests.browser.server import RunningServer
from tests.faults.marked_keys import KEYS, MARK, around, is_marked
from tests.faults.served import served
from tests.faults.sweep import Evidence, Sweep, files_below
from tests.provider_simulators import SETTINGS, Simulators, Speed, simulators


@dataclass
class Driven:
    """What is left after everything was driven: the evidence, the server's files and the services' records."""

    evidence: Evidence
    server: RunningServer
    sims: Simulators


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    folder = tmp_path_factory.mktemp("keys") / "data"
    with simulators(speed=Speed(0.0, 0.05, few_pictures=True)) as sims:
        options = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in sims.environment.items()]
        with served(folder, *options, "poll_seconds=0.05", "log_level=debug") as server:
            evidence = Sweep(server, sims).drive()
            database = DataFolder(folder).database
            assert database.with_name(f"{database.name}-wal").stat().st_size, "the WAL is looked into as well"
            yield Driven(evidence, server, sims)


def test_the_keys_were_used_and_things_were_made(driven: Driven) -> None:
    for name, key in KEYS.items():
        assert driven.sims.ledger.count(service=name) > 3
        assert any(one.service == name for one in driven.sims.recorder.with_key(key))
    assert driven.evidence.struck > 100
    assert len(driven.evidence.answers) > 300
    assert sum(len(frame) for frame in driven.evidence.received) > 10_000
    assert len(driven.evidence.events) > 1_000


def test_no_stranger_is_told(driven: Driven) -> None:
    own = {driven.sims.urls[origin]: origin for origin in SETTINGS.values()}
    strangers = [one for one in driven.sims.recorder.all() if one.origin not in own.values()]
    assert {"foreign.host", "replicate.delivery", "fal.media", "civitai.delivery"} <= {one.origin for one in strangers}
    told = []
    for one in strangers:
        seen = repr((sorted(one.headers.items()), one.path, one.query)).encode() + one.body
        if is_marked(seen) or one.authorization or "cookie" in one.headers or "x-fal-key" in one.headers:
            told.append(f"{one.method} {one.origin}{one.path}: {around(seen) or one.headers}")
    assert not told


def test_no_service_is_told_the_key_of_another(driven: Driven) -> None:
    for name, key in KEYS.items():
        assert {one.service for one in driven.sims.recorder.with_key(key)} == {name}


def test_a_key_travels_in_its_header_only(driven: Driven) -> None:
    for one in driven.sims.recorder.all():
        elsewhere = [value for name, value in one.headers.items() if name != "authorization"]
        assert not is_marked(repr((elsewhere, one.path, one.query)).encode() + one.body), (one.origin, one.path)


def test_no_file_holds_a_key_but_the_one_of_keys(driven: Driven) -> None:
    found = files_below(driven.server.folder)
    keys = DataFolder(driven.server.folder).keys_file
    content = found.pop(str(keys.relative_to(driven.server.folder)))
    assert MARK.encode() in content
    assert keys.stat().st_mode & 0o777 == 0o600
    assert {Path(name).suffix for name in found} >= {".db", ".db-wal", ".log", ".webp"}
    _nowhere(found)


def test_no_log_and_no_output_holds_a_key(driven: Driven) -> None:
    beside = driven.server.folder.parent
    _nowhere({path.name: path.read_bytes() for path in beside.iterdir() if path.is_file()})


def test_no_answer_of_the_api_holds_a_key(driven: Driven) -> None:
    _nowhere({**driven.evidence.answers, "events": bytes(driven.evidence.events)})


def test_no_page_and_no_frame_to_it_holds_a_key(driven: Driven) -> None:
    _nowhere(driven.evidence.pages)
    _nowhere({f"frame {at}": frame for at, frame in enumerate(driven.evidence.received)})


def test_what_is_typed_goes_to_the_server_alone(driven: Driven) -> None:
    typed = [frame for frame in driven.evidence.sent if is_marked(frame)]
    assert typed, "the keys were typed in a page"


@pytest.mark.parametrize("form", [str, str.lower, lambda text: text[::-1]])
def test_the_sweep_would_see_a_key(form: object) -> None:
    import base64

    assert callable(form)
    assert is_marked(form(MARK).encode())
    for key in KEYS.values():
        for before in ("", "a", "ab"):
            assert is_marked(base64.b64encode(f"{before}{key}".encode()))
    assert not is_marked(b"nothing of the kind")


def _nowhere(found: dict[str, bytes]) -> None:
    told = [f"{name}: {around(content)}" for name, content in found.items() if is_marked(content)]
    assert not told, "\n".join(told[:20])
