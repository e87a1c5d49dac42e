"""What runs without its lines being counted: that doubles what a program costs, and triples what a library does."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def unmeasured() -> dict[str, str]:
    """An environment for programs that are killed, play the web, or measure what they cost."""
    return {**os.environ, "COVERAGE_PROCESS_CONFIG": ""}


@contextmanager
def untraced() -> Iterator[None]:
    """For what is timed, and for the thousandth repetition; other tests count the same lines."""
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        threading.settrace(in_threads)
        sys.settrace(here)
