from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alerts.errors import MessageRefused
from alerts.mail import Kind
from alerts.operators import notes
from alerts.store import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.fault import Fault
    from pipeline.store.database import Connection
    from treatywatch.settings.settings import Settings

log = structlog.get_logger()


def tell(conn: Connection, fault: Fault, settings: Settings, now: datetime) -> int:
    """Mail a fault, or that it is over, to the operators; how many messages that made.

    Call it within the transaction that records the fault. The same fault told again makes no message.
    """
    say = log.info if fault.recovered_at else log.warning
    say("over" if fault.recovered_at else "fault", subject=fault.subject, kind=fault.kind, detail=fault.detail)
    try:
        mails = notes(fault, settings.operators, settings.sender, now)
    except MessageRefused as error:
        log.error("the operators can't be told by mail", error=str(error))
        return 0
    expires_at = now + settings.retry.expiry(Kind.OPERATORS)
    return outbox.enqueue(conn, mails, None, expires_at, now, kind=Kind.OPERATORS)
