"""The words and figures around the news: counts, languages, what is new, who reports it, what was held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.digest import Kind
from alerts.story import Label

if TYPE_CHECKING:
    from alerts.digest import Digest, Item
    from alerts.times import LocalTimes

LANGUAGES: Final = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
OWNERSHIP: Final = {
    "exile": "independent, in exile",
    "public": "public service",
    "state": "state-owned",
    "western": "Western",
}
LABELS: Final = {
    Label.NEW: "New",
    Label.CHANGED: "Changed",
    Label.UPDATED: "Updated",
    Label.RUNNING: "Still running",
}
NAMED: Final = 5
"""How many rules, outlets, gaps or failing sources a line names."""


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `3 stories`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def listed(names: list[str]) -> str:
    """`A, B and C`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def some(names: list[str], noun: str) -> str:
    """`A, B, C, D, E and 3 more rules`: as many as a line names."""
    rest = len(names) - NAMED
    return listed([*names[:NAMED], *([counted(rest, f"more {noun}")] if rest > 0 else [])])


def language_name(code: str) -> str:
    """Give the English name of a common language, else its code as it stands."""
    return LANGUAGES.get(code.lower().replace("_", "-").split("-")[0], code)


def ownership_label(ownership: str) -> str:
    """Say to whom an outlet belongs, as a reader says it."""
    return OWNERSHIP.get(ownership, ownership.replace("_", " "))


def summary(digest: Digest) -> str:
    """`7 stories, 19 articles, 6 outlets: New START 4, INF Treaty 2, CTBT 1.`: the first line a mail client shows."""
    if not digest.matched:
        return "No new stories."
    if digest.matched == 1:
        return _only(digest)
    rules = [f"{section.label} {section.matched:,}" for section in digest.sections[:NAMED]]
    if rest := sum(section.matched for section in digest.sections[NAMED:]):
        rules.append(f"others {rest:,}")
    verb = "is" if len(digest.items) == 1 else "are"
    shown = f" {len(digest.items):,} {verb} listed." if digest.held_back else ""
    return f"{', '.join(_figures(digest))}: {', '.join(rules)}.{shown}"


def _only(digest: Digest) -> str:
    """`1 changed story on New START, 3 outlets.`: a list of one is none."""
    changed = "changed " if Label.CHANGED in digest.labels else ""
    outlets = sum(item.outlets for item in digest.items)
    told = f", {counted(outlets, 'outlet')}" if outlets > 1 else ""
    return f"1 {changed}story on {digest.sections[0].label}{told}.{'' if digest.items else ' It is not listed.'}"


def _figures(digest: Digest) -> list[str]:
    """Articles are counted where they are not one to a story, outlets where every story is listed."""
    refs = [*(item.ref for item in digest.items), *(ref for section in digest.sections for ref in section.left)]
    articles = sum(ref.articles for ref in refs)
    changed = digest.labels.count(Label.CHANGED)
    figures = [f"{counted(digest.matched, 'story')}{f' ({changed} changed)' if changed else ''}"]
    if articles != digest.matched:
        figures.append(counted(articles, "article"))
    if not digest.held_back:
        outlets = {name for item in digest.items for name in (item.outlet, *item.others)}
        figures.append(counted(len(outlets), "outlet"))
    return figures


def heading(digest: Digest) -> str:
    """The digest's name; of an alert, that it is one."""
    return f"Alert: {digest.name}" if digest.kind is Kind.ALERT else digest.name


def period(digest: Digest, times: LocalTimes) -> str:
    """The range of a digest, the moment of an alert."""
    if digest.kind is Kind.ALERT:
        return times.stamp(digest.until)
    return times.span(digest.since, digest.until)


def standing(digest: Digest, contact: str) -> str:
    """Why somebody gets this mail, and who answers for it."""
    return f"You get this because {contact} lists you as a reader of “{digest.name}”."


def since_last(digest: Digest) -> str:
    """`Since the last digest: 5 new, 1 changed, 2 updated, 3 still running.`; "" where all is new."""
    running = [Label.RUNNING] * (len(digest.running) + len(digest.running_left))
    labels = [*digest.labels, *running]
    if digest.kind is Kind.ALERT or all(label is Label.NEW for label in labels):
        return ""
    parts = [f"{count} {LABELS[label].lower()}" for label in LABELS if (count := labels.count(label))]
    return f"Since the last digest: {', '.join(parts)}."


