"""Whole runs of every model type at the simulator: submitted once, asked about, collected as real files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import BadResponse, InsufficientCredit, Rejected
from imagen.providers.base import FailureReason, Handle, InputFile, ModelType, RemoteState, Submission
from imagen.providers.fal.provider import bundled
from tests.provider_simulators import Account, Fault
from tests.providers.fal.conftest import SCHNELL, Bench, content

KONTEXT = "fal:fal-ai/flux-pro/kontext"
ESRGAN = "fal:fal-ai/esrgan"


def test_what_the_last_look_brought_is_not_asked_for_again_but_for_a_second_try(bench: Bench) -> None:
    submission = bench.submit()
    bench.finish(submission)
    looks = bench.sims.recorder.count(route="queue.result")
    first = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="queue.result") == looks
    second = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="queue.result") == looks + 1
    assert first.metadata == second.metadata
    assert content(first.outputs[0]) == content(second.outputs[0])


def test_text_to_image(bench: Bench) -> None:
    result = bench.run(prompt="a lighthouse", num_images=2, image_size="landscape_16_9", output_format="png", seed=7)
    assert [output.index for output in result.outputs] == [0, 1]
    for output in result.outputs:
        with Image.open(io.BytesIO(content(output))) as image:
            assert (image.format, image.size) == ("PNG", (1024, 576))
        assert output.source_url
        assert not output.blocked
    assert result.return_parameters["seed"] == 7
    assert result.inference_time_ms is not None
    assert result.metadata["billable_units"] == 2
    assert result.cost == 50_000
    assert bench.accepted == 1
    assert bench.sims.ledger.entries()[0].input["sync_mode"] is False


def test_a_size_of_ones_own(bench: Bench) -> None:
    made = bench.run(prompt="a lighthouse", image_size="640x320", output_format="png")
    with Image.open(io.BytesIO(content(made.outputs[0]))) as image:
        assert image.size == (640, 320)


def test_a_blank_seed_is_drawn_and_told(bench: Bench) -> None:
    submission = bench.submit(prompt="a lighthouse")
    drawn = submission.prepared.actual_parameters["seed"]
    assert drawn == bench.prepared(prompt="a lighthouse").actual_parameters["seed"]
    assert drawn != bench.prepared(prompt="a lighthouse", generation="g2").actual_parameters["seed"]
    bench.finish(submission)
    assert bench.factory().collect(submission).return_parameters["seed"] == drawn


def test_image_to_image_and_upscaling(bench: Bench, picture: Callable[..., InputFile]) -> None:
    made = bench.run(KONTEXT, (picture(),), prompt="at night", image_url="product:in", output_format="png")
    assert content(made.outputs[0]).startswith(b"\x89PNG")
    larger = bench.run(ESRGAN, (picture(),), image_url="product:in", scale=2)
    with Image.open(io.BytesIO(content(larger.outputs[0]))) as image:
        assert image.size == (640, 400)


def test_text_and_image_to_video(bench: Bench, picture: Callable[..., InputFile]) -> None:
    made = bench.run("fal:fal-ai/veo3", prompt="waves", duration="4s")
    assert b"ftyp" in content(made.outputs[0])[:16]
    moved = bench.run(
        "fal:fal-ai/wan/v2.2-a14b/image-to-video", (picture(),), prompt="it moves", image_url="product:in"
    )
    assert b"ftyp" in content(moved.outputs[0])[:16]


def test_text_to_audio(bench: Bench) -> None:
    made = bench.run("fal:fal-ai/stable-audio", prompt="a slow waltz", seconds_total=2)
    assert len(content(made.outputs[0])) > 1000


def test_a_file_is_uploaded_once_for_many_generations(bench: Bench, picture: Callable[..., InputFile]) -> None:
    for number in range(3):
        bench.submit(ESRGAN, (picture(),), generation=f"g{number}", image_url="product:in")
    count = bench.sims.recorder.count
    assert (count(route="uploads.token"), count(route="uploads.file"), count(route="uploads.initiate")) == (1, 1, 0)
    bench.sims.fal.accounts.add(Account("another-key:withasecret0001", "another"))
    bench.key = "another-key:withasecret0001"
    bench.submit(ESRGAN, (picture(),), image_url="product:in")
    assert (count(route="uploads.token"), count(route="uploads.file")) == (2, 2)
    addresses = [entry.input["image_url"] for entry in bench.sims.ledger.entries()]
    assert all(address.startswith(f"{bench.sims.urls['fal.media']}/files/") for address in addresses)


@pytest.mark.parametrize("route", ["uploads.token", "uploads.file"])
@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_an_upload_that_fails_takes_no_other_way(
    bench: Bench, picture: Callable[..., InputFile], route: str, status: int
) -> None:
    bench.sims.fal.faults.add(route, Fault.refuse(status), times=None)
    with pytest.raises(Exception, match="fal"):
        bench.submit(ESRGAN, (picture(),), image_url="product:in")
    assert bench.accepted == 0
    assert bench.sims.recorder.count(route="uploads.initiate") == 0
    assert bench.sims.recorder.count(route="storage.put") == 0
    assert bench.sims.recorder.count(route=route) <= 2


def test_a_token_that_ended_is_asked_for_anew(bench: Bench, picture: Callable[..., InputFile]) -> None:
    bench.submit(ESRGAN, (picture(product="one"),), image_url="product:one")
    bench.sims.fal.tokens.clear()
    bench.submit(ESRGAN, (picture(product="two"),), image_url="product:two")
    assert bench.accepted == 2
    assert bench.sims.recorder.count(route="uploads.token") == 2


def test_files_that_cannot_go_up_cost_nothing(bench: Bench, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(101 * 2**20)
    for path, words in ((large, "100 MB"), (tmp_path / "none.png", "missing")):
        with pytest.raises(Rejected, match=words):
            bench.submit(ESRGAN, (InputFile("image_url", "in", path, "image/png"),), image_url="product:in")
    assert bench.accepted == 0
    assert bench.sims.recorder.count(route="uploads.file") == 0


def test_place_in_the_queue_and_progress_are_told_with_one_request_each(bench: Bench) -> None:
    submissions = [bench.submit(prompt="x", generation=f"g{number}") for number in range(4)]
    jobs = bench.sims.fal.jobs
    for submission in submissions[:2]:
        jobs.hold(submission.handle.request_id, "running")
    for submission in submissions[2:]:
        jobs.hold(submission.handle.request_id, "queued")
    waiting = [bench.check(submission) for submission in submissions[2:]]
    assert [progress.state for progress in waiting] == [RemoteState.QUEUED] * 2
    assert waiting[1].queue_position == (waiting[0].queue_position or 0) + 1
    assert bench.check(submissions[0]).state is RemoteState.RUNNING
    assert len([one for one in bench.sims.recorder.all(method="GET") if "/requests/" in one.path]) == 3


def test_steps_in_the_log_are_progress(bench: Bench) -> None:
    submission = bench.submit(prompt="x")
    bench.sims.fal.jobs.hold(submission.handle.request_id, "running")
    for message, fraction in (("step 3/4", 0.75), (" 40%|####      | 2/5", 0.4), ("loading", None)):
        told = {"status": "IN_PROGRESS", "logs": [{"message": "step 1/4"}, {"message": message}, {"message": None}, 7]}
        bench.sims.fal.faults.add("queue.status", Fault.answer(202, told))
        assert bench.check(submission).fraction == (0.25 if fraction is None else fraction)


def test_an_unknown_word_counts_as_running(bench: Bench) -> None:
    bench.sims.fal.faults.add("queue.submit", Fault.unknown_status("WARMING_UP"))
    submission = bench.submit()
    for _ in range(2):
        progress = bench.check(submission)
        assert (progress.state, progress.note) == (RemoteState.RUNNING, "WARMING_UP")


@pytest.mark.parametrize(
    ("fault", "reason", "words"),
    [
        (Fault.fail("Something broke"), FailureReason.PROVIDER_BUG, "Something broke"),
        (Fault.fail("CUDA out of memory"), FailureReason.CAPACITY, "out of memory"),
        (Fault.fail(None), FailureReason.PROVIDER_BUG, "Internal Server Error"),
        (Fault.fail(None, status=504), FailureReason.TIMEOUT, "timed out"),
        (Fault.fail(None, status=503), FailureReason.CAPACITY, "Runner"),
        (Fault.fail(None, status=422), FailureReason.VALIDATION, "Prompt is required"),
        (Fault.blocked("refuse"), FailureReason.CONTENT_BLOCKED, "content checker"),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
def test_a_failed_run_says_why(bench: Bench, fault: Fault, reason: FailureReason, words: str) -> None:
    bench.sims.fal.faults.add("queue.submit", fault)
    progress = bench.finish(bench.submit())
    assert (progress.state, progress.failure) == (RemoteState.FAILED, reason)
    assert words in progress.message


def test_a_failure_that_only_the_result_tells(bench: Bench) -> None:
    """Older answers say COMPLETED without a word of the error."""
    bench.sims.fal.faults.add("queue.submit", Fault.blocked("refuse"))
    submission = bench.submit()
    bench.sims.fal.faults.add("queue.status", Fault.without("error", "error_type", "logs", "metrics"), times=None)
    progress = bench.finish(submission)
    assert (progress.state, progress.failure) == (RemoteState.FAILED, FailureReason.CONTENT_BLOCKED)


def test_an_input_that_fal_finds_wrong_only_in_the_run(bench: Bench, picture: Callable[..., InputFile]) -> None:
    submission = bench.submit(ESRGAN, (picture(),), image_url="product:in")
    bench.sims.fal.jobs[submission.handle.request_id].input["image_url"] = (
        f"{bench.sims.urls['fal.media']}/files/gone.png"
    )
    progress = bench.finish(submission, ESRGAN)
    assert (progress.state, progress.failure) == (RemoteState.FAILED, FailureReason.NETWORK)
    assert "download" in progress.message


def test_a_black_picture_is_shown_as_blocked(bench: Bench) -> None:
    bench.sims.fal.faults.add("queue.submit", Fault.blocked("flag"))
    result = bench.run(prompt="x", num_images=2, output_format="png")
    assert [output.blocked for output in result.outputs] == [True, True]
    assert result.metadata["safety_flags"] == [True, True]
    with Image.open(io.BytesIO(content(result.outputs[0]))) as image:
        assert image.convert("L").getextrema() == (0, 0)
    assert result.cost


@pytest.mark.parametrize("answers", ["error", "not_found"])
def test_cancelling(bench: Bench, answers: str) -> None:
    bench.sims.fal.cancelled_answers = answers
    submission = bench.submit()
    bench.sims.fal.jobs.hold(submission.handle.request_id, "running")
    bench.factory().cancel(submission)
    assert bench.finish(submission).state is RemoteState.CANCELLED
    bench.factory().release(submission)


def test_cancelling_too_late_is_no_error(bench: Bench) -> None:
    submission = bench.submit()
    bench.finish(submission)
    bench.factory().cancel(submission)
    assert bench.factory().collect(submission).outputs
    gone = bench.submit()
    bench.sims.fal.jobs[gone.handle.request_id].apply(Fault.forgotten())
    bench.factory().cancel(gone)
    assert bench.check(gone).state is RemoteState.CANCELLED


def test_a_late_result_is_kept(bench: Bench) -> None:
    bench.sims.fal.faults.add("queue.submit", Fault.late_result())
    submission = bench.submit()
    bench.factory().cancel(submission)
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert content(bench.factory().collect(submission).outputs[0])


def test_a_lost_result_is_no_failure_of_the_run(bench: Bench) -> None:
    bench.sims.fal.faults.add("queue.submit", Fault.lost_result())
    submission = bench.submit()
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    with pytest.raises(BadResponse, match="no longer"):
        bench.factory().collect(submission)


def test_a_locked_account_still_gets_what_is_running(bench: Bench) -> None:
    submission = bench.submit()
    bench.sims.fal.accounts.add(Account(bench.sims.fal.key, "simulated-user", balance=0, refusal="exhausted"))
    with pytest.raises(InsufficientCredit):
        bench.submit(generation="g2")
    assert bench.finish(submission).state is RemoteState.SUCCEEDED
    assert bench.factory().collect(submission).outputs


@pytest.mark.parametrize(
    "urls", [{}, {"status": "https://nowhere.invalid/x", "response": "nonsense", "cancel": "http://["}]
)
def test_a_receipt_without_usable_addresses(bench: Bench, urls: dict[str, str]) -> None:
    made = bench.submit()
    submission = Submission(Handle(made.handle.request_id, urls), made.prepared)
    bench.factory().cancel(submission)
    bench.finish(submission)
    assert made.handle.urls.keys() == {"status", "response", "cancel"}


@pytest.mark.parametrize("type_", list(ModelType))
def test_every_type_is_in_the_catalogue(type_: ModelType) -> None:
    assert [entry for entry in bundled() if entry.type is type_]
    assert SCHNELL.removeprefix("fal:") in {entry.id for entry in bundled()}


def test_a_picture_is_made_smaller_where_the_model_asks_for_it(bench: Bench, picture: Callable[..., InputFile]) -> None:
    key = "fal:fal-ai/kling-video/v3/pro/image-to-video"
    large = picture("start_image_url", 2000, 1200, "large")
    Image.effect_noise((2000, 1200), 100).convert("RGB").save(large.path, compress_level=0)
    with large.path.open("ab") as file:
        file.write(bytes(11 * 2**20))  # after the picture's end; kling takes 10 MB
    before = large.path.read_bytes()
    result = bench.run(key, (large,), prompt="x", start_image_url="product:large")
    (note,) = result.metadata["inputs_scaled"]
    assert (note["parameter"], note["product"], note["from"]["width"]) == ("start_image_url", "large", 2000)
    assert note["to"]["bytes"] <= 10 * 2**20
    assert note["to"]["mime_type"] == "image/jpeg"
    assert large.path.read_bytes() == before
    assert bench.sims.recorder.all(route="uploads.file")[0].size == note["to"]["bytes"]


def test_a_picture_that_is_too_small_or_narrow_buys_nothing(bench: Bench, picture: Callable[..., InputFile]) -> None:
    key = "fal:fal-ai/kling-video/v3/pro/image-to-video"
    for width, height, words in ((100, 100, "at least 300 × 300"), (300, 900, "too narrow")):
        file = picture("start_image_url", width, height, f"p{width}")
        with pytest.raises(Rejected, match=words):
            bench.submit(key, (file,), prompt="x", start_image_url=f"product:{file.product_id}")
    assert bench.accepted == 0
    assert bench.sims.recorder.count(route="uploads.file") == 0
