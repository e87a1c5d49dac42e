"""An environment of its own for lemon24/reader, which asks for another feedparser's neighbours than we do."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).with_name("reader.lock")


def reader_python(cache: Path | None = None) -> Path:
    """The interpreter of an environment with what `reader.lock` names, made in the user's cache if it is not there.

    Raises:
        RuntimeError: when it can't be installed, as without a package index.
    """
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    folder = (cache or _cache()) / f"reader-{digest}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(LOCK))
        ready.touch()
    return python


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "treatywatch-bench"


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"lemon24/reader can't be installed: {done.stderr.strip()}")
