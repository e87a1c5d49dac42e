"""The counts of a rehearsed week, as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.end_to_end.week.account import Account
    from tests.end_to_end.week.asked import Asked


def table(account: Account, asked: Sequence[Asked], offences: Mapping[str, int]) -> str:
    """One line a count."""
    answered = Counter(one.status for one in asked)
    rows = {
        "published": account.published,
        "  stored once": account.stored,
        "  inside a recorded gap": account.in_holes,
        "  lost": len(account.lost),
        "doubled": len(account.doubled),
        "stored, but never published": len(account.unknown),
        "requests": len(asked),
        **{f"  answered {status or 'nothing'}": number for status, number in sorted(answered.items())},
        **offences,
    }
    return "\n".join(f"{what:40} {count:>8,}" for what, count in rows.items())
