from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("service.yaml", "outlets.yaml", "topics.yaml", "subscriptions.yaml")
LOCAL_TOPICS = "topics.local.yaml"
"""The operator's own topics, if there are such."""
VARIABLE = "TREATYWATCH_CONFIG"
SYSTEM = Path("/etc/treatywatch")


def locate(
    argument: Path | None, environ: Mapping[str, str], cwd: Path, packaged: Path, *, system: Path = SYSTEM
) -> Path:
    """The directory of the configuration files; the first of these.

    What the operator named, by `--config` or TREATYWATCH_CONFIG, is taken at its word, whether or not it exists.
    `./config` and `/etc/treatywatch` count where they hold at least one of the files. Else it is the configuration
    that comes with the program.
    """
    if argument is not None:
        return argument
    if named := environ.get(VARIABLE):
        return Path(named)
    candidates = (cwd / "config", system)
    return next((place for place in candidates if any((place / name).is_file() for name in NAMES)), packaged)
