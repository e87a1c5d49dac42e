from __future__ import annotations

import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 4096
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A secret kept in a file of its own, as systemd credentials and container secrets are."""

    path: Path
    secret: str = field(repr=False)
    mode: int
    """Permission bits."""

    @property
    def open_to_others(self) -> bool:
        """True where group or others may read, write or execute it."""
        return bool(self.mode & OTHERS)


def read_secret(path: Path) -> SecretFile:
    """Read one line of UTF-8; its line end is not part of the secret.

    Raises:
        ValueError: with a sentence that names the file, never its contents.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        secret = raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise ValueError(f"the file {path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"the file {path} is not in UTF-8") from None
    if not secret or len(raw) > LARGEST or "\n" in secret or "\r" in secret or "\0" in secret:
        raise ValueError(f"the file {path} must hold the secret on one line and nothing else")
    return SecretFile(path, secret, mode)
