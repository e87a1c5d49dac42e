from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawlers.simulation.comparison import compare
from treatywatch.cli.options import json_option
from treatywatch.cli.outlets_backfill import backfill
from treatywatch.cli.outlets_opml import export_opml, import_opml
from treatywatch.cli.outlets_try import try_
from treatywatch.cli.outlets_watch import list_, watched
from treatywatch.cli.timestamps import LEAST, Timestamps

if TYPE_CHECKING:
    from crawlers.simulation.comparison import Comparison
    from crawlers.simulation.period import Timelines

_TITLES = {
    "adaptive": "adaptive",
    "fixed": "fixed interval",
    "miniflux": "Miniflux's entry frequency",
    "best_stationary": "best fixed intervals, in hindsight",
}


@click.group()
def outlets() -> None:
    """See how outlets fare, and try how they are polled."""


outlets.add_command(list_)
outlets.add_command(try_)
outlets.add_command(backfill)
outlets.add_command(import_opml)
outlets.add_command(export_opml)
outlets.add_command(watched)


@outlets.command()
@click.option(
    "--timestamps",
    metavar="FILE",
    type=Timestamps(),
    required=True,
    help=f"TSV or CSV, also gzipped, with columns source and published; sources with {LEAST} items or more count.",
)
@click.option(
    "--budget",
    metavar="N",
    type=click.IntRange(1, 1440),
    default=96,
    show_default=True,
    help="Polls per source and day, on average over the sources.",
)
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Of the phases and the jitter.")
@json_option
def simulate(timestamps: Timelines, budget: int, seed: int, *, as_json: bool) -> None:
    """Replay publication times through the cadence, and compare it at the same number of polls.

    The delay is that from an item to the first poll at or after it. The first 7 days are warm-up: replayed, but counted
    neither as delay nor as polls.
    """
    found = compare(timestamps, budget, seed)
    click.echo(json.dumps(_plain(found, budget), indent=2) if as_json else "\n".join(_table(found)))


def _plain(found: Comparison, budget: int) -> dict[str, Any]:
    period = found.period
    return {
        "budget": budget,
        "sources": found.sources,
        "items": found.items,
        "from": period.counted.isoformat(),
        "to": period.end.isoformat(),
        "schedules": {name: _figures(found, name) for name in found.schedules},
    }


def _figures(found: Comparison, name: str) -> dict[str, float]:
    delays, fixed = found.schedules[name], found.schedules["fixed"]
    daily = delays.polls / found.period.days / found.sources
    rounded = {key: round(value, 3) for key, value in asdict(delays).items()}
    more = {"polls_per_source_day": round(daily, 2), "mean_to_fixed": round(delays.mean / fixed.mean, 4)}
    return rounded | more


def _table(found: Comparison) -> list[str]:
    start, end = (f"{time:%Y-%m-%d %H:%M}" for time in (found.period.counted, found.period.end))
    head = ("", "polls", "a day", "mean", "median", "p90", "p99", "of fixed")
    rows = [
        "{:<36}{:>9}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}".format(*head),
        *(_row(title, _figures(found, name)) for name, title in _TITLES.items()),
    ]
    return [
        f"{found.sources} sources, {found.items} items from {start} to {end} UTC, after 7 days of warm-up",
        "",
        *rows,
        "",
        "Delays in minutes; a day: polls per source and day; of fixed: mean delay as a share of the fixed interval's.",
    ]


def _row(title: str, of: dict[str, float]) -> str:
    delays = "".join(f"{of[name]:>8.2f}" for name in ("mean", "median", "p90", "p99"))
    return f"{title:<36}{of['polls']:>9}{of['polls_per_source_day']:>8.2f}{delays}{of['mean_to_fixed']:>10.3f}"
