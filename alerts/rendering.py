"""A digest in words: HTML and plain text from the templates beside this module."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, select_autoescape

from alerts import bars, changes, columns, direction, watched, wording
from alerts.addresses import contact
from alerts.digest import Kind
from alerts.errors import RenderError
from alerts.sheet import MARKS, Sheet
from alerts.subject import subject
from alerts.times import LocalTimes
from alerts.transfer import wire_size

if TYPE_CHECKING:
    from alerts.digest import Digest, Rendered
    from alerts.relay import DigestLimits, Sender
    from pipeline.model.match import Quotation

HTML: Final = "digest.html.j2"
TEXT: Final = "digest.txt.j2"


def render(digest: Digest, sender: Sender, limits: DigestLimits) -> Rendered:
    """Put a digest into words, shortened to what mail clients show whole.

    Raises:
        RenderError: when a template, the zone or a value is wrong; other digests are not concerned.
    """
    return sheet(digest, sender, limits).filled(digest, sender)


def sheet(digest: Digest, sender: Sender, limits: DigestLimits) -> Sheet:
    """Like `render`, with marks where the digest's id and the links of its subscription stand.

    Digests that differ in nothing else share a sheet.

    Raises:
        RenderError: as `render`.
    """
    page = _page(digest, sender)
    if _size(page, sender) > limits.html_bytes:
        page = _page(_shortened(digest, sender, limits), sender)
    return replace(page, text=_filled(TEXT, page.digest, sender))


def _shortened(digest: Digest, sender: Sender, limits: DigestLimits) -> Digest:
    """Keep as many items as fit into `limits.html_bytes`, leaving the others.

    What counts is the HTML part as encoded for transport: whether clients that clip long messages measure before or
    after decoding is not known, and the encoded form is the longer one.
    """

    def size(items: int) -> int:
        return _size(_page(digest.shortened(items), sender), sender)

    fitting = bisect_right(range(len(digest.items)), limits.html_bytes, key=size) - 1
    return digest.shortened(max(fitting, 0))


def _page(digest: Digest, sender: Sender) -> Sheet:
    return Sheet(digest, subject(digest), _filled(HTML, digest, sender), "")


def _size(page: Sheet, sender: Sender) -> int:
    return wire_size(page.filled(page.digest, sender).html)


def _filled(template: str, digest: Digest, sender: Sender) -> str:
    try:
        filled = _templates().get_template(template).render(_values(digest, sender))
        filled.encode()
    except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise RenderError(digest.id, f"{template}: {type(error).__name__}: {error}") from error
    return direction.as_html(filled) if template == HTML else filled


def _values(digest: Digest, sender: Sender) -> dict[str, object]:
    times = LocalTimes(ZoneInfo(digest.zone), digest.until)
    return {
        "digest": digest,
        "subject": subject(digest),
        "heading": wording.heading(digest),
        "summary": wording.summary(digest),
        "before": [line for line in (wording.since_last(digest), wording.alerted(digest, times)) if line],
        "missed": wording.missed_line(digest),
        "trouble": _trouble(digest),
        "coverage": watched.coverage_line(digest.coverage, times),
        "held_back": wording.held_back(digest),
        "silence": wording.silence(digest),
        "times": times,
        "period": wording.period(digest, times),
        "standing": wording.standing(digest, contact(sender)),
        "marks": MARKS,
        "bars": bars.bars(digest),
        "unbarred": bars.unbarred(digest),
        "unlisted": wording.unlisted(digest),
    }


def _trouble(digest: Digest) -> str:
    """An alert tells what came; that nothing else did is not its matter."""
    return "" if digest.kind is Kind.ALERT else watched.trouble_line(digest.coverage, empty=not digest.matched)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "also": wording.also,
        "bar": bars.bar,
        "change_lead": wording.changes_lead,
        "changed_too": wording.changed_too,
        "changes": changes.statements,
        "counted": wording.counted,
        "facts": wording.facts,
        "figure": bars.figure,
        "headed": bars.headed,
        "labelled": wording.label,
        "language": wording.language_name,
        "ownership": wording.ownership_label,
        "packed": columns.packed,
        "reason": wording.reason,
        "rtl": direction.right_to_left,
        "ruled": columns.ruled,
        "said": changes.as_text,
        "sentence": changes.as_sentence,
        "starred": _starred,
        "stop": changes.stop,
        "underlined": columns.underlined,
        "update": wording.update,
        "voices": wording.voices,
        "wrapped": columns.wrapped,
    }
    return environment


def _starred(quotation: Quotation) -> str:
    words = quotation.text[quotation.start : quotation.end]
    marked = f"*{words}*" if words else ""
    return f"{quotation.text[: quotation.start]}{marked}{quotation.text[quotation.end :]}"
