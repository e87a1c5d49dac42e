from __future__ import annotations

from enum import IntEnum

from pipeline.errors import StoreBusy, StoreFull
from treatywatch.errors import AlreadyRunning, ConfigError


class Exit(IntEnum):
    """How the program ended; 75 and 78 are those of sysexits.h."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    """Click's own, for a command line that can't be understood."""
    TRY_AGAIN = 75
    CONFIGURATION = 78


def exit_of(error: Exception) -> Exit:
    """The exit code that an error ends the program with."""
    if isinstance(error, ConfigError):
        return Exit.CONFIGURATION
    return Exit.TRY_AGAIN if isinstance(error, AlreadyRunning | StoreBusy | StoreFull) else Exit.FAILED
