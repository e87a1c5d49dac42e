"""Every room's tables, declared on the one metadata by importing them."""

from __future__ import annotations

from alerts.store import tables as alerts
from crawlers.store import tables as crawlers
from pipeline.store import story_tables as stories
from pipeline.store import tables as pipeline
from pipeline.store.database import metadata

__all__ = ["alerts", "crawlers", "metadata", "pipeline", "stories"]
