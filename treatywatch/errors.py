"""Errors of the application.

TreatywatchError
├── ConfigError            the configuration files can't be used; carries every fault of every file
├── AlreadyRunning         another process works on the same store
├── BadRecordings          recordings that can't be replayed; names the line
├── BadOpml                a list of feeds that can't be read; names the file
├── NeverPolled            an outlet was to be filled up before anything is known of it
├── NotADemo               the demo was told to write where other files are
└── NotKept                a digest that can't be given out again
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from treatywatch.settings.faults import Fault


class TreatywatchError(Exception):
    """Base of all errors of this package."""


class ConfigError(TreatywatchError):
    """The configuration can't be used. `faults` holds all that is wrong, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        return "\n".join([*map(str, self.faults), f"{count} fault{'' if count == 1 else 's'}"])


class AlreadyRunning(TreatywatchError):
    """Another process works on the same store. `holder` is its process id, where it could be read."""

    def __init__(self, store: Path, holder: str) -> None:
        self.store, self.holder = store, holder
        who = f"process {holder}" if holder else "another process"
        super().__init__(f"{store}: {who} works on this store already; stop it, or name another store.path")


class BadRecordings(TreatywatchError):
    """Recordings that can't be replayed. The message names file and line."""


class BadOpml(TreatywatchError):
    """A list of feeds that can't be read. `name` is that of the file, `what` says why."""

    def __init__(self, name: str, what: str) -> None:
        self.name, self.what = name, what
        super().__init__(f"{name}: {what}")


class NeverPolled(TreatywatchError):
    """An outlet was to be filled up before any of its sources was polled. `outlet` is its id."""

    def __init__(self, outlet: str) -> None:
        self.outlet = outlet
        super().__init__(f"{outlet}: none of its sources has been polled yet; run the service first, then fill up")


class NotADemo(TreatywatchError):
    """The demo was told to write into a folder that is not its own. `folder` is that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder}: holds files that are not a demo's; name an empty or a new folder with --out")


class NotKept(TreatywatchError):
    """A digest is not kept, or not as it was. `digest` is its printed id."""

    def __init__(self, digest: str, what: str) -> None:
        self.digest = digest
        super().__init__(f"digest {digest}: {what}")
