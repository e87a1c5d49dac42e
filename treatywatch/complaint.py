from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import StoreError

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger


class Complaint:
    """Says once what goes wrong again and again, and once when it is over."""

    def __init__(self, log: BoundLogger, about: str) -> None:
        self._log, self._about, self._said = log, about, ""

    def tell(self, error: Exception) -> None:
        """Log an error, with its trace unless it is a sentence for the operator; the same one again is not news."""
        said = f"{type(error).__name__}: {error}"
        if said != self._said:
            trace = None if isinstance(error, StoreError) else error
            self._log.error(f"{self._about} failed, and is tried again", error=str(error), exc_info=trace)
        self._said = said

    def over(self) -> None:
        """Log that it works again, if it did not."""
        if self._said:
            self._log.info(f"{self._about} works again")
        self._said = ""
