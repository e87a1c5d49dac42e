"""What could not be printed: told to the operators, once while it lasts, and once when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.digest import Kind
from alerts.store import faults
from alerts.troubles import review
from alerts.wording import some
from treatywatch.telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alerts.troubles import Open, Review
    from pipeline.store.database import Connection, Database
    from treatywatch.making import Made
    from treatywatch.settings.settings import Settings

DIGESTS, ARTICLES = "digests", "articles"
KINDS: Final = {DIGESTS: "can't be made", ARTICLES: "can't be printed"}
AT_ONCE: Final = timedelta(0)


class Misprints:
    """Digests that can't be made, and articles that stand in one without their words.

    However many digests fail, it is one fault: most often they fail alike. It is over when a pass makes digests and
    none of those that failed still does; after a restart each is tried again.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._open: tuple[Open, ...] = ()
        self._wrong: dict[str, dict[str, str]] = {subject: {} for subject in KINDS}
        self._made = False

    async def start(self) -> None:
        """Take up what the last run knew."""
        known = await self._database.read(faults.still_open)
        self._open = tuple(one for one in known if one.fault.subject in KINDS)

    def take(self, made: Iterable[Made]) -> None:
        """Take in what became of due digests."""
        for one in made:
            name = f"{one.due.subscription.id}{' (alert)' if one.due.kind is Kind.ALERT else ''}"
            for subject, what in ((DIGESTS, "" if one.digest else one.wrong), (ARTICLES, one.wrong)):
                if what and (subject == DIGESTS or one.digest):
                    self._wrong[subject][name] = what
                elif one.digest:
                    self._wrong[subject].pop(name, None)
            self._made = self._made or one.digest is not None

    async def tell(self, now: datetime) -> None:
        """Tell what is new at the end of a pass.

        Raises:
            StoreError: when the database can't be written; it is told on the next pass.
        """
        seen = {(subject, KINDS[subject]): _detail(subject, wrong) for subject, wrong in self._wrong.items() if wrong}
        well = {one.fault.subject for one in self._open if self._made and not self._wrong[one.fault.subject]}
        found = review(self._open, seen, well, now, AT_ONCE)
        if found.news:
            await self._database.write(lambda conn: self._write(conn, found, now))
        self._open, self._made = found.open, False

    def _write(self, conn: Connection, found: Review, now: datetime) -> None:
        faults.record(conn, found, now)
        for fault in found.news:
            tell(conn, fault, self._settings, now)


def _detail(subject: str, wrong: dict[str, str]) -> str:
    first, why = next(iter(wrong.items()))
    names = some(list(wrong), "subscription")
    if subject == ARTICLES:
        return (
            f"For {names} an article stands with its outlet and its link alone, as its words can't be printed. "
            f"{first}: {why}. Nothing else is held up; please report it with the article's address."
        )
    return (
        f"No digest could be made for {names}. {first}: {why}. Nothing is lost: what matched goes into the next digest "
        "that can be made. That is tried at its next time, and at once after a restart or an upgrade."
    )
