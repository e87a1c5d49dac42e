"""A digest in words: HTML and plain text from the templates beside this module."""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, select_autoescape

from alerts.addresses import contact, mailto
from alerts.digest import Digest, Rendered
from alerts.errors import RenderError
from alerts.subject import subject
from alerts.transfer import shorter_encoding
from alerts.wording import LocalTimes, counted, coverage_line, language_name, ownership_label, summary

if TYPE_CHECKING:
    from alerts.relay import DigestLimits, Sender
    from pipeline.model.match import Quotation

COLUMNS: Final = 72
HTML: Final = "digest.html.j2"
TEXT: Final = "digest.txt.j2"


def render(digest: Digest, sender: Sender, limits: DigestLimits) -> Rendered:
    """Put a digest into words, shortened to what mail clients show whole (`fit`).

    Raises:
        RenderError: when a template, the zone or a value is wrong; other digests are not concerned.
    """
    printed = fit(digest, sender, limits)
    return Rendered(printed, subject(printed), _filled(HTML, printed, sender), _filled(TEXT, printed, sender))


def fit(digest: Digest, sender: Sender, limits: DigestLimits) -> Digest:
    """Keep as many items as fit into `limits.html_bytes`, counting the others as `more`.

    What counts is the HTML part as encoded for transport: whether clients that clip long messages measure before or
    after decoding is not known, and the encoded form is the longer one.

    Raises:
        RenderError: as `render`.
    """

    def size(items: int) -> int:
        return shorter_encoding(_filled(HTML, digest.shortened(items), sender))[1]

    every = len(digest.items)
    if size(every) <= limits.html_bytes:
        return digest
    fitting = bisect_right(range(every), limits.html_bytes, key=size) - 1
    return digest.shortened(max(fitting, 0))


def _filled(template: str, digest: Digest, sender: Sender) -> str:
    try:
        filled = _templates().get_template(template).render(_values(digest, sender))
        filled.encode()
    except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise RenderError(digest.id, f"{template}: {type(error).__name__}: {error}") from error
    return filled


def _values(digest: Digest, sender: Sender) -> dict[str, object]:
    times = LocalTimes(ZoneInfo(digest.zone), digest.until)
    address = contact(sender)
    return {
        "digest": digest,
        "subject": subject(digest),
        "summary": summary(digest),
        "coverage": coverage_line(digest.coverage, times),
        "times": times,
        "contact": address,
        "change": mailto(address, f"change {digest.subscription}"),
        "unsubscribe": mailto(address, f"unsubscribe {digest.subscription}"),
        "unlisted": [section for section in digest.sections if not section.items],
    }


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
        "counted": counted,
        "language": language_name,
        "ownership": ownership_label,
        "starred": _starred,
        "wrapped": _wrapped,
    }
    return environment


def _starred(quotation: Quotation) -> str:
    words = quotation.text[quotation.start : quotation.end]
    marked = f"*{words}*" if words else ""
    return f"{quotation.text[: quotation.start]}{marked}{quotation.text[quotation.end :]}"


def _wrapped(text: str, indent: str = "", first: str = "") -> str:
    return textwrap.fill(
        text, COLUMNS, initial_indent=first or indent, subsequent_indent=indent, break_on_hyphens=False
    )
