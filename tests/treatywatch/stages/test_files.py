from __future__ import annotations

import gzip
import os
from random import Random
from typing import TYPE_CHECKING

import pytest

from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.files import Files

if TYPE_CHECKING:
    from pathlib import Path

FILES = Files(limit=100)


@pytest.mark.parametrize(
    ("name", "stored", "read"),
    [
        ("a.html", b"plain", b"plain"),
        ("a.html.gz", gzip.compress(b"one", mtime=0) + gzip.compress(b" two", mtime=0), b"one two"),
        ("a.html.gz", b"not packed after all", b"not packed after all"),
        ("a.xml", gzip.compress(b"x", mtime=0), gzip.compress(b"x", mtime=0)),
        ("empty.gz", b"", b""),
    ],
)
async def test_a_file_named_gz_is_unpacked_and_no_other(tmp_path: Path, name: str, stored: bytes, read: bytes) -> None:
    (tmp_path / name).write_bytes(stored)
    assert await FILES.read(str(tmp_path / name)) == read


@pytest.mark.parametrize(
    ("name", "stored", "said"),
    [
        ("big", b"x" * 101, "larger than 100 bytes"),
        ("bomb.gz", gzip.compress(bytes(10**6), mtime=0), "larger than 100 bytes"),
        ("cut.gz", gzip.compress(Random(1).randbytes(90), mtime=0)[:50], "broken gzip file"),
        ("damaged.gz", gzip.compress(b"x" * 90, mtime=0)[:12] + b"\xff" * 30, "broken gzip file"),
        ("header.gz", b"\x1f\x8b\xff" + bytes(20), "broken gzip file"),
    ],
)
async def test_a_file_that_can_not_be_used_is_named_with_the_reason(
    tmp_path: Path, name: str, stored: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(stored)
    with pytest.raises(LineUnreadable, match=f"{name}: .*{said}"):
        await FILES.read(str(tmp_path / name))


@pytest.mark.parametrize("name", ["nothing", "a\0b", "\ud800", "x" * 5000, ""])
async def test_a_name_of_no_file_is_refused(name: str) -> None:
    with pytest.raises(LineUnreadable, match="can't be read"):
        await FILES.read(name)


async def test_a_pipe_is_refused_as_it_may_never_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LineUnreadable, match="no ordinary file"):
        await FILES.read(str(tmp_path / "pipe"))


async def test_what_is_not_in_the_working_directory_is_looked_for_beside_the_input(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"here")
    assert await Files(100, tmp_path).read("page.html") == b"here"
