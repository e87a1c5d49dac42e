"""Twisted's reactor, on the asyncio loop that is running."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

from twisted.internet import asyncioreactor
from twisted.logger import STDLibLogObserver, globalLogBeginner

from crawlers.errors import CrawlError


def running_reactor() -> Any:  # noqa: ANN401 - Twisted types its reactor as an anonymous mix of interfaces
    """The process's one reactor, started on this loop; a stopped one can't start again, so it is left running.

    Raises:
        CrawlError: when the process has a reactor of another kind, or on another loop.
    """
    if "twisted.internet.reactor" not in sys.modules:
        asyncioreactor.install(asyncio.get_running_loop())  # type: ignore[no-untyped-call]
        _log_to_logging()
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install another one

    if getattr(reactor, "_asyncioEventloop", None) is not asyncio.get_running_loop():
        raise CrawlError("this process has a Twisted reactor on another loop; crawl in the loop of the first crawl")
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    return reactor


def install_resolver(resolver: Any) -> Any:  # noqa: ANN401 - zope interfaces are no types to mypy
    """Send every name and literal address of new connections through `resolver`; returns the one before it."""
    return running_reactor().installNameResolver(resolver)


def _log_to_logging() -> None:
    # Twisted keeps every event in memory, up to 65,536, until somebody takes them.
    observer: Any = STDLibLogObserver("twisted")
    globalLogBeginner.beginLoggingTo([observer], redirectStandardIO=False, discardBuffer=True)
    logging.getLogger("twisted").setLevel(logging.ERROR)
