"""How much a rule has, in figures and in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.digest import Kind
from alerts.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.digest import Digest, Section

LONGEST_BAR: Final = 12
MOST_BARS: Final = 20
"""Rules that have one; of more a reader sees no shape, and the page no end."""


def figure(section: Section) -> str:
    """`4`, or `4 (usual 2)` where it is known."""
    return f"{section.matched:,}" + ("" if section.usual is None else f" (usual {section.usual:,})")


def headed(section: Section, barred: Sequence[Section]) -> str:
    """`4 stories`, with what is usual where no bar says it."""
    usually = "" if section.usual is None or section in barred else f" (usual {section.usual:,})"
    return f"{counted(section.matched, 'story')}{usually}"


def bars(digest: Digest) -> tuple[Section, ...]:
    """The rules that a digest shows bars of; none where there is but one, or of an alert."""
    return digest.sections[:MOST_BARS] if len(digest.sections) > 1 and digest.kind is Kind.DIGEST else ()


def unbarred(digest: Digest) -> str:
    """`and 5 more rules: 12`: what has no bar for there are too many; "" where all have."""
    rest = digest.sections[MOST_BARS:]
    return f"and {counted(len(rest), 'more rule')}: {sum(section.matched for section in rest):,}" if rest else ""


def bar(section: Section, digest: Digest) -> str:
    """Blocks in proportion to the stories of the digest's fullest rule, at least one."""
    most = max(each.matched for each in digest.sections)
    return "█" * max(1, round(LONGEST_BAR * section.matched / max(most, LONGEST_BAR)))
