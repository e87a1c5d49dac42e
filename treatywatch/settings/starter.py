from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from treatywatch.errors import TreatywatchError
from treatywatch.settings.locate import NAMES
from treatywatch.settings.schema import FOLDER, MODELS, schema_file

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

STARTER = (*NAMES, *(f"{FOLDER}/{schema_file(name)}" for name in MODELS))
"""Relative to the directory: the configuration files, and the schemas that their modelines name."""


def write_starter(directory: Path, packaged: Traversable) -> None:
    """Copy the configuration that comes with the program into a directory, which is made if need be.

    Raises:
        TreatywatchError: where one of the files is there already, or can't be written; no file is left then.
    """
    contents = {directory / name: packaged.joinpath(name).read_bytes() for name in STARTER}
    if there := [str(path) for path in contents if os.path.lexists(path)]:
        raise TreatywatchError(f"{', '.join(there)}: there already, so nothing was written; name another directory")
    written: list[Path] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for unfinished in written:
            unfinished.unlink()
        raise TreatywatchError(f"{path}: can't be written ({error.strerror}); no file was left behind") from None


def next_steps(directory: Path) -> tuple[str, str, str]:
    """What to edit in a directory that was just written, and how to check it."""
    return (
        f"{directory / NAMES[0]}: your contact (crawl.user_agent), sender (mail.from, mail.envelope) and mail.relay",
        f"{directory / NAMES[3]}: your readers; {NAMES[1]} and {NAMES[2]} beside it can stay as they are",
        f"then: treatywatch --config {shlex.quote(str(directory))} config check",
    )
