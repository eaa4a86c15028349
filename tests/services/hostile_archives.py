"""Exported libraries, changed as somebody could who wants to do harm, or as a failing disk does."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


def with_rows(source: Path, target: Path, changes: dict[str, Callable[[Rows], Rows]]) -> Path:
    """Copy an archive with the rows of some tables changed, and a manifest that says so."""
    with zipfile.ZipFile(source) as old:
        contents = {member.filename: old.read(member) for member in old.infolist()}
    manifest = json.loads(contents["manifest.json"])
    for table, change in changes.items():
        name = f"tables/{table}.jsonl"
        rows = change([json.loads(line) for line in contents[name].splitlines()])
        contents[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        manifest["tables"][table] = {"rows": len(rows), "sha256": hashlib.sha256(contents[name]).hexdigest()}
    contents["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in contents.items():
            new.writestr(name, content)
    return target


def repacked(source: Path, target: Path, compression: int) -> Path:
    """Copy an archive with all members compressed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
    return target


def spoil(archive: Path, member: str) -> None:
    """Flip bits in the compressed content of a member."""
    with zipfile.ZipFile(archive) as opened:
        info = opened.getinfo(member)
    data = bytearray(archive.read_bytes())
    name_length, extra_length = (int.from_bytes(data[info.header_offset + at :][:2], "little") for at in (26, 28))
    begin = info.header_offset + 30 + name_length + extra_length
    for at in range(begin + 2, begin + min(60, info.compress_size - 1)):
        data[at] ^= 0x5A
    archive.write_bytes(data)


def with_unknown_compression(archive: Path, member: str) -> None:
    """Say of a member that it is compressed in a way that nobody knows."""
    with zipfile.ZipFile(archive) as opened:
        info = opened.getinfo(member)
        directory = opened.start_dir
    data = bytearray(archive.read_bytes())
    entry = data.index(member.encode(), directory) - 46
    for at in (info.header_offset + 8, entry + 10):
        data[at : at + 2] = (99).to_bytes(2, "little")
    archive.write_bytes(data)
