"""CSV as an answer that is written while it is sent, however long it is."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi.responses import StreamingResponse


class CsvAnswer(StreamingResponse):
    """A file to keep."""

    media_type = "text/csv; charset=utf-8"

    @classmethod
    def named(cls, name: str, pieces: Iterator[str]) -> CsvAnswer:
        """Send a file under a name."""
        return cls(pieces, headers={"Content-Disposition": f'attachment; filename="{name}"'})
