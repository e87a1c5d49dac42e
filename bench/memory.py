"""Memory of the service with many sources."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.headlines import open_headlines, outlets_of
from bench.measure import Meter
from bench.moving import NEW
from bench.report import Result
from bench.server import serving_moving

if TYPE_CHECKING:
    from bench.material import Web

COPIES = 40
"""Sources of each generated feed, so that generating them is not what takes the memory."""


async def memory(web: Web, rounds: int) -> Result:
    """Poll every source once, then so many rounds in which each has new items; the peaks are of the whole run."""
    outlets = outlets_of(web, ["moving"], COPIES)
    with TemporaryDirectory() as name, serving_moving(web) as server:
        meter = Meter(server.pid)
        async with open_headlines(outlets, server, Path(name), meter) as headlines:
            await headlines.watch("moving")
            for _ in range(rounds):
                await headlines.poll(None, NEW)
            peak = meter.peak()
    result = Result("memory", web.name)
    result.notes = [f"{len(outlets)} sources in `headline` mode; targets: 200 MB the service, 450 MB with its workers"]
    result.add("peak memory of the service", "MB", (peak.own / 1e6,))
    result.add("its workers together", "MB", (peak.others / 1e6,))
    result.add("all processes together", "MB", ((peak.own + peak.others) / 1e6,))
    return result
