"""An article as a digest prints it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_quotation, clean_text
from alerts.digest import Item
from alerts.evidence import why
from alerts.links import safe_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.match import Match
    from pipeline.model.news import News
    from pipeline.model.outlet import Outlet
    from pipeline.model.rule import Rule

LONGEST_NAME: Final = 80
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
FIRST_WEB_PAGE: Final = datetime(1991, 8, 6, tzinfo=UTC)
FAST_CLOCK: Final = timedelta(days=1)
"""How far in the future a date of publication is still believed."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is configured now, and how it is called; what is gone keeps its id as its name."""

    rules: Mapping[str, Rule]
    outlets: Mapping[str, Outlet]

    def rule_label(self, rule: str) -> str:
        """Give a rule's label, printable."""
        return clean_text(self.rules[rule].label if rule in self.rules else rule, LONGEST_NAME)

    def outlet_name(self, outlet: str) -> str:
        """Give an outlet's name, printable."""
        return clean_text(self.outlets[outlet].name if outlet in self.outlets else outlet, LONGEST_NAME)

    def ownership(self, outlet: str) -> str | None:
        """Say to whom an outlet belongs, in the configuration's word."""
        word = self.outlets[outlet].ownership if outlet in self.outlets else None
        return clean_text(word, LONGEST_NAME) if word else None


def item(news: News, matches: Sequence[Match], catalogue: Catalogue, until: datetime) -> Item:
    """Make news printable; the first of `matches` is the reason it is in, `until` the digest's moment.

    A link that a mail must not lead to is left out, and so is a date of publication that can't be true.
    """
    first, *others = matches
    return Item(
        article_id=news.article_id,
        version_id=news.version_id,
        title=_title(news.title),
        url=safe_link(news.url),
        outlet=catalogue.outlet_name(news.outlet),
        ownership=catalogue.ownership(news.outlet),
        language=news.language if news.language and LANGUAGE_TAG.fullmatch(news.language) else None,
        published=_believable(news.published, until),
        first_seen=news.first_seen,
        text_by=news.text_by,
        quotation=clean_quotation(first.quotation),
        also=tuple(catalogue.rule_label(match.rule) for match in others),
        why=why(first, catalogue.rule_label(first.rule), news.text_by),
    )


def _title(title: str) -> str:
    text = clean_text(title)
    visible = any(unicodedata.category(char)[0] not in "MZ" for char in text)
    return text if visible else "(untitled)"


def _believable(published: datetime | None, until: datetime) -> datetime | None:
    if published is None or not FIRST_WEB_PAGE <= published <= until + FAST_CLOCK:
        return None
    return published