def alerted(digest: Digest, times: LocalTimes) -> str:
    """`3 alerts went before this digest, the last at 14:00; 11 more stories on their rules are here.`; "" without."""
    if digest.alerted is None or digest.kind is Kind.ALERT:
        return ""
    went = f"{counted(digest.alerted.times, 'alert')} went before this digest"
    last = f"{', the last' if digest.alerted.times > 1 else ''} at {times.since(digest.alerted.last)}"
    rest = digest.alerted.rest
    more = f"; {counted(rest, 'more story')} on what you are alerted to {'is' if rest == 1 else 'are'} here"
    return f"{went}{last}{more if rest else ''}."


def missed_line(digest: Digest) -> str:
    """Say that a digest stands for earlier ones too; "" where it does not."""
    if not digest.missed:
        return ""
    earlier = "an earlier digest that was" if digest.missed == 1 else f"{digest.missed:,} earlier digests that were"
    return f"This digest also stands for {earlier} due and could not be made; it has all that came meanwhile."


def unlisted(digest: Digest) -> str:
    """Rules that matched and of which nothing is listed; "" where there is no such rule."""
    labels = [section.label for section in digest.sections if not section.items]
    return f"Also matched, not listed: {some(labels, 'rule')}." if labels else ""


def reason(item: Item) -> str:
    """Why an item is in: the words that matched, and the further rules."""
    also_matched = f"; also matches {some(list(item.also), 'rule')}" if item.also else ""
    return f"Why: {item.why}{also_matched}"


def label(item: Item) -> str:
    """What is new about a story, in a word or two."""
    return "Withdrawn" if item.label is Label.CHANGED and item.withdrawn else LABELS[item.label]


def update(item: Item) -> str:
    """How far a story went since it was told; "" of one that is new or changed."""
    return f"{counted(item.more_outlets, 'more outlet')} since you were told." if item.label is Label.UPDATED else ""


def changes_lead(item: Item) -> str:
    """What stands before the changes of an item."""
    return "Changed since we told you" if item.label is Label.CHANGED else "Meanwhile"


def changed_too(item: Item) -> str:
    """`Changed as well: Gazeta.`; "" where no other article of the story did."""
    return f"Changed as well: {some(list(item.changed_too), 'outlet')}." if item.changed_too else ""


def voices(item: Item) -> str:
    """Who reports a story that is known to go beyond one article: state media, independent outlets, or both."""
    if item.story is None:
        return ""
    if item.state == item.outlets:
        return "so far only state media"
    if item.outlets == 1:
        return ""
    if item.independent == item.outlets:
        return f"{item.outlets} outlets, all independent"
    if not item.state + item.independent:
        return f"{item.outlets} outlets"
    other = item.outlets - item.state - item.independent
    camps = [(item.state, "state"), (item.independent, "independent"), (other, "other")]
    return f"{item.outlets} outlets: {', '.join(f'{count} {name}' for count, name in camps if count)}"


def facts(item: Item, times: LocalTimes) -> list[str]:
    """Whose report it is, in which language, of when, and who else has it."""
    owner = f" ({ownership_label(item.ownership)})" if item.ownership else ""
    when = times.moment(item.published) if item.published else f"first seen {times.moment(item.first_seen)}"
    language = language_name(item.language) if item.language else ""
    return [fact for fact in (f"{item.outlet}{owner}", language, when, voices(item)) if fact]


def also(item: Item) -> str:
    """`Example Wire, Gazeta and 3 reprints (1 with text of its own)`; "" where nobody else reports it."""
    names = list(item.others[:NAMED])
    if rest := len(item.others) - len(names):
        names.append(counted(rest, "more outlet"))
    if item.reprints:
        names.append(f"{counted(item.reprints, 'reprint')}{_added(item)}")
    return listed(names)


def _added(item: Item) -> str:
    if item.added < item.reprints:
        return f" ({item.added} with added text)" if item.added else ""
    return " with added text" if item.added == 1 else ", all with added text"


def held_back(digest: Digest) -> str:
    """What matched and is not told in full, and why; "" where all is."""
    parts = []
    if digest.held_back:
        parts.append(f"{counted(digest.held_back, 'story')} beyond the length of a digest")
    if digest.running_left:
        parts.append(f"{counted(len(digest.running_left), 'story')} still running without news")
    if digest.repeated:
        parts.append(f"{counted(len(digest.repeated), 'article')} with nothing new since you were told")
    return f"Held back: {'; '.join(parts)}." if parts else ""


def silence(digest: Digest) -> str:
    """Rules that usually have stories and have none; "" where there is no such rule."""
    if not digest.silent:
        return ""
    return f"Nothing on {some([f'{label} (usual {count:,})' for label, count in digest.silent], 'rule')}."
