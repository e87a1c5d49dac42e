"""What passes between politeness and the engine: one exchange with one server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from crawlers.web import Reason


@dataclass(frozen=True, slots=True)
class Ask:
    """One GET, ready to be sent."""

    url: str
    """ASCII; where to connect."""
    headers: tuple[tuple[bytes, bytes], ...]
    """All of them but Connection; sent as they stand."""
    max_bytes: int
    """Most bytes of a body, as they come over the wire."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, any status, the body still encoded."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def all(self, name: bytes) -> list[bytes]:
        """The values of a header, in order; `name` in lower case."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: bytes) -> bytes | None:
        """The first value of a header; `name` in lower case."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is no whole answer."""

    reason: Reason
    message: str
    """The second half of a sentence that begins with the URL."""
    connected: bool = True
    """False where the server was not even reached: no address, no connection, no TLS."""


class Download(Protocol):
    """One exchange; no redirects, no retries, no manners."""

    async def __call__(self, ask: Ask) -> Answer | NoAnswer:
        """Send it and read the answer."""
        ...
