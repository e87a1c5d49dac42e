"""What a feed document asks of those who poll it: <ttl>, <skipHours>, <skipDays> (RSS 2.0)."""

from __future__ import annotations

import re

from crawlers.cadence.hints import Hints, skip_days_of, skip_hours_of, ttl_of

_TTL = re.compile(r"<ttl>\s*([0-9]{1,12})\s*</ttl>", re.IGNORECASE)
_SKIPPED = re.compile(r"<skip(?:Hours|Days)>((?:\s*<(hour|day)>[^<]{1,20}</\2>){1,31})", re.IGNORECASE)
_HOUR = re.compile(r"<hour>([^<]{1,20})</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>([^<]{1,20})</day>", re.IGNORECASE)


def hints_in(text: str) -> Hints:
    """The wishes in a document; feedparser knows the first only, and of the others keeps the last hour and day."""
    ttl = _TTL.search(text)
    skipped = " ".join(found[1] for found in _SKIPPED.finditer(text))
    return Hints(
        ttl=ttl_of(ttl[1] if ttl else None),
        skip_hours=skip_hours_of(_HOUR.findall(skipped)),
        skip_days=skip_days_of(_DAY.findall(skipped)),
    )
