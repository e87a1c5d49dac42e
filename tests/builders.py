"""Values for tests, with every field that a test does not speak of filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.model.article import Arrival, Article, TextBy

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""
HOUR = timedelta(hours=1)


def article(**said: Any) -> Article:  # noqa: ANN401 - any field
    """An article that reads like one."""
    url = said.pop("url", "https://herald.example.org/a")
    defaults: dict[str, Any] = {
        "outlet": "herald",
        "url_key": url.partition("://")[2],
        "url": url,
        "title": "Envoys meet over the INF Treaty",
        "text": "The envoys met in Geneva. They spoke about the INF Treaty for two hours.",
        "text_by": TextBy.PAGE,
        "arrival": Arrival.LIVE,
        "seen_at": NOON,
        "source": "https://herald.example.org/feed",
    }
    return Article(**(defaults | said))
