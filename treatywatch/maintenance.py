from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alerts.store import contents
from crawlers.store import faults, hosts, looks, polls, robots
from pipeline.model.fault import Fault
from pipeline.model.outlet import SourceKind
from pipeline.placing import LENGTH
from pipeline.store import signatures
from pipeline.store.versions import forget_texts
from treatywatch.telling import tell

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.store.faults import SourceFault
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts

log = structlog.get_logger()


async def maintain(parts: Parts) -> None:
    """Let go of what is past its retention: texts, bytes of mails, fingerprints, ledger rows, pauses, robots.txt."""
    await _review(parts)
    settings = parts.settings
    now, keep = parts.clock.now(), settings.retention

    def work(conn: Connection) -> tuple[int, int, int]:
        polls.forget(conn, now - keep.entries, now - keep.polls)
        hosts.forget(conn, now)
        looks.forget(conn, now)
        robots.forget(conn, now - settings.fetch.robots_for)
        signatures.forget(conn, LENGTH)
        forgotten = forget_texts(conn, now - keep.text), contents.forget(conn, now - keep.mails)
        return *forgotten, looks.waiting(conn)

    texts, mails, looked_at = await parts.database.write(work)
    log.info("maintenance done", texts_dropped=texts, mails_dropped=mails, looked_at_again=looked_at)


async def _review(parts: Parts) -> None:
    """Tell of each trouble of a source once when it has lasted, and once when it is over."""
    listed = [source for outlet in parts.settings.outlets for source in outlet.sources]
    sitemaps = {(source.outlet, source.url) for source in listed if source.kind is SourceKind.SITEMAP}
    now = parts.clock.now()

    def review(conn: Connection) -> None:
        turn = faults.review(conn, sitemaps, now)
        for fault in turn.raised:
            tell(conn, _told(fault, None), parts.settings, now)
        for fault in turn.recovered:
            tell(conn, _told(fault, now), parts.settings, now)

    await parts.database.write(review)


def _told(fault: SourceFault, recovered_at: datetime | None) -> Fault:
    subject = f"source {fault.outlet} {fault.url}"
    return Fault(subject, fault.kind.value, fault.raised_at, fault.what, recovered_at)
