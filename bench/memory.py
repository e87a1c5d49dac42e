"""Memory of the service with many sources."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.headlines import open_headlines
from bench.measure import Meter
from bench.moving import LISTED, NEW
from bench.report import Result
from bench.server import serving_moving

if TYPE_CHECKING:
    from bench.material import Web


async def memory(web: Web, rounds: int) -> Result:
    """Poll every source once, then so many rounds in which each has new items; the peaks are of the whole run."""
    with TemporaryDirectory() as name, serving_moving(web) as server:
        meter = Meter(server.pid)
        async with open_headlines(web, server, Path(name), meter) as headlines:
            await headlines.watch("moving")
            await headlines.poll(None, LISTED)
            for _ in range(rounds):
                await headlines.poll(None, NEW)
            peak = meter.peak()
    result = Result("memory", web.name)
    result.notes = [
        f"{len(web.feeds)} sources in `headline` mode; targets: 200 MB the service, 450 MB with its workers"
    ]
    result.add("peak memory of the service", "MB", (peak.own / 1e6,))
    result.add("its workers together", "MB", (peak.others / 1e6,))
    result.add("all processes together", "MB", ((peak.own + peak.others) / 1e6,))
    return result
