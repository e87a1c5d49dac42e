from __future__ import annotations

import re

from pipeline.model.match import Quotation, Span

LONGEST = 240
"""Characters of a quotation: digests quote no more of an article."""

REACH = 2 * LONGEST
"""How far around a match its sentence is looked for; what is further is cut off anyway."""
SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'»”’)\]]*(?=\s|$)|[。！？]|\n+")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|St|No|Nos|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|bzw"
    r"|[гвт]|гг|им|ст|тыс|млн|млрд|см|проф)|\b[^\W\d_])\.$"
)
"""A full stop after these, or after a single letter (`U.S.`, `J. Smith`), ends no sentence."""


def quote(text: str, span: Span) -> Quotation:
    """The sentence around a span, cut to 240 characters at word boundaries with the matched words inside."""
    start, end = _sentence(text, span)
    if end - start > LONGEST:
        start, end = _window(text, start, end, span)
    piece = text[start:end]
    lead, tail = _cut_marks(text, start, end)
    said = f"{lead}{piece}{tail}"
    offset = len(lead) - start
    return _collapsed(said, span.start + offset, min(span.end, end) + offset)


def _sentence(text: str, span: Span) -> tuple[int, int]:
    start, end = max(0, span.start - REACH), min(len(text), span.end + REACH)
    for mark in SENTENCE_END.finditer(text, start, end):
        if "\n" not in mark.group() and ABBREVIATION.search(text, max(0, mark.start() - 12), mark.start() + 1):
            continue
        if mark.end() <= span.start:
            start = mark.end()
        elif mark.start() >= span.end:
            end = mark.start() if "\n" in mark.group() else mark.end()
            break
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _window(text: str, start: int, end: int, span: Span) -> tuple[int, int]:
    room = LONGEST - 2  # for the ellipses
    left = max(start, min(span.start - (room - (span.end - span.start)) // 2, end - room))
    if left > start:
        gap = re.search(r"\s", text[left : span.start])
        left = left + gap.end() if gap else span.start
    right = min(end, left + room)
    if right < end and right > span.end:
        gap_at = max(text.rfind(" ", span.end, right), text.rfind("\n", span.end, right))
        right = gap_at if gap_at > span.end else right
    return left, right


def _cut_marks(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    lead = "" if not before or before[-1] in ".!?…。！？\n\"'»”’)]" else "…"
    tail = "" if not after or after[0] == "\n" or text[end - 1] in ".!?…。！？\"'»”’)]" else "…"
    return lead, tail


def _collapsed(said: str, start: int, end: int) -> Quotation:
    head, words, rest = (re.sub(r"\s+", " ", part) for part in (said[:start], said[start:end], said[end:]))
    head = head.lstrip()
    return Quotation(f"{head}{words}{rest}".rstrip(), len(head), len(head) + len(words))
