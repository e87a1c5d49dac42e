"""Feeds that change from one request to the next: `python -m bench.moving INDEX` prints its port and serves.

INDEX is that of a generated web. `/KIND/OUTLET.xml` of any host is the feed of an outlet; which of its items it lists
depends on how often that host was asked for it before, so that clients of different names do not disturb each other.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import sys
from collections import Counter
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from bench.generate import NEWEST
from bench.material import Document, read

NEW = 2
"""Items of each poll that were not there before."""
KINDS = ("unchanged", "same", "reordered", "moving", "retitled", "fresh")
_ITEM = re.compile(r"<item>.*?</item>\n?", re.DOTALL)


class Feed:
    """A feed with a window over an endless sequence of items."""

    def __init__(self, document: Document) -> None:
        text = document.body().decode()
        self._items = _ITEM.findall(text)
        self._head, _, rest = text.partition(self._items[0])
        self._tail = rest.rpartition(self._items[-1])[2]

    def served(self, kind: str, times: int) -> bytes:
        """The document of a request, `times` requests after the first."""
        length = len(self._items)
        first = {"moving": NEW * times, "fresh": length * times}.get(kind, 0)
        numbers = list(range(first + length - 1, first - 1, -1))
        if kind == "reordered":
            random.Random(times).shuffle(numbers)
        head = self._head.replace("<title>", f"<title>{times} ", 1) if kind == "retitled" else self._head
        return (head + "".join(map(self._item, numbers)) + self._tail).encode()

    def _item(self, number: int) -> str:
        template = number % len(self._items)
        written = self._items[template].replace(f"/news/{template}", f"/news/{number}")
        date = format_datetime(NEWEST + timedelta(minutes=number))
        return re.sub("<pubDate>[^<]*", f"<pubDate>{date}", written).replace("<title>", f"<title>{number} ", 1)


class Moving:
    """The server."""

    def __init__(self, index: Path) -> None:
        self._feeds = {feed.outlet: Feed(feed) for feed in read("", index).feeds}
        self._asked: Counter[str] = Counter()

    async def serve(self) -> None:
        """Print the port, and answer until killed."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(self._answer(head.decode("latin-1")))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client is done
        finally:
            writer.close()

    def _answer(self, head: str) -> bytes:
        first, *lines = head.split("\r\n")
        path = first.split(" ")[1]
        said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        kind, _, file = path.strip("/").partition("/")
        feed = self._feeds.get(file.removesuffix(".xml"))
        if kind not in KINDS or feed is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        key = said["host"] + path
        body = feed.served(kind, self._asked[key])
        self._asked[key] += 1
        return _framed(kind, body, said.get("if-none-match", ""))


def _framed(kind: str, body: bytes, asked: str) -> bytes:
    """With validators, but for `same`: most feeds whose bytes are the same have broken ones, or none."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    validators = "" if kind == "same" else f"ETag: {etag}\r\n"
    if validators and etag in asked:
        return f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n".encode()
    about = f"Content-Type: application/rss+xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return f"HTTP/1.1 200 OK\r\n{about}{validators}\r\n".encode() + body


if __name__ == "__main__":
    asyncio.run(Moving(Path(sys.argv[1])).serve())
