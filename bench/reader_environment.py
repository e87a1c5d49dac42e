"""An environment of its own for lemon24/reader, which asks for another feedparser's neighbours than we do."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).with_name("reader.lock")
READY = "ready"


def reader_python(cache: Path | None = None) -> Path:
    """The interpreter of an environment with what `reader.lock` names, made in the user's cache if it is not there.

    Raises:
        RuntimeError: when it can't be installed, as without a package index.
    """
    folder = _folder(cache or _cache())
    python = folder / "bin" / "python"
    if not is_installed(cache):
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(LOCK))
        (folder / READY).touch()
    return python


def is_installed(cache: Path | None = None) -> bool:
    """Whether `reader_python` would find it made."""
    return (_folder(cache or _cache()) / READY).exists()


def _folder(cache: Path) -> Path:
    return cache / f"reader-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "treatywatch-bench"


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"lemon24/reader can't be installed: {done.stderr.strip()}")
