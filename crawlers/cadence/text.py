"""Habits and hints as text for the store, and back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from math import inf, isinf
from typing import Any

from crawlers.cadence.habit import Habit
from crawlers.cadence.hints import Hints


def habit_to_text(habit: Habit) -> str:
    """A habit in 1 to 2 kB of JSON."""
    weight = None if isinf(habit.burst_weight) else habit.burst_weight
    return _json({"learned": habit.learned.isoformat(), "level": habit.level, "week": habit.week, "burst": weight})


def habit_from_text(text: str) -> Habit:
    """The habit that `habit_to_text` wrote."""
    said = json.loads(text)
    weight = inf if said["burst"] is None else said["burst"]
    return Habit(datetime.fromisoformat(said["learned"]), said["level"], tuple(said["week"]), weight)


def hints_to_text(hints: Hints) -> str:
    """What the document asked for, as JSON; what an answer's headers ask for lasts no longer than the answer."""
    ttl = hints.ttl and hints.ttl.total_seconds()
    return _json({"ttl": ttl, "skip_hours": sorted(hints.skip_hours), "skip_days": sorted(hints.skip_days)})


def hints_from_text(text: str) -> Hints:
    """The hints that `hints_to_text` wrote."""
    said = json.loads(text)
    ttl = None if said["ttl"] is None else timedelta(seconds=said["ttl"])
    return Hints(ttl=ttl, skip_hours=frozenset(said["skip_hours"]), skip_days=frozenset(said["skip_days"]))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))
