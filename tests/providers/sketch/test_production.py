"""How Sketch carries out generations: progress, seeds, outputs, stopping, and life after a restart."""

from __future__ import annotations

import subprocess
import sys
import types
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imagen.domain.errors import ModelGone, Rejected, Unavailable
from imagen.domain.parameters import Role
from imagen.providers.base import FailureReason, GenerationRequest, Handle, PreparedRequest, RemoteState, Submission
from imagen.providers.sketch.discovery import model_factories
from imagen.providers.sketch.jobs import KEPT_JOBS, Jobs, Made, Stopped
from imagen.providers.sketch.provider import SketchProvider

from .conftest import SMALL, Desk

MODELS = ("sketch:sketch", "sketch:restyle", "sketch:motion", "sketch:sound")
DRAWN = ("sketch:sketch", "sketch:motion", "sketch:sound")


def test_models_are_found_by_their_files(desk: Desk) -> None:
    assert tuple(model.key for model in desk.provider.models()) == MODELS
    assert all("no AI" in model.description for model in desk.provider.models())
    assert "no AI" in desk.provider.description


def test_a_new_file_is_a_new_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "more_models"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "doodle.py").write_text(
        "from imagen.providers.base import Model, ModelType\n"
        "from imagen.providers.sketch.text_to_image import SketchTextToImageFactory\n"
        "class Doodle(SketchTextToImageFactory):\n"
        "    model = Model('sketch:doodle', 'sketch', 'Doodle', ModelType.TEXT_TO_IMAGE, 'Sketch')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = types.ModuleType("more_models")
    found.__path__ = [str(package)]
    monkeypatch.setitem(sys.modules, "more_models", found)
    assert [factory.model.key for factory in model_factories(found)] == ["sketch:doodle"]
    (package / "twin.py").write_text((package / "doodle.py").read_text())
    with pytest.raises(ValueError, match="sketch:doodle"):
        model_factories(found)


def test_reading_specs_loads_no_drawing_library() -> None:
    program = (
        "import sys\n"
        "from imagen.providers.sketch.provider import SketchProvider\n"
        "provider = SketchProvider()\n"
        "[provider.factory(model.key).spec.defaults() for model in provider.models()]\n"
        "print([name for name in ('numpy', 'PIL', 'av', 'httpx', 'socket') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = done.stdout.strip()
    assert "numpy" not in loaded
    assert "PIL" not in loaded
    assert "'av'" not in loaded
    assert "httpx" not in loaded


@pytest.mark.parametrize("model", MODELS)
def test_defaults_are_valid(desk: Desk, model: str) -> None:
    factory = desk.provider.factory(model)
    required = {"prompt": "a fox", **({"image": "product:1"} if model == "sketch:restyle" else {})}
    assert factory.validate({**factory.spec.defaults(), **required}) == []
    assert factory.spec.with_role(Role.SEED) is not None
    assert all(parameter.ui.label and (parameter.hint or parameter.is_media) for parameter in factory.spec.parameters)
    estimate = factory.estimate(required)
    assert estimate.cost == 0
    assert estimate.seconds is not None
    assert estimate.seconds > 0


def test_an_unknown_model_is_gone(desk: Desk) -> None:
    with pytest.raises(ModelGone, match="sketch:sketch"):
        desk.provider.factory("sketch:nothing")


@pytest.mark.parametrize("model", DRAWN)
def test_the_same_parameters_give_the_same_bytes(desk: Desk, model: str) -> None:
    first, _ = desk.make(model, seed=5, generation="a")
    second, _ = desk.make(model, seed=5, generation="b")
    other, _ = desk.make(model, seed=6, generation="a")
    assert first == second
    assert first != other


def test_a_blank_seed_is_chosen_and_returned(desk: Desk) -> None:
    first, result = desk.make("sketch:sketch", generation="one")
    again, _ = desk.make("sketch:sketch", seed=result.return_parameters["seed"], generation="two")
    _, other = desk.make("sketch:sketch", generation="three")
    assert first == again
    assert "seeds" not in result.return_parameters
    assert other.return_parameters["seed"] != result.return_parameters["seed"]


def test_each_output_has_the_next_seed(desk: Desk) -> None:
    files, result = desk.make("sketch:sketch", seed=2**32 - 2, outputs=3)
    assert result.return_parameters == {"seed": 2**32 - 2, "seeds": [2**32 - 2, 2**32 - 1, 0]}
    assert len(set(files)) == 3
    assert files[2] == desk.make("sketch:sketch", seed=0)[0][0]
    assert result.cost == 0


@pytest.mark.parametrize("model", DRAWN)
def test_progress_only_grows(desk: Desk, model: str) -> None:
    factory = desk.provider.factory(model)
    prepared = factory.prepare(GenerationRequest("g", {**SMALL[model], "seed": 1, "outputs": 2}))
    reached: list[float] = []
    factory._make_all(prepared, lambda fraction, note: reached.append(fraction))  # type: ignore[attr-defined]
    assert reached == sorted(reached)
    assert len(reached) > 8
    assert all(0 <= fraction <= 1 for fraction in reached)


def test_news_arrives_at_the_end(desk: Desk) -> None:
    submission = desk.order("sketch:sketch", {})
    assert desk.wait("sketch:sketch", submission).fraction == 1.0
    assert desk.news[-1] == submission.handle.request_id


def test_a_restart_draws_again_under_the_same_id(desk: Desk) -> None:
    submission = desk.order("sketch:sketch", {})
    desk.wait("sketch:sketch", submission)
    before = _bytes(desk, submission)
    later = Desk(SketchProvider())
    assert later.check("sketch:sketch", submission).state in {RemoteState.QUEUED, RemoteState.RUNNING}
    assert later.wait("sketch:sketch", submission).state is RemoteState.SUCCEEDED
    assert _bytes(later, submission) == before
    assert set(later.news) == {submission.handle.request_id}
    later.provider.close()


def test_a_lost_answer_is_never_unclear(desk: Desk) -> None:
    factory = desk.provider.factory("sketch:sketch")
    prepared = factory.prepare(GenerationRequest("lost", SMALL["sketch:sketch"]))
    handle = desk.provider.find("sketch:sketch", prepared, datetime.now(UTC))
    assert handle is not None
    assert desk.wait("sketch:sketch", Submission(handle, prepared)).state is RemoteState.SUCCEEDED


def test_cancelling_stops_a_drawing_soon(desk: Desk) -> None:
    values = {"duration": 10, "fps": 30, "size": 1280}
    submission = desk.order("sketch:motion", values)
    desk.wait("sketch:motion", submission, lambda progress: (progress.fraction or 0) > 0.12)
    desk.provider.factory("sketch:motion").cancel(submission)
    ended = desk.wait("sketch:motion", submission)
    assert ended.state is RemoteState.CANCELLED
    assert (ended.fraction or 0) < 0.9
    with pytest.raises(Unavailable):
        desk.provider.factory("sketch:motion").collect(submission)


def test_cancelling_an_unknown_drawing_keeps_it_from_starting(desk: Desk) -> None:
    factory = desk.provider.factory("sketch:sketch")
    submission = Submission(Handle("unknown-1"), factory.prepare(GenerationRequest("unknown", SMALL["sketch:sketch"])))
    factory.cancel(submission)
    assert desk.check("sketch:sketch", submission).state is RemoteState.CANCELLED


def test_bad_parameters_are_rejected_before_any_work(desk: Desk) -> None:
    with pytest.raises(Rejected) as caught:
        desk.order("sketch:sketch", {"size": 100, "style": "photo"})
    assert {problem.field for problem in caught.value.problems} == {"size", "style"}


def test_closing_stops_what_runs_and_refuses_more() -> None:
    desk = Desk(SketchProvider())
    submission = desk.order("sketch:motion", {"duration": 10, "fps": 30, "size": 1280})
    desk.provider.close()
    assert desk.check("sketch:motion", submission).state in {RemoteState.CANCELLED, RemoteState.QUEUED}
    with pytest.raises(Unavailable):
        desk.order("sketch:sketch", {}, generation="late")


def test_results_kept_in_memory_are_bounded_and_released() -> None:
    jobs = Jobs(1, lambda request_id: None)
    for number in range(KEPT_JOBS + 20):
        jobs.start(f"job{number}", lambda report: Made((b"x",))).done.wait(10)
    assert len(jobs._jobs) <= KEPT_JOBS + 1
    jobs.release(f"job{KEPT_JOBS + 19}")
    assert f"job{KEPT_JOBS + 19}" not in jobs._jobs
    jobs.close()


def test_a_bug_in_a_drawing_fails_with_a_sentence() -> None:
    jobs = Jobs(1, lambda request_id: None)

    def broken(report: object) -> Made:
        raise ZeroDivisionError

    job = jobs.start("broken", broken)
    job.done.wait(10)
    assert job.progress.state is RemoteState.FAILED
    assert job.progress.failure is FailureReason.PROVIDER_BUG
    assert "could not finish" in job.progress.message
    jobs.close()


def test_a_failing_listener_does_not_end_a_job() -> None:
    def fail(request_id: str) -> None:
        raise RuntimeError(request_id)

    jobs = Jobs(1, fail)
    job = jobs.start("loud", lambda report: Made((b"x",)))
    assert job.done.wait(10)
    assert job.progress.state is RemoteState.SUCCEEDED
    jobs.close()


def test_a_stopped_job_says_so() -> None:
    jobs = Jobs(1, lambda request_id: None)

    def stopped(report: object) -> Made:
        raise Stopped

    job = jobs.start("stopped", stopped)
    job.done.wait(10)
    assert job.progress.state is RemoteState.CANCELLED
    jobs.close()


def _bytes(desk: Desk, submission: Submission) -> bytes:
    import io

    file = io.BytesIO()
    desk.provider.factory("sketch:sketch").collect(submission).outputs[0].write(file)
    return file.getvalue()


def test_prepared_requests_are_complete(desk: Desk) -> None:
    prepared: PreparedRequest = desk.provider.factory("sketch:sketch").prepare(
        GenerationRequest("g", {"prompt": "x", "seed": None})
    )
    assert set(prepared.actual_parameters) >= {
        "prompt",
        "size",
        "style",
        "steps",
        "guidance",
        "seed",
        "aspect_ratio",
        "outputs",
    }
