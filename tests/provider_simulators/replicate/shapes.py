"""Replicate's prediction object, and the logs of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.provider_simulators.core.jobs import Job, State

if TYPE_CHECKING:
    from tests.provider_simulators.replicate.service import Replicate

WORDS = {
    State.QUEUED: "starting",
    State.RUNNING: "processing",
    State.SUCCEEDED: "succeeded",
    State.FAILED: "failed",
    State.CANCELLED: "canceled",
    State.ABORTED: "aborted",
}
BAR = 10


def prediction(service: Replicate, job: Job, *, scripted: bool = True) -> dict[str, Any]:
    """Return a prediction as it is now; `scripted` lets planned status words show."""
    removed = _removed(service, job)
    base = f"{service.url_of('api')}/v1/predictions/{job.id}"
    shown: dict[str, Any] = {
        "id": job.id,
        "model": job.model,
        "version": job.facts["version"],
        "input": {} if removed else job.input,
        "logs": "" if removed else logs(job, job.progress(service.clock.now())),
        "output": None if removed else _output(service, job),
        "data_removed": removed,
        "error": job.error,
        "source": "api",
        "status": job.word(WORDS[job.state]) if scripted else WORDS[job.state],
        "created_at": service.clock.iso(job.created_at),
        "urls": {
            "get": base,
            "cancel": f"{base}/cancel",
            "stream": f"{service.url_of('stream')}/v1/predictions/{job.id}",
            "web": f"https://replicate.com/p/{job.id}",
        },
    }
    if job.started_at is not None or job.ended:
        shown["started_at"] = service.clock.iso(job.started_at)
    if job.deadline is not None:
        shown["deadline"] = service.clock.iso(job.deadline)
    if deployment := job.facts.get("deployment"):
        shown["deployment"] = deployment
    if job.ended:
        shown["completed_at"] = service.clock.iso(job.ended_at)
        shown["metrics"] = _metrics(job)
    return shown


def logs(job: Job, progress: float) -> str:
    """Return the log so far: the seed, and progress bars as tqdm writes them."""
    if job.state is State.QUEUED or job.fault("fail"):
        return job.logs
    steps = job.facts.get("steps", 4)
    done = steps if job.state is State.SUCCEEDED else int(progress * steps)
    lines = [f"Using seed: {job.facts['seed']}"]
    for step in range(done + 1):
        share = step / steps
        bar = ("#" * int(share * BAR)).ljust(BAR)
        lines.append(f"{int(share * 100):3d}%|{bar}| {step}/{steps} [00:00<00:00, 10.00it/s]")
    return "\n".join(lines) + "\n"


def _removed(service: Replicate, job: Job) -> bool:
    if not job.ended:
        return False
    kept = (job.ended_at or 0) + service.retention_seconds
    return bool(job.fault("lost_result")) or service.clock.now() >= kept


def _output(service: Replicate, job: Job) -> Any:
    growing = job.facts.get("growing")
    if job.state is State.RUNNING and growing:
        items = service.outputs_of(job)
        return items[: int(len(items) * job.progress(service.clock.now()))] or None
    return job.output


def _metrics(job: Job) -> dict[str, float]:
    ended = job.ended_at or 0.0
    started = job.started_at if job.started_at is not None else ended
    return {"predict_time": round(ended - started, 6), "total_time": round(ended - job.created_at, 6)}
