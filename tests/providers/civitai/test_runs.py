"""Whole runs of every model type at the simulator: submitted once, asked about, collected as real files."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from imagen.domain.errors import BadResponse, ContentBlocked, Rejected
from imagen.domain.money import Currency
from imagen.domain.parameters import Role
from imagen.providers.base import FailureReason, InputFile, ModelType, RemoteState
from imagen.providers.civitai.provider import bundled
from tests.provider_simulators import Fault
from tests.providers.civitai.conftest import SDXL, Bench, content

PARTS = {name: f"urn:air:flux1:{kind}:civitai:1@2" for name, kind in (
    ("vaeModel", "vae"), ("clipLModel", "clip"), ("t5XXLModel", "t5"))}  # fmt: skip


def test_what_the_last_look_brought_is_not_asked_for_again_but_for_a_second_try(bench: Bench) -> None:
    submission = bench.submit()
    bench.finish(submission)
    looks = bench.sims.recorder.count(route="workflows.get")
    first = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="workflows.get") == looks
    second = bench.factory().collect(submission)
    assert bench.sims.recorder.count(route="workflows.get") == looks + 1
    assert first.metadata == second.metadata
    assert content(first.outputs[0]) == content(second.outputs[0])


def test_text_to_image_with_several_pictures_and_a_lora(bench: Bench) -> None:
    lora = {"key": "urn:air:sdxl:lora:civitai:123456@789012", "value": 0.8}
    result = bench.run(
        prompt="a lighthouse", quantity=3, size="1344x768", seed=7, loras=[lora], steps=25, outputFormat="png"
    )
    assert [output.index for output in result.outputs] == [0, 1, 2]
    for output in result.outputs:
        with Image.open(io.BytesIO(content(output))) as image:
            assert image.size == (1344, 768)
        assert output.source_url is not None
        assert "sig=" not in output.source_url
        assert not output.blocked
    (sent,) = bench.sims.ledger.entries(service="civitai")
    assert sent.input["steps"][0]["input"]["loras"] == {lora["key"]: 0.8}
    assert sent.input["steps"][0]["input"]["model"] == SDXL.removeprefix("civitai:")
    assert "size" not in sent.input["steps"][0]["input"]
    assert result.return_parameters["seed"] == 7
    assert (result.cost, result.currency) == (25_000_000, Currency.BUZZ)
    assert result.metadata["buzz"] == 25
    assert result.metadata["nsfw_levels"] == ["pg", "pg", "pg"]
    assert result.inference_time_ms is not None


def assert_real(kind: str, made: bytes) -> None:
    if kind in {"image", "upscaling"}:
        Image.open(io.BytesIO(made)).verify()
    elif kind == "video":
        assert b"ftyp" in made[:16]
    else:
        assert made[:3] == b"ID3" or made[:1] == b"\xff"


def test_every_bundled_model_runs(bench: Bench, picture: Callable[..., InputFile]) -> None:
    bench.sims.speed.few_pictures = True
    done, looked_at = set(), set()
    for entry in bundled():
        key = f"civitai:{entry.id}"
        spec = bench.factory(key).spec
        prompt, source = spec.with_role(Role.PROMPT), spec.with_role(Role.INPUT)
        given = {prompt.name: f"a small house, {entry.id}"} if prompt else {}
        inputs: tuple[InputFile, ...] = ()
        if entry.type in {ModelType.IMAGE_TO_IMAGE, ModelType.IMAGE_TO_VIDEO, ModelType.UPSCALING}:
            assert source is not None, entry.id
            assert source.required, entry.id
            many = source.rules.max_items > 1
            given[source.name] = ["product:in"] if many else "product:in"
            inputs = (picture(source.name),)
        else:
            assert not any(parameter.is_media and parameter.required for parameter in spec.parameters), entry.id
        given |= PARTS if spec.get("t5XXLModel") else {}
        submission = bench.submit(key, inputs, generation=f"g{len(done)}", **given)
        progress = bench.finish(submission, key)
        assert progress.state is RemoteState.SUCCEEDED, (entry.id, progress)
        result = bench.factory(key).collect(submission)
        assert result.outputs, entry.id
        if entry.type not in looked_at:  # drawing them all takes long
            looked_at.add(entry.type)
            assert_real(str(entry.type).rpartition("-")[2], content(result.outputs[0]))
        done.add(entry.id)
    assert bench.accepted == len(done) == len(bundled())
    assert {entry.type for entry in bundled()} == set(ModelType)


def test_a_blank_seed_is_drawn_and_told(bench: Bench) -> None:
    submission = bench.submit(prompt="a lighthouse")
    drawn = submission.prepared.actual_parameters["seed"]
    assert drawn == bench.prepared(prompt="a lighthouse").actual_parameters["seed"]
    assert drawn != bench.prepared(prompt="a lighthouse", generation="g2").actual_parameters["seed"]
    bench.finish(submission)
    assert bench.factory().collect(submission).return_parameters["seed"] == drawn


def test_the_workflows_settings_go_around_the_inputs(bench: Bench) -> None:
    bench.submit(prompt="x", allowMatureContent=True, priority="low")
    bench.submit(prompt="x", generation="g2")
    mature, plain = (entry.input for entry in bench.sims.ledger.entries(service="civitai"))
    assert mature["allowMatureContent"] is True
    assert mature["steps"][0]["priority"] == "low"
    assert plain["allowMatureContent"] is False
    assert plain["steps"][0]["priority"] == "normal"
    assert not {"allowMatureContent", "priority"} & set(mature["steps"][0]["input"])


def test_an_input_is_uploaded_once_and_given_a_fresh_address(bench: Bench, picture: Callable[..., InputFile]) -> None:
    key = f"{SDXL}/image-to-image"
    for number in range(2):
        bench.run(key, (picture(),), generation=f"g{number}", prompt="at night", image="product:in", strength=0.5)
    uploads = bench.sims.recorder.all(service="civitai", method="POST", path="/v2/consumer/blobs")
    assert len(uploads) == 1
    bench.service.link_seconds = 1.0  # too short to be handed on
    bench.run(key, (picture(product="other"),), generation="g5", prompt="x", image="product:other")
    bench.service.link_seconds = 600.0
    bench.run(key, (picture(product="other"),), generation="g6", prompt="x", image="product:other")
    assert len(bench.sims.recorder.all(service="civitai", method="POST", path="/v2/consumer/blobs")) == 2
    assert any(one.path.endswith("/refresh") for one in bench.sims.recorder.all(service="civitai"))


def test_upscaling_enlarges(bench: Bench, picture: Callable[..., InputFile]) -> None:
    larger = bench.run("civitai:image-upscaler", (picture(),), image="product:in", numberOfRepeats=1)
    with Image.open(io.BytesIO(content(larger.outputs[0]))) as image:
        assert image.width > 320


def test_queue_place_and_progress_are_told(bench: Bench) -> None:
    bench.sims.speed.queue_seconds, bench.sims.speed.run_seconds = 0, 1000
    submission = bench.submit()
    progress = bench.check(submission)
    assert progress.state is RemoteState.RUNNING
    assert progress.fraction is not None
    assert 0 <= progress.fraction < 1
    bench.sims.speed.queue_seconds = 1000
    waiting = bench.check(bench.submit(generation="g2"))
    assert waiting.state is RemoteState.QUEUED
    assert waiting.queue_position is not None


def test_an_unknown_status_keeps_running_under_its_own_word(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.unknown_status("defrosting"))
    progress = bench.check(bench.submit())
    assert (progress.state, progress.note) == (RemoteState.RUNNING, "defrosting")


@pytest.mark.parametrize("missing", ["status", "steps", "steps.0.jobs", "steps.0.output", "cost"])
def test_missing_parts_are_read_tolerantly(bench: Bench, missing: str) -> None:
    submission = bench.submit()
    bench.service.faults.add("workflows.get", Fault.without(missing))
    assert bench.check(submission).state in RemoteState
    assert bench.finish(submission).state is RemoteState.SUCCEEDED


def test_files_that_are_not_there_yet_are_awaited(bench: Bench) -> None:
    submission = bench.submit()
    bench.finish(submission)
    not_yet = {"steps.0.output.images.0.available": False, "steps.0.output.images.0.url": None}
    bench.service.faults.add("workflows.get", Fault.with_fields(not_yet))
    waiting = bench.check(submission)
    assert (waiting.state, waiting.fraction) == (RemoteState.RUNNING, 1.0)
    assert "on their way" in waiting.note
    bench.service.faults.add("workflows.get", Fault.with_fields(not_yet))
    with pytest.raises(BadResponse, match="not there yet"):
        bench.factory().collect(submission)
    assert bench.check(submission).state is RemoteState.SUCCEEDED


def test_files_that_never_come_are_given_up(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.lost_result())
    submission = bench.submit()
    bench.sims.speed.run_seconds = 0
    late = {"status": "succeeded", "completedAt": "2020-01-01T00:00:00Z"}
    while bench.check(submission).note != "The files are on their way.":
        pass
    bench.service.faults.add("workflows.get", Fault.with_fields(late))
    progress = bench.check(submission)
    assert (progress.state, progress.failure) == (RemoteState.FAILED, FailureReason.PROVIDER_BUG)
    bench.service.faults.add("workflows.get", Fault.with_fields({"lostBlobsRefund": 8}))
    assert "gave the Buzz back" in bench.check(submission).message


def test_expired_links_are_renewed(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.expired_links())
    result = bench.run()
    assert content(result.outputs[0])[:2] == b"\xff\xd8"
    assert any(one.path.endswith("/refresh") for one in bench.sims.recorder.all(service="civitai"))


def test_a_link_that_expires_before_it_is_fetched_is_asked_for_anew(bench: Bench) -> None:
    bench.service.link_seconds = 0.0
    result = bench.run()
    bench.service.link_seconds = 600.0
    asked = bench.sims.recorder.all(service="civitai", method="GET")
    assert content(result.outputs[0])[:2] == b"\xff\xd8"
    later = bench.sims.recorder.all(service="civitai", method="GET")[len(asked) :]
    assert any("/workflows/" in one.path for one in later)


def test_an_output_that_is_listed_twice_is_taken_once(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.duplicate_outputs())
    assert len(bench.run(quantity=2, prompt="x").outputs) == 2


def test_what_is_withheld_is_said(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.blocked())
    progress = bench.finish(bench.submit())
    assert (progress.state, progress.failure) == (RemoteState.FAILED, FailureReason.CONTENT_BLOCKED)
    assert "unsafe content" in progress.message
    bench.service.faults.add("workflows.submit", Fault.blocked("fail"))
    failed = bench.finish(bench.submit(generation="g2"))
    assert failed.failure is FailureReason.CONTENT_BLOCKED
    assert "was blocked" in failed.message


def test_one_of_several_that_is_withheld_leaves_the_others(bench: Bench) -> None:
    submission = bench.submit(prompt="x", quantity=2)
    bench.finish(submission)
    first = "steps.0.output.images.0."
    fault = Fault.with_fields({f"{first}available": False, f"{first}url": None, f"{first}blockedReason": "nudity"})
    bench.service.faults.add("workflows.get", fault)
    assert bench.check(submission).state is RemoteState.SUCCEEDED
    bench.service.faults.add("workflows.get", fault)
    result = bench.factory().collect(submission)
    assert [output.index for output in result.outputs] == [1]
    assert result.metadata["blocked"] == ["nudity"]


def test_everything_withheld_is_no_result(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.blocked())
    submission = bench.submit()
    bench.finish(submission)
    with pytest.raises(ContentBlocked, match="unsafe content"):
        bench.factory().collect(submission)


def test_failures_have_a_reason(bench: Bench) -> None:
    for generation, error, failure in (
        ("a", None, FailureReason.CAPACITY),
        ("b", "timeout", FailureReason.TIMEOUT),
        ("c", "worker exploded", FailureReason.PROVIDER_BUG),
    ):
        bench.service.faults.add("workflows.submit", Fault.fail(error))
        progress = bench.finish(bench.submit(generation=generation))
        assert (progress.state, progress.failure) == (RemoteState.FAILED, failure)
        assert progress.message
    with pytest.raises(BadResponse):
        bench.factory().collect(bench.submit(generation="c"))


def test_cancelling(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.takes(60))
    submission = bench.submit()
    bench.factory().cancel(submission)
    assert bench.finish(submission).state is RemoteState.CANCELLED
    bench.service.faults.add("workflows.submit", Fault.late_result())
    late = bench.submit(generation="g2")
    bench.factory().cancel(late)
    assert bench.finish(late).state is RemoteState.SUCCEEDED
    assert bench.factory().collect(late).outputs


def test_a_workflow_that_is_forgotten_is_said_to_be(bench: Bench) -> None:
    bench.service.faults.add("workflows.submit", Fault.forgotten())
    submission = bench.submit()
    for act in (bench.check, bench.factory().collect, bench.factory().cancel):
        with pytest.raises(BadResponse, match="does not know this workflow"):
            act(submission)


def test_wrong_parameters_are_refused_before_anything_is_sent(bench: Bench) -> None:
    with pytest.raises(Rejected, match="Size"):
        bench.submit(prompt="x", size="99x99")
    with pytest.raises(Rejected, match="no parameter named"):
        bench.submit(prompt="x", width=512)
    assert bench.accepted == 0
    assert not bench.sims.recorder.all(service="civitai", method="POST")
