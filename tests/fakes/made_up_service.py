"""A made-up generation service over HTTP, run as a process of its own so that its ledger outlives a killed client."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from PIL import Image


@dataclass
class Job:
    id: str
    client_reference: str
    accepted_at: float
    seconds: float
    done_at: float | None = None
    cancelled: bool = False


class Service:
    """Accept jobs, run `at_once` of them at a time for `seconds` each, and write every acceptance into a ledger file."""

    def __init__(self, ledger: Path, at_once: int, seconds: float) -> None:
        self.jobs: dict[str, Job] = {}
        self._ledger = ledger.open("a")
        self._places = asyncio.Semaphore(at_once)
        self._seconds = seconds
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, client_reference: str) -> Job:
        job = Job(f"job-{len(self.jobs) + 1}", client_reference, time.time(), self._seconds)
        self.jobs[job.id] = job
        self._ledger.write(json.dumps({"id": job.id, "generation": client_reference}) + "\n")
        self._ledger.flush()
        task = asyncio.create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _run(self, job: Job) -> None:
        async with self._places:
            if not job.cancelled:
                await asyncio.sleep(job.seconds)
        job.done_at = time.time()

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, bytes, str]:
        url = urlsplit(target)
        if method == "POST" and url.path == "/jobs":
            return self._json(201, self._shown(self.accept(json.loads(body)["client_reference"])))
        if method == "GET" and url.path == "/jobs":
            wanted = parse_qs(url.query).get("client_reference", [""])[0]
            found = [self._shown(job) for job in self.jobs.values() if job.client_reference == wanted]
            return self._json(200, found)
        match = re.fullmatch(r"/jobs/(job-\d+)(/file|/cancel)?", url.path)
        job = self.jobs.get(match[1]) if match else None
        if match is None or job is None:
            return self._json(404, {"error": "no such job"})
        if match[2] == "/file":
            return 200, picture(job.id), "image/png"
        if match[2] == "/cancel":
            job.cancelled = True
        return self._json(200, self._shown(job))

    def _shown(self, job: Job) -> dict[str, object]:
        status = "cancelled" if job.cancelled and job.done_at else "done" if job.done_at else "running"
        return {"id": job.id, "client_reference": job.client_reference, "status": status}

    def _json(self, status: int, value: object) -> tuple[int, bytes, str]:
        return status, json.dumps(value).encode(), "application/json"


def picture(job_id: str) -> bytes:
    """Draw a small picture that no other job has."""
    digest = hashlib.sha256(job_id.encode()).digest()
    image = Image.new("RGB", (64, 64), tuple(digest[:3]))
    image.putpixel((digest[3] % 64, digest[4] % 64), tuple(digest[5:8]))
    image.putpixel((digest[8] % 64, digest[9] % 64), tuple(digest[10:13]))
    stored = io.BytesIO()
    image.save(stored, "PNG", compress_level=1)
    return stored.getvalue()


async def _serve_connection(service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
            length = re.search(rb"(?i)content-length: (\d+)", head)
            body = await reader.readexactly(int(length[1])) if length else b""
            status, answer, kind = service.answer(method, target, body)
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                + answer
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(ledger: Path, at_once: int, seconds: float) -> None:
    service = Service(ledger, at_once, seconds)
    server = await asyncio.start_server(
        lambda reader, writer: _serve_connection(service, reader, writer), "127.0.0.1", 0, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
