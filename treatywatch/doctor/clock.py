from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from treatywatch.doctor.finding import Finding

TOLERANCE: Final = timedelta(minutes=5)
"""By how much the clock may be behind what it wrote."""
JUMP: Final = timedelta(seconds=2)
"""By how much it may stray from the monotonic clock while we look."""
_REMEDY: Final = "set the clock, and let NTP keep it: timedatectl status"


def check_clock(now: datetime, newest: datetime | None, strayed: timedelta) -> Finding:
    """Whether the time can be right.

    Args:
        now: What the clock says.
        newest: When the store was last written to, by the clock of then.
        strayed: By how much the clock left the monotonic clock while the other checks went on.
    """
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if newest is not None and newest - now > TOLERANCE:
        said = f"{said}, before the newest entry of the store, {newest:%Y-%m-%d %H:%M:%S} UTC"
        return Finding("clock", ok=False, said=said, remedy=_REMEDY)
    if abs(strayed) > JUMP:
        said = f"{said}; it jumped by {strayed.total_seconds():.0f} seconds during this look"
        return Finding("clock", ok=False, said=said, remedy=_REMEDY)
    return Finding("clock", ok=True, said=f"{said}, and it goes on evenly")
