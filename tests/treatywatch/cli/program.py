"""The program as a shell runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def clean_environment(**variables: str) -> dict[str, str]:
    """The environment of this process without configuration of ours, and with `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TREATYWATCH")}
    return {**kept, **variables}


def treatywatch(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", "treatywatch", *arguments],
        cwd=cwd,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
