"""What a digest tells of an event: the articles about it, what a reader was told before, and who reports it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.model.change import Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.model.match import Match
    from pipeline.model.news import News


class Label(StrEnum):
    """What is new about a story, to one subscription."""

    NEW = "new"
    UPDATED = "updated"
    """Told before; further outlets report it."""
    CHANGED = "changed"
    """Told before; what was told says materially other things now, or is gone."""
    RUNNING = "running"
    """Told before; more of the same."""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is known of a story beyond the articles at hand, as of the digest's moment."""

    id: int
    origin: str | None = None
    """The agency, or the id of the outlet, whose report the others took over."""
    reprints: int = 0
    """Articles of other outlets that took over its text."""
    added: int = 0
    """Of these, how many added text of their own."""
    outlets: tuple[str, ...] = ()
    """Ids of all outlets that reported it so far."""
    former: tuple[int, ...] = ()
    """Ids under which it was told before stories were merged into it."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article that an earlier digest of the subscription told."""

    article_id: int
    version_id: int
    story: int | None
    outlets: int
    """How many outlets the story had then."""
    title: str
    """The headline then."""
    upto_seq: int = 0
    """The last event that the telling digest took."""
    alerted: datetime | None = None
    """When, where an alert told it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier digests of a subscription told of the articles and stories at hand."""

    articles: Mapping[int, Told]
    """The newest telling, by article."""
    stories: Mapping[int, Told]
    """Likewise by story."""


NOTHING_TOLD = Memory({}, {})


def memory_of(told: Iterable[Told], known: Iterable[StoryFacts]) -> Memory:
    """What was told, the oldest first, by article and by story: by the one that it was merged into, where it was."""
    every, merged = list(told), {former: story.id for story in known for former in story.former}
    return Memory(
        {each.article_id: each for each in every},
        {merged.get(each.story, each.story): each for each in every if each.story is not None},
    )


def ids_of(known: Iterable[StoryFacts]) -> set[int]:
    """Under which ids stories may have been told."""
    return {id_ for story in known for id_ in (story.id, *story.former)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """News that matched, with its matches in the subscription's order of rules, those that are none any more last."""

    news: News
    matches: tuple[Match, ...]

    @property
    def lost(self) -> tuple[Match, ...]:
        """Those of its matches that are none any more."""
        return tuple(match for match in self.matches if match.rule in self.news.lost)

    @property
    def in_title(self) -> bool:
        """Whether its first rule's words stand in the headline."""
        return any(span.field == "title" for span in self.matches[0].spans)

    def changed_since(self, told: Told) -> bool:
        """Whether there is more to tell than what was: the same state of it is told once."""
        news = self.news
        if told.version_id == news.version_id and news.seq <= told.upto_seq:
            return False
        if news.undone is not None and told.upto_seq < news.undone:
            return any(each.matter is Matter.WITHDRAWN for each in news.changes)
        return bool(news.changes or news.lost)


@dataclass(frozen=True, slots=True)
class Story:
    """One or more candidates of one event. Without facts an article is a story of its own."""

    lead: Candidate
    others: tuple[Candidate, ...]
    facts: StoryFacts | None
    label: Label
    before: Told | None
    """What was told of it last; of a CHANGED story, of its lead."""
    changed: tuple[Candidate, ...] = ()
    """Those of its articles that were told before and changed, the lead among them."""

    @property
    def outlets(self) -> tuple[str, ...]:
        """Ids of the outlets that report it, the lead's first."""
        known = self.facts.outlets if self.facts else ()
        here = (candidate.news.outlet for candidate in (self.lead, *self.others))
        return tuple(dict.fromkeys((*here, *known)))


def asks_for_alert(candidate: Candidate, facts: Mapping[int, StoryFacts], memory: Memory) -> bool:
    """Whether it is worth an alert: a further outlet of a story that was told is not, a correction of what was told is.

    So is a first report.
    """
    if told := memory.articles.get(candidate.news.article_id):
        return candidate.changed_since(told)
    known = facts.get(candidate.news.article_id)
    return known is None or known.id not in memory.stories


def stories(
    candidates: Sequence[Candidate], facts: Mapping[int, StoryFacts], memory: Memory
) -> tuple[list[Story], list[Candidate]]:
    """Put candidates together by story; then those with nothing to tell, which were told as they are.

    `facts` are by article; an article without stands alone.
    """
    groups: dict[tuple[str, int], list[Candidate]] = {}
    repeated = []
    for candidate in candidates:
        news = candidate.news
        told = memory.articles.get(news.article_id)
        if told and not candidate.changed_since(told):
            repeated.append(candidate)
            continue
        known = facts.get(news.article_id)
        groups.setdefault(("story", known.id) if known else ("article", news.article_id), []).append(candidate)
    return [_story(group, facts.get(group[0].news.article_id), memory) for group in groups.values()], repeated


def _story(group: list[Candidate], facts: StoryFacts | None, memory: Memory) -> Story:
    changed = [each for each in group if each.news.article_id in memory.articles]
    before = memory.articles[changed[0].news.article_id] if changed else None
    if before is None and facts:
        before = memory.stories.get(facts.id)
    lead = min(changed or group, key=lambda each: _leading(each, facts))
    if changed:
        before = memory.articles[lead.news.article_id]
    others = tuple(each for each in group if each is not lead)
    story = Story(lead, others, facts, Label.NEW, before)
    return Story(lead, others, facts, _label(story, reworded=bool(changed)), before, tuple(changed))


def _leading(candidate: Candidate, facts: StoryFacts | None) -> tuple[bool, bool, bool, int]:
    """What was read as a page has a sentence to quote; then the origin, a headline that names the matter, the first."""
    origin = facts is not None and candidate.news.outlet == facts.origin
    return (candidate.news.text_by != "page", not origin, not candidate.in_title, candidate.news.seq)


def _label(story: Story, *, reworded: bool) -> Label:
    if story.before is None:
        return Label.NEW
    if reworded:
        return Label.CHANGED
    return Label.UPDATED if len(story.outlets) > story.before.outlets else Label.RUNNING
