"""A source's state as the columns of its row, and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawlers.cadence import Hints, Why
from crawlers.cadence.text import habit_from_text, habit_to_text, hints_from_text, hints_to_text
from crawlers.moves import Move
from crawlers.rhythm import Rhythm, Tight
from crawlers.state import SourceState, host_of
from crawlers.web import Validators

if TYPE_CHECKING:
    from sqlalchemy import Row

SAME = ("first_success", "last_success", "last_new", "last_body", "body_hash", "known", "failures", "failing_since")
ALSO = ("poison", "poisoned", "moved_to", "distrusted_until", "newest", "gone_at")


def state_of(row: Row[*tuple[Any, ...]]) -> SourceState:
    """What a row says."""
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to the columns by name
    return SourceState(
        id=row.id,
        outlet=row.outlet,
        url=row.url,
        validators=Validators(row.etag, row.last_modified),
        rhythm=_rhythm(row),
        move=Move(row.move_to, row.move_since, row.move_sightings) if row.move_to else None,
        **{name: found[name] for name in (*SAME, *ALSO)},
    )


def columns_of(state: SourceState, *, learned: bool) -> dict[str, Any]:
    """What to write of a state after a poll; a habit, which is long, only where it was `learned` anew."""
    rhythm, move = state.rhythm, state.move
    habit = {"habit": habit_to_text(rhythm.habit)} if learned and rhythm.habit else {}
    return {
        **{name: getattr(state, name) for name in (*SAME, *ALSO)},
        **habit,
        "host": host_of(state.address),
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "move_to": move.to if move else None,
        "move_since": move.since if move else None,
        "move_sightings": move.sightings if move else None,
        "watched_since": rhythm.since,
        "patience": rhythm.patience.total_seconds() if rhythm.patience else None,
        "hints": hints_to_text(rhythm.hints) if rhythm.hints != Hints() else None,
        "recent": json.dumps([time.timestamp() for time in rhythm.recent]) if rhythm.recent else None,
        "window": rhythm.window,
        "interval": rhythm.interval.total_seconds() if rhythm.interval else None,
        "why": rhythm.why,
        "tight": rhythm.tight.interval.total_seconds() if rhythm.tight else None,
        "tight_until": rhythm.tight.until if rhythm.tight else None,
    }


def _rhythm(row: Row[*tuple[Any, ...]]) -> Rhythm:
    times = json.loads(row.recent) if row.recent else ()
    return Rhythm(
        habit=habit_from_text(row.habit) if row.habit else None,
        since=row.watched_since,
        patience=timedelta(seconds=row.patience) if row.patience else None,
        hints=hints_from_text(row.hints) if row.hints else Hints(),
        recent=tuple(datetime.fromtimestamp(time, UTC) for time in times),
        window=row.window or 0,
        interval=timedelta(seconds=row.interval) if row.interval else None,
        why=Why(row.why) if row.why else None,
        tight=Tight(timedelta(seconds=row.tight), row.tight_until) if row.tight else None,
    )
