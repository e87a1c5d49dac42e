"""A recorded web on loopback: `python -m tests.end_to_end.replay INDEX LOG` prints its port and serves until killed.

INDEX has a JSON object a line: `url`, `file` (relative to INDEX), `content_type`; the later row of a URL wins. A
request is looked up by its Host header and path; gzip files are served unpacked if their name says they only store the
recording packed. Every answer has an ETag. LOG gets a JSON object for each request.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit


class Recorded:
    """What is served under each address."""

    def __init__(self, index: Path) -> None:
        self._rows: dict[str, tuple[Path, str]] = {}
        for line in index.read_text("utf-8").splitlines():
            row = json.loads(line)
            self._rows[address(row["url"])] = (index.parent / row["file"], row["content_type"])

    def find(self, host: str, path: str) -> tuple[bytes, str] | None:
        """Body and content type of an address."""
        found = self._rows.get(f"{host}{path}")
        if found is None:
            return None
        file, content_type = found
        body = file.read_bytes()
        return (gzip.decompress(body) if file.suffix == ".gz" else body), content_type


def address(url: str) -> str:
    """Host, path and query as they come over the wire; the scheme is lost behind a mapped host."""
    parts = urlsplit(url)
    return f"{parts.netloc}{quote(parts.path or '/', safe='/%:@!$&()*+,;=~')}{f'?{parts.query}' if parts.query else ''}"


class Handler(BaseHTTPRequestHandler):
    """Answers from the recordings, and keeps a log."""

    protocol_version = "HTTP/1.1"
    recorded: Recorded
    requests: Any
    writing = threading.Lock()

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        found = self.recorded.find(host, quote(self.path, safe="/%:@!$&()*+,;=~?'"))
        status, body, headers = 404, b"nothing here", {"Content-Type": "text/plain"}
        if found:
            etag = f'"{hashlib.sha256(found[0]).hexdigest()[:16]}"'
            headers = {"Content-Type": found[1], "ETag": etag}
            status, body = (304, b"") if self.headers.get("If-None-Match") == etag else (200, found[0])
        self.note(host, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def note(self, host: str, status: int) -> None:
        conditional = bool(self.headers.get("If-None-Match"))
        said = {"host": host, "path": self.path, "status": status, "conditional": conditional}
        with self.writing:
            self.requests.write(json.dumps(said) + "\n")
            self.requests.flush()

    def log_message(self, *_args: object) -> None:
        """Say nothing; the log has it."""


def main(index: str, log: str) -> None:
    """Serve until killed."""
    Handler.recorded = Recorded(Path(index))
    Handler.requests = Path(log).open("a", encoding="utf-8")  # noqa: SIM115 - open as long as the process lives
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)  # noqa: T201 - how the parent learns the port
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
