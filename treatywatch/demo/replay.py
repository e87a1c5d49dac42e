"""A recorded web served over real HTTP on loopback."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import quote

from treatywatch.demo.recorded import OK, SAFE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from treatywatch.demo.recorded import RecordedWeb, Recording

NOT_MODIFIED, NOT_FOUND = 304, 404


@dataclass(frozen=True, slots=True)
class Heard:
    """A request, and how it was answered."""

    host: str
    path: str
    status: int
    """0 where the host was down."""
    conditional: bool


@contextmanager
def replayed(
    web: RecordedWeb, now: Callable[[], datetime], tell: Callable[[Heard], None] = lambda _: None
) -> Iterator[str]:
    """Serve a recorded web as of the time `now`; gives `address:port`. The Host header tells the hosts apart.

    Each request is told, from the thread that answers it.
    """
    server = _Server(lambda host, path: web.answer(host, path, now()), tell)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), name="replay")
    serving.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, find: Callable[[str, str], Recording | None], tell: Callable[[Heard], None]) -> None:
        self.find, self.tell = find, tell
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        found = self.server.find(host, quote(self.path, safe=f"{SAFE}?"))
        status = 0
        if found and found.down:
            self.close_connection = True
        else:
            with suppress(ConnectionError):
                status = self._answer(found)
        self.server.tell(Heard(host, self.path, status, conditional="If-None-Match" in self.headers))

    def _answer(self, found: Recording | None) -> int:
        if found is None:
            return self._send(NOT_FOUND, b"", {})
        body = found.body()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"Content-Type": found.content_type, "ETag": etag} | dict(found.headers)
        if found.location:
            headers["Location"] = found.location
        unchanged = found.status == OK and self.headers.get("If-None-Match") == etag
        return self._send(*((NOT_MODIFIED, b"") if unchanged else (found.status, body)), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> int:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return status

    def log_message(self, *_: object) -> None:
        """The crawler's log says it."""
