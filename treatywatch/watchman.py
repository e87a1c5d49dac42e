from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.store import faults
from alerts.troubles import Open, review
from pipeline.model.fault import Fault
from treatywatch.telling import tell

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.deliver import Report
    from alerts.troubles import Review
    from pipeline.store.database import Connection, Database
    from treatywatch.settings.settings import Settings

RELAY, DATABASE = "relay", "database"
FAILING: Final = "takes no mail"
UNWRITABLE: Final = "can't be written"
REFUSED: Final = "refused by a rule of the receiver's"


class Watchman:
    """Tells the operators when the relay or the database fails, or a domain refuses us, and when it is over."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._open: tuple[Open, ...] = ()
        self._unwritable: Fault | None = None
        """Kept here: it can't be written where the others are."""

    async def start(self) -> None:
        """Take up what the last run knew."""
        self._open = await self._database.read(faults.still_open)

    async def note(self, report: Report, now: datetime) -> None:
        """Take in what a pass came to.

        Raises:
            StoreError: when the database fails again; nothing is forgotten.
        """
        if report.halted and not report.by_relay:
            self._unwritable = self._unwritable or Fault(DATABASE, UNWRITABLE, now, report.halted)
            return
        found = review(self._known(), _seen(report), self._well(report), now)
        if found.open != self._open or found.over:
            await self._database.write(lambda conn: self._write(conn, found, now))
        self._open, self._unwritable = found.open, None

    def _known(self) -> tuple[Open, ...]:
        return (*self._open, Open(self._unwritable, told=True)) if self._unwritable else self._open

    def _well(self, report: Report) -> set[str]:
        """What was seen to work: a pass that came to its end wrote to the database."""
        well = {_mail_to(domain) for domain in report.served if domain not in report.refusing}
        if report.accepted and not report.halted:
            well.add(RELAY)
        return well | ({DATABASE} if self._unwritable else set())

    def _write(self, conn: Connection, found: Review, now: datetime) -> None:
        faults.record(conn, found, now)
        for fault in found.news:
            tell(conn, fault, self._settings, now)


def _seen(report: Report) -> dict[tuple[str, str], str]:
    seen = {(_mail_to(domain), REFUSED): said for domain, said in report.refusing.items()}
    if report.halted:
        seen[RELAY, FAILING] = report.halted
    return seen


def _mail_to(domain: str) -> str:
    return f"mail to {domain}"
