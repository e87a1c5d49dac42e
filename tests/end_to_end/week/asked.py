from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that an outlet got, and what it answered."""

    host: str
    path: str
    began: float
    """Real seconds, of the monotonic clock."""
    ended: float
    """When the answer was sent, or the client had hung up."""
    at: datetime
    """By the script."""
    status: int
    """0 where there was no answer."""
    conditional: bool
    agent: str
    until: datetime | None = None
    """Retry-After: nothing is to be asked before."""
    robots: str | None = None
    """The body, where it is a robots.txt."""

    def as_json(self) -> str:
        until = self.until.isoformat() if self.until else None
        return json.dumps({**asdict(self), "at": self.at.isoformat(), "until": until})

    @classmethod
    def from_json(cls, line: str) -> Self:
        said = json.loads(line)
        until = datetime.fromisoformat(said["until"]) if said["until"] else None
        return cls(**{**said, "at": datetime.fromisoformat(said["at"]), "until": until})


def write(path: Path, rows: Iterable[Asked]) -> None:
    path.write_text("".join(f"{row.as_json()}\n" for row in rows), "utf-8")


def read(path: Path) -> list[Asked]:
    return [Asked.from_json(line) for line in path.read_text("utf-8").splitlines()]
