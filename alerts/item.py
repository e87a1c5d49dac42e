"""A story as a digest prints it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from alerts.catalogue import INDEPENDENT, STATE
from alerts.clean import clean_quotation, clean_text
from alerts.digest import Item, Ref
from alerts.evidence import why
from alerts.links import safe_link
from alerts.story import Label
from pipeline.model.change import Difference, Matter
from pipeline.model.match import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alerts.catalogue import Catalogue
    from alerts.story import Story

LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
FIRST_WEB_PAGE: Final = datetime(1991, 8, 6, tzinfo=UTC)
FAST_CLOCK: Final = timedelta(days=1)
"""How far in the future a date of publication is still believed."""
LONGEST_PASSAGE: Final = 240
"""Characters that are quoted of one passage."""


def item(story: Story, catalogue: Catalogue, until: datetime) -> Item:
    """Make a story printable; the first match of its lead is the reason it is in, `until` the digest's moment.

    A link that a mail must not lead to is left out, and so is a date of publication that can't be true.
    """
    news, lost = story.lead.news, story.lead.lost
    first = story.lead.matches[0]
    outlets = story.outlets
    owned = [catalogue.ownership(outlet) for outlet in outlets]
    title = _title(news.title)
    return Item(
        article_id=news.article_id,
        version_id=news.version_id,
        title=title,
        url=safe_link(news.url),
        outlet=catalogue.outlet_name(news.outlet),
        ownership=catalogue.ownership(news.outlet),
        language=news.language if news.language and LANGUAGE_TAG.fullmatch(news.language) else None,
        published=_believable(news.published, until),
        first_seen=news.first_seen,
        text_by=news.text_by,
        quotation=clean_quotation(first.quotation) if first not in lost else Quotation("", 0, 0),
        also=tuple(map(catalogue.rule_label, _further_rules(story))),
        why=why(first, news.text_by) if first not in lost else "",
        label=story.label,
        story=story.facts.id if story.facts else None,
        along=ref(story).along,
        others=tuple(catalogue.outlet_name(outlet) for outlet in outlets[1:]),
        reprints=story.facts.reprints if story.facts else 0,
        added=story.facts.added if story.facts else 0,
        state=sum(word in STATE for word in owned),
        independent=sum(word in INDEPENDENT for word in owned),
        more_outlets=max(len(outlets) - story.before.outlets, 0) if story.before else 0,
        headline_then=_then(story, title),
        changes=tuple(_clean(news.changes)),
        withdrawn=any(change.matter is Matter.WITHDRAWN for change in news.changes),
        lost=tuple(dict.fromkeys(words for match in lost if (words := clean_quotation(match.quotation).text))),
        changed_too=_changed_too(story, catalogue),
    )


def ref(story: Story) -> Ref:
    """What the record keeps of a story."""
    news = story.lead.news
    along = tuple((other.news.article_id, other.news.version_id) for other in story.others)
    facts = story.facts.id if story.facts else None
    return Ref(news.article_id, news.version_id, facts, len(story.outlets), along, story.label)


def _further_rules(story: Story) -> dict[str, None]:
    """Rules under which the story matched besides the first of its lead: those of the lead, then of other articles."""
    first, *others = story.lead.matches
    further = [match for match in others if match not in story.lead.lost]
    further += [match for each in story.others for match in each.matches if match not in each.lost]
    return dict.fromkeys(match.rule for match in further if match.rule != first.rule)


def _changed_too(story: Story, catalogue: Catalogue) -> tuple[str, ...]:
    others = (catalogue.outlet_name(each.news.outlet) for each in story.changed if each != story.lead)
    return tuple(dict.fromkeys(others))


def _then(story: Story, title: str) -> str:
    if story.label is not Label.CHANGED or story.before is None:
        return ""
    then = _title(story.before.title)
    return then if then != title else ""


def _clean(changes: Iterable[Difference]) -> Iterator[Difference]:
    """Differences fit to print; the page's withdrawal, and what differs in nothing that can be seen, left out."""
    for change in changes:
        before, after = (clean_text(words, LONGEST_PASSAGE) if words else "" for words in (change.before, change.after))
        if change.matter is not Matter.WITHDRAWN and before != after:
            yield Difference(change.matter, before or None, after or None)


def _title(title: str) -> str:
    text = clean_text(title)
    visible = any(unicodedata.category(char)[0] not in "MZ" for char in text)
    return text if visible else "(untitled)"


def _believable(published: datetime | None, until: datetime) -> datetime | None:
    if published is None or not FIRST_WEB_PAGE <= published <= until + FAST_CLOCK:
        return None
    return published
