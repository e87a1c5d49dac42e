from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.site import Site
from treatywatch.trying.choice import Verdict
from treatywatch.trying.discovery import Discovery
from treatywatch.trying.trial import samples, tried

if TYPE_CHECKING:
    from pipeline.model.outlet import Outlet
    from treatywatch.trying.trial import Means


async def try_outlet(outlet: Outlet, means: Means) -> Discovery:
    """Try the sources of an outlet as they are configured, whatever they list."""
    trials = [await tried(source, outlet, "outlets.yaml", means) for source in outlet.sources]
    verdicts = tuple(Verdict(trial, None if trial.readable else trial.plan.ledger.message) for trial in trials)
    site = Site(outlet.name, next(iter(outlet.languages), None))
    good = [trial for trial in trials if trial.readable]
    return Discovery(outlet.sources[0].url, site, verdicts, await samples(good, outlet, means))
