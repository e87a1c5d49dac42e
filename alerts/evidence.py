"""Why an article is in a digest, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_text
from alerts.direction import isolated
from pipeline.model.article import TextBy
from pipeline.tagging.score import specific

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.match import Match, Span

LONGEST_WORDS: Final = 80
FORMS_NAMED: Final = 3
READ: Final[dict[str, str]] = {TextBy.FEED: "the feed's summary", TextBy.HEADLINE: "the feed's summary"}
UNREAD: Final[dict[str, str]] = {
    TextBy.FEED: "; the page could not be read",
    TextBy.HEADLINE: "; this outlet's pages are not read",
}
TIMES: Final = {1: "once", 2: "twice"}


@dataclass(slots=True)
class _Form:
    """One way the matched words are written, whatever the case."""

    written: str
    in_title: bool = False
    in_text: int = 0


def why(match: Match, text_by: str) -> str:
    """Say which words matched, as written, where and how often, the most telling first.

    `“INF Treaty” in the title, 4 times in the text`. Where only the feed's words could be matched, it
    says so; `text_by` is the article's `TextBy`.
    """
    forms = _forms(match.spans)
    named = [_phrase(form, READ.get(text_by, "the text")) for form in forms[:FORMS_NAMED]]
    if len(forms) > FORMS_NAMED:
        named.append(f"{len(forms) - FORMS_NAMED} more spellings")
    return f"{'; '.join(named) or 'matched'}{UNREAD.get(text_by, '')}"


def _forms(spans: Iterable[Span]) -> list[_Form]:
    forms: dict[str, _Form] = {}
    for span in spans:
        words = clean_text(span.text, LONGEST_WORDS)
        form = forms.setdefault(words.casefold(), _Form(words))
        if span.field == "title":
            form.in_title = True
        else:
            form.in_text += 1
    return sorted(forms.values(), key=lambda form: -specific(form.written))


def _phrase(form: _Form, text: str) -> str:
    places = ["in the title"] if form.in_title else []
    if form.in_text:
        places.append(f"{TIMES.get(form.in_text, f'{form.in_text} times')} in {text}")
    return f"“{isolated(form.written)}” {', '.join(places)}"
