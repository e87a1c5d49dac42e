"""Downloads that can be cut, and whose headers are bounded."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import DownloadCancelledError
from twisted.web import _newclient

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_IDLE_SECONDS = 20
_MOST_HEADER_BYTES = 256 * 1024


class Transfer:
    """The handle of one download; travels in the request's meta as `transfer`.

    Scrapy goes on with a download that nobody waits for any more until its time-out; this one can be cut.
    """

    def __init__(self) -> None:
        self.was_cut = False
        self._task: asyncio.Task[Any] | None = None

    async def run(self, download: Any) -> Any:  # noqa: ANN401 - Scrapy has no types for mypy
        """Await `download`, until cut."""
        self._task = asyncio.ensure_future(download)
        if self.was_cut:
            self._task.cancel()
        try:
            return await self._task
        except asyncio.CancelledError as error:
            raise DownloadCancelledError from error

    def cut(self) -> None:
        """Close the connection, whatever it is doing; nothing happens after the end."""
        self.was_cut = True
        if self._task is not None:
            self._task.cancel()


class CuttableHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler for HTTP and HTTPS, with transfers that can be cut."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Idle connections cost us and the outlet a socket; Twisted keeps them for 240 s.
        self._pool.cachedConnectionTimeout = _IDLE_SECONDS
        self._pool._factory = _BoundedFactory  # noqa: SLF001 - where Scrapy itself puts its lenient parser

    async def download_request(self, request: Request) -> Response:
        """See Scrapy's handler."""
        transfer: Transfer = request.meta["transfer"]
        response: Response = await transfer.run(super().download_request(request))
        return response


class _BoundedProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001 - no public one
    """Hangs up on a server that sends headers without end: Twisted would keep them all (1.4 GB in 3 s, measured)."""

    _head = 0

    def request(self, request: Any) -> Any:  # noqa: ANN401 - Twisted's
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's
        if self._parser is not None and self._parser.state in {_newclient.STATUS, _newclient.HEADER}:
            self._head += len(data)
            if self._head > _MOST_HEADER_BYTES:
                self.abort()  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001 - no public one
    """Builds them for the pool."""

    def buildProtocol(self, addr: object) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
