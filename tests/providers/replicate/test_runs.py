"""Whole runs of every model type at the simulator: submitted once, asked about, collected as real files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import BadResponse, Rejected
from imagen.providers.base import FailureReason, InputFile, ModelType, RemoteState
from imagen.providers.replicate.provider import bundled
from tests.provider_simulators import Fault
from tests.providers.replicate.conftest import SCHNELL, Bench, content

ESRGAN = "replicate:nightmareai/real-esrgan"


def test_text_to_image(bench: Bench) -> None:
    result = bench.run(prompt="a lighthouse", num_outputs=2, aspect_ratio="16:9", output_format="png", seed=7)
    assert [output.index for output in result.outputs] == [0, 1]
    for output in result.outputs:
        with Image.open(io.BytesIO(content(output))) as image:
            assert image.format == "PNG"
            assert image.width > image.height
        assert output.source_url
        assert not output.blocked
    assert result.return_parameters["seed"] == 7
    assert result.inference_time_ms is not None
    assert result.metadata["timings"]["predict_time"] >= 0
    assert bench.accepted == 1


def test_a_blank_seed_is_drawn_and_told(bench: Bench) -> None:
    submission = bench.submit(prompt="a lighthouse")
    drawn = submission.prepared.actual_parameters["seed"]
    assert drawn == bench.prepared(prompt="a lighthouse").actual_parameters["seed"]
    assert drawn != bench.prepared(prompt="a lighthouse", generation="g2").actual_parameters["seed"]
    bench.finish(submission)
    assert bench.factory().collect(submission).return_parameters["seed"] == drawn


def test_what_the_last_look_brought_is_not_asked_for_again_but_for_a_second_try(bench: Bench) -> None:
    submission = bench.submit(prompt="a lighthouse")
    bench.finish(submission)
    looks = bench.sims.recorder.count(route="predictions.get")
    first = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="predictions.get") == looks
    second = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="predictions.get") == looks + 1
    assert first.metadata == second.metadata
    assert content(first.outputs[0]) == content(second.outputs[0])


def test_image_to_image_and_upscaling(bench: Bench, picture: Callable[..., InputFile]) -> None:
    kontext = "replicate:black-forest-labs/flux-kontext-pro"
    made = bench.run(
        kontext, (picture("input_image"),), prompt="at night", input_image="product:in", output_format="png"
    )
    assert content(made.outputs[0]).startswith(b"\x89PNG")
    larger = bench.run(ESRGAN, (picture(),), image="product:in", scale=2)
    with Image.open(io.BytesIO(content(larger.outputs[0]))) as image:
        assert image.size == (640, 400)


def test_text_and_image_to_video(bench: Bench, picture: Callable[..., InputFile]) -> None:
    made = bench.run("replicate:google/veo-3.1", prompt="waves", duration=4)
    assert b"ftyp" in content(made.outputs[0])[:16]
    moved = bench.run("replicate:wan-video/wan-2.2-i2v-fast", (picture(),), prompt="it moves", image="product:in")
    assert b"ftyp" in content(moved.outputs[0])[:16]


def test_text_to_audio(bench: Bench) -> None:
    made = bench.run("replicate:meta/musicgen", prompt="a slow waltz", duration=2)
    assert len(content(made.outputs[0])) > 1000


def test_a_file_is_uploaded_once_for_many_generations(bench: Bench, picture: Callable[..., InputFile]) -> None:
    for number in range(3):
        bench.submit(ESRGAN, (picture(),), generation=f"g{number}", image="product:in")
    assert bench.sims.recorder.count(route="files.create") == 1
    bench.sims.replicate.accounts.add(type(bench.sims.replicate.accounts.all()[0])("r8_another", "another"))
    bench.key = "r8_another"
    bench.submit(ESRGAN, (picture(),), image="product:in")
    assert bench.sims.recorder.count(route="files.create") == 2
    addresses = [entry.input["image"] for entry in bench.sims.ledger.entries()]
    assert all(address.startswith(f"{bench.sims.replicate.url}/v1/files/") for address in addresses)


def test_files_that_cannot_go_up_cost_nothing(bench: Bench, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(101 * 2**20)
    for path, words in ((large, "100 MB"), (tmp_path / "none.png", "missing")):
        with pytest.raises(Rejected, match=words):
            bench.submit(ESRGAN, (InputFile("image", "in", path, "image/png"),), image="product:in")
    assert bench.accepted == 0
    assert bench.sims.recorder.count(route="files.create") == 0


def test_progress_is_told_with_one_small_request_each(bench: Bench) -> None:
    submission = bench.submit(prompt="x", num_inference_steps=4)
    jobs, job = bench.sims.replicate.jobs, submission.handle.request_id
    jobs.hold(job, "queued")
    assert bench.check(submission).state is RemoteState.QUEUED
    jobs.hold(job, "running")
    progress = bench.check(submission)
    assert progress.state is RemoteState.RUNNING
    assert progress.fraction is not None
    assert 0 <= progress.fraction < 1
    assert bench.sims.recorder.count(route="predictions.get") == 2
    jobs.end(job)
    assert bench.check(submission).fraction == 1.0


def test_unknown_words_are_shown_and_asked_on(bench: Bench) -> None:
    bench.sims.replicate.faults.add("predictions.create", Fault.unknown_status("defrosting"))
    submission = bench.submit()
    progress = bench.check(submission)
    assert (progress.state, progress.note) == (RemoteState.RUNNING, "defrosting")


def test_cancelling(bench: Bench) -> None:
    bench.sims.replicate.faults.add("predictions.create", Fault.takes(60))
    submission = bench.submit()
    bench.factory().cancel(submission)
    assert bench.check(submission).state is RemoteState.CANCELLED
    bench.sims.replicate.faults.add("predictions.create", Fault.late_result())
    late = bench.submit()
    bench.factory().cancel(late)
    assert bench.finish(late).state is RemoteState.SUCCEEDED
    assert bench.factory().collect(late).outputs


@pytest.mark.parametrize(
    ("fault", "reason", "words"),
    [
        (Fault.blocked(), FailureReason.CONTENT_BLOCKED, "NSFW"),
        (Fault.fail("CUDA out of memory (E1001)"), FailureReason.CAPACITY, "E1001"),
        (Fault.fail("The model did not start in time (E6716)"), FailureReason.TIMEOUT, "E6716"),
        (Fault.fail("flagged as sensitive (E005)"), FailureReason.CONTENT_BLOCKED, "sensitive"),
        (Fault.fail("KeyError: 'x'"), FailureReason.PROVIDER_BUG, "KeyError"),
        (Fault.fail(None, "loading\nTraceback\nValueError: no"), FailureReason.PROVIDER_BUG, "ValueError: no"),
        (Fault.fail(None), FailureReason.PROVIDER_BUG, "no reason"),
    ],
)
def test_why_a_run_failed(bench: Bench, fault: Fault, reason: FailureReason, words: str) -> None:
    bench.sims.replicate.faults.add("predictions.create", fault)
    progress = bench.finish(bench.submit())
    assert (progress.state, progress.failure) == (RemoteState.FAILED, reason)
    assert words in progress.message


def test_a_run_that_was_dropped_or_whose_result_is_gone(bench: Bench) -> None:
    submission = bench.submit()
    bench.sims.replicate.jobs.end(submission.handle.request_id, "aborted")
    assert bench.check(submission).state is RemoteState.EXPIRED
    done = bench.submit(generation="g2")
    bench.finish(done)
    bench.restarted(done)
    bench.sims.clock.advance(3700)
    with pytest.raises(BadResponse, match="removed the result"):
        bench.factory().collect(done)


@pytest.mark.parametrize("fault", [Fault.duplicate_outputs(), Fault.many_outputs(40), Fault.partial(1)])
def test_odd_outputs_are_collected_as_they_are(bench: Bench, fault: Fault) -> None:
    bench.sims.replicate.faults.add("predictions.create", fault)
    result = bench.run(prompt="x", num_outputs=2)
    expected = {"duplicate_outputs": 2, "many_outputs": 40, "partial": 1}
    assert len(result.outputs) == expected[fault.kind]


def test_every_type_is_offered_without_a_network() -> None:
    assert {entry.type for entry in bundled()} == set(ModelType)
    assert SCHNELL.removeprefix("replicate:") in {entry.id for entry in bundled()}
