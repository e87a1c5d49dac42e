"""Which parts the service is made of; the one place that knows them all."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from crawlers.fetch import open_fetcher
from crawlers.parsing import PageExtractor, parsers
from crawlers.workers import Workers
from pipeline.matching import russian
from pipeline.matching.matcher import Matcher
from treatywatch.looking import Looking
from treatywatch.memory import RobotsInDatabase
from treatywatch.placing import Placer
from treatywatch.polling import Polling
from treatywatch.service import Service
from treatywatch.settling import Settling

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from treatywatch.parts import Parts


@asynccontextmanager
async def open_service(parts: Parts) -> AsyncIterator[Service]:
    """A service with its engine and its worker processes, ready to run; they end with the block."""
    settings = parts.settings
    workers = Workers(settings.workers.processes, settings.workers.memory_bytes)
    parse = parsers(workers, settings.workers)
    extract = PageExtractor(workers, settings.workers)
    try:
        async with open_fetcher(settings.fetch, RobotsInDatabase(parts.database), parts.clock.now) as fetch:
            placer = Placer(Matcher(settings.rules))
            russian.forget()
            await placer.start(parts.database)
            polling = Polling(parts, fetch, parse, placer)
            settling = Settling(parts, fetch, extract, placer)
            looking = Looking(parts, fetch, extract, placer)
            service = Service(parts, polling, settling, looking)
            await service.begin()
            yield service
    finally:
        await workers.close(grace=0)
