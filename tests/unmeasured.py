"""Programs whose lines nobody counts, as they are killed, or play the web, or measure what they cost."""

from __future__ import annotations

import os


def unmeasured() -> dict[str, str]:
    """The environment of this process, but for what has coverage count every line: it doubles what a program costs."""
    return {**os.environ, "COVERAGE_PROCESS_CONFIG": ""}
