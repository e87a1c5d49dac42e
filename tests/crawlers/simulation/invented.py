from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def outlet(a_day: float, seed: int, days: int = 12) -> list[datetime]:
    """An outlet that publishes by chance, three times as often by day as by night."""
    chance = Random(seed)
    times: list[datetime] = []
    at = START
    while True:
        at += timedelta(days=chance.expovariate(a_day * 1.5))
        if at >= START + days * DAY:
            return times
        if 8 <= at.hour < 20 or chance.random() < 1 / 3:
            times.append(at)


OUTLETS = {f"outlet {number}": outlet(a_day, number) for number, a_day in enumerate((4, 6, 8, 16, 60, 150))}
