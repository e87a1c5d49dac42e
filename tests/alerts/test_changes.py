"""What a digest says of an article that changed since it was told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.changes import as_sentence, as_text, statements
from alerts.columns import COLUMNS, width
from alerts.digest import Kind
from alerts.rendering import render
from alerts.selection import select
from alerts.story import Label, StoryFacts
from alerts.subject import subject
from alerts.wording import label, since_last, summary
from pipeline.model.change import Difference, Matter
from pipeline.model.match import Match, Quotation, Span
from tests.alerts.builders import LIMITS, SENDER, SUBSCRIPTION, WINDOW, digest, match, material, memory, news, told

if TYPE_CHECKING:
    from alerts.digest import Digest, Item

LONG = "Inspectors had been turned back twice this year at the gate of the site, the agency said"
OTHER_LONG = "Nobody of the delegation was ready to say when the next round of talks would be held"
FIGURE = Difference(Matter.NUMBER, "1,550 warheads", "1,600 warheads")
GONE = Difference(Matter.WITHDRAWN, "Envoys met", None)


def changed(*changes: Difference, title: str = "Envoys met", lost: tuple[str, ...] = ()) -> Digest:
    edited = news(1, title, version_id=9, changes=changes, lost=lost)
    return digest(edited, memory=memory(told(1)))


def item(*changes: Difference, title: str = "Envoys met", lost: tuple[str, ...] = ()) -> Item:
    return changed(*changes, title=title, lost=lost).items[0]


def said(*changes: Difference, title: str = "Envoys met", lost: tuple[str, ...] = ()) -> list[str]:
    return [as_text(each) for each in statements(item(*changes, title=title, lost=lost))]


@pytest.mark.parametrize(
    ("matter", "before", "after", "expected"),
    [
        (Matter.NUMBER, "1,550 warheads", "1,600 warheads", "1,550 → 1,600 warheads"),
        (Matter.NUMBER, "…put the number at 12.", "…it put the number at 20.", "“…put the number at 12 → 20.”"),
        (Matter.NUMBER, "…so it put the number at 12.", "…put the number at 20.", "“…put the number at 12 → 20.”"),
        (Matter.NAME, "It was the U.S.", "It was the U.K.", "“It was the U.S. → U.K.”"),
        (Matter.NUMBER, "Are they 12?", "Are they 20!", "“Are they 12? → 20!”"),
        (Matter.NUMBER, "…put it at 12.", "…all else was 20.", "…put it at 12. → …all else was 20."),
        (Matter.NUMBER, "1,550", "1,600", "1,550 → 1,600"),
        (Matter.NUMBER, "1,550", None, "“1,550” was removed"),
        (Matter.NUMBER, None, "by 4 February 2027", "“by 4 February 2027” was added"),
        (Matter.NUMBER, "It has 12 launchers.", "It has 20 launchers.", "“It has 12 → 20 launchers.”"),
        (
            Matter.NUMBER, "The unit has twelve old launchers", "The unit has 20 launchers",
            "“The unit has [twelve old → 20] launchers”",
        ),
        (Matter.QUOTATION, f"“{LONG}”", None, f"a quotation was removed: “{LONG}”"),
        (Matter.QUOTATION, "“We stay,” he said.", None, "a quotation was removed: “We stay,” he said."),
        (Matter.QUOTATION, None, "We stay", "a quotation was added: “We stay”"),
        (Matter.NEGATION, None, "not", "“not” was added"),
        (Matter.NEGATION, "not", None, "“not” was removed"),
        (Matter.NEGATION, "They will leave it", "They will not leave it", "“not” was added: “They will not leave it”"),
        (Matter.NEGATION, "They will not leave it", "They will leave it",
         "“not” was removed: “They will […] leave it”"),
        (Matter.NAME, "Anna Example", "Berta Example", "Anna → Berta Example"),
        (Matter.NAME, "Anna Example", None, "“Anna Example” is no longer named"),
        (Matter.NAME, None, "Anna Example", "“Anna Example” is named now"),
        (Matter.TERM, "INF Treaty", None, "“INF Treaty” is no longer mentioned"),
        (Matter.TERM, None, "INF Treaty", "“INF Treaty” is mentioned now"),
        (Matter.DELETION, LONG, None, f"a passage was removed: “{LONG}”"),
        (Matter.DELETION, "They said in Geneva on Monday so and left", "They left",
         "words were removed: “They said in Geneva on Monday so and left”"),
        (Matter.QUOTATION, LONG, OTHER_LONG, f"a quotation was reworded, from “{LONG}” to “{OTHER_LONG}”"),
        (
            Matter.NUMBER, "One two three four five six seven 8 nine ten eleven twelve thirteen fourteen fifteen",
            "One two three four five six seven 9 nine ten eleven twelve thirteen fourteen fifteen",
            "“… two three four five six seven 8 → 9 nine ten eleven twelve thirteen fourteen …”",
        ),
        (Matter.NUMBER, "۱۵۵۰ کلاهک", "۱۶۰۰ کلاهک", "a figure was changed, from “۱۵۵۰ کلاهک” to “۱۶۰۰ کلاهک”"),
    ],
)  # fmt: skip
def test_a_difference_is_put_into_words(matter: Matter, before: str | None, after: str | None, expected: str) -> None:
    assert said(Difference(matter, before, after)) == [expected]


def test_a_page_that_is_gone_comes_first() -> None:
    assert said(FIGURE, GONE) == ["the page was withdrawn", "1,550 → 1,600 warheads"]
    assert label(item(FIGURE, GONE)) == "Withdrawn"


def test_what_a_page_that_is_gone_said_is_quoted_again() -> None:
    assert "> Both sides keep to *New START* for now." in render(changed(GONE), SENDER, LIMITS).text


def test_the_gravest_difference_comes_first() -> None:
    name, negation = Difference(Matter.NAME, "Anna Example", None), Difference(Matter.NEGATION, None, "not")
    assert said(name, FIGURE, negation) == [
        "“not” was added",
        "1,550 → 1,600 warheads",
        "“Anna Example” is no longer named",
    ]


def test_at_most_three_differences_are_named() -> None:
    five = [Difference(Matter.NAME, f"Envoy {number}", None) for number in range(5)]
    assert said(*five)[2:] == ["“Envoy 2” is no longer named", "and 2 more"]
    assert said(*five[:4])[3] == "“Envoy 3” is no longer named"


def test_at_most_two_passages_are_quoted() -> None:
    three = [Difference(Matter.DELETION, f"{LONG} {word}", None) for word in ("once", "twice")]
    assert said(*three, Difference(Matter.DELETION, OTHER_LONG, None))[2] == "a passage was removed"


def test_a_passage_that_went_with_a_quotation_is_told_by_the_quotation() -> None:
    quotation = Difference(Matter.QUOTATION, "“except the prices we pay”", None)
    passage = Difference(Matter.DELETION, 'He said they hid nothing "except the prices we pay".', None)
    assert said(passage, quotation) == ["a quotation was removed: “except the prices we pay”"]
    assert len(said(replace(passage, before=None, after=passage.before), quotation)) == 2


def test_a_headline_that_says_the_difference_is_not_said_twice() -> None:
    before, after = "The unit has 12 launchers now, he said", "The unit has 20 launchers now, he said"
    edited = news(1, "Unit has 20 launchers", version_id=9, changes=(Difference(Matter.NUMBER, before, after),))
    (shown,) = digest(edited, memory=memory(replace(told(1), title="Unit has 12 launchers"))).items
    assert [as_text(each) for each in statements(shown)] == ["the headline was “Unit has 12 launchers”"]


def test_another_headline_stands_beside_other_differences() -> None:
    assert said(FIGURE, title="Envoys part") == ["the headline was “Envoys met”", "1,550 → 1,600 warheads"]


def test_a_lost_passage_is_quoted_once() -> None:
    passage = "Both sides keep to New START for now."
    assert said(lost=("new_start",)) == [f"this passage is gone: “{passage}”"]
    assert said(Difference(Matter.TERM, "New START", None), lost=("new_start",)) == [
        f"this passage is gone: “{passage}”"
    ]


def test_a_lost_passage_that_reads_otherwise_is_told_by_its_difference() -> None:
    edit = Difference(Matter.TERM, "Both sides keep to New START for now.", "Both sides keep to it for now.")
    assert said(edit, lost=("new_start",)) == ["“Both sides keep to [New START → it] for now.”"]


def test_a_story_stands_under_a_rule_that_still_matches() -> None:
    inf = match("inf", text="The INF Treaty ended.", words="INF Treaty")
    both = (match(text="Both sides keep to New START for now."), inf)
    chosen = digest(news(1, "Envoys met", *both, version_id=9, lost=("new_start",)), memory=memory(told(1)))
    assert [section.rule for section in chosen.sections] == ["inf"]
    assert chosen.items[0].also == ()


def test_a_difference_that_cannot_be_seen_leaves_an_edit() -> None:
    assert said(Difference(Matter.NAME, "Anna\u200bExample", "AnnaExample")) == ["its text was edited"]


def test_what_differs_in_nothing_that_can_be_seen_is_not_told_as_a_difference() -> None:
    shown = item(Difference(Matter.NAME, "Anna\u200bExample", "AnnaExample"), FIGURE)
    assert shown.changes == (FIGURE,)


def test_an_article_told_before_that_changed_says_so() -> None:
    rendered = render(changed(FIGURE), SENDER, LIMITS)
    assert "CHANGED | " in rendered.text
    assert "Changed since we told you: 1,550 → 1,600 warheads." in rendered.text
    assert re.search(r"<del [^>]*>1,550</del> → <ins [^>]*>1,600</ins>", rendered.html)
    assert "> Both sides" not in rendered.text


def test_several_differences_are_a_list() -> None:
    rendered = render(changed(FIGURE, Difference(Matter.NEGATION, None, "not")), SENDER, LIMITS)
    assert "    - “not” was added\n    - 1,550 → 1,600 warheads\n" in rendered.text
    assert rendered.html.count("<li ") == 2


@pytest.mark.parametrize(
    ("words", "end"), [("He stays.", "“He stays.”"), ("He stays", "“He stays”."), ("Why so?", "“Why so?”")]
)
def test_a_sentence_ends_once(words: str, end: str) -> None:
    (statement,) = statements(item(Difference(Matter.QUOTATION, words, None)))
    assert as_sentence(statement) == f"a quotation was removed: {end}"


def test_an_article_with_another_version_and_no_difference_was_told_as_it_is() -> None:
    chosen = changed()
    assert (chosen.items, len(chosen.repeated)) == ((), 1)


@pytest.mark.parametrize(("upto", "is_told"), [(0, True), (1, False), (5, False)])
def test_the_same_state_is_told_once(upto: int, is_told: bool) -> None:  # noqa: FBT001 - a column of the table
    gone = news(1, "Envoys met", kind="withdrawn", changes=(GONE,))
    chosen = digest(gone, memory=memory(replace(told(1), upto_seq=upto)))
    assert bool(chosen.items) is is_told


def test_an_article_not_told_before_is_new_whatever_changed_in_it() -> None:
    chosen = digest(news(1, changes=(FIGURE,)))
    text = render(chosen, SENDER, LIMITS).text
    assert chosen.items[0].label is Label.NEW
    assert "1,550" not in text


def test_a_page_that_is_gone_is_new_to_whom_it_was_not_told() -> None:
    chosen = digest(news(1, kind="withdrawn", changes=(GONE,)))
    text = render(chosen, SENDER, LIMITS).text
    assert "NEW | " in text
    assert "Meanwhile: the page can't be had any more." in text
    assert "> Both sides keep to *New START* for now." in text


def test_a_passage_that_is_gone_is_new_to_whom_it_was_not_told() -> None:
    text = render(digest(news(1, version_id=9, lost=("new_start",))), SENDER, LIMITS).text
    assert "Meanwhile: this passage is gone: “Both sides keep to New START for now.”" in " ".join(text.split())
    assert "Why:" not in text


def test_a_further_article_of_the_story_that_changed_is_named() -> None:
    facts = StoryFacts(5, origin="wire", outlets=("wire", "gazeta"))
    edits = [news(1, "Envoys met", version_id=9, changes=(FIGURE,)),
             news(2, "B", version_id=8, outlet="gazeta", changes=(FIGURE,))]  # fmt: skip
    chosen = digest(*edits, facts={1: facts, 2: facts}, memory=memory(told(1), told(2)))
    assert "Changed as well: Gazeta Example." in render(chosen, SENDER, LIMITS).text


def test_changes_are_counted() -> None:
    edited, fresh = news(1, "Envoys met", version_id=9, changes=(FIGURE,)), news(2, "Envoys part")
    chosen = digest(edited, fresh, memory=memory(told(1)))
    assert summary(chosen).startswith("2 stories (1 changed), 1 outlet: ")
    assert since_last(chosen) == "Since the last digest: 1 new, 1 changed."
    assert subject(chosen) == "New START: Envoys part (+1, 1 changed) - 21 Nov"


@pytest.mark.parametrize(("change", "word"), [(FIGURE, "Changed"), (GONE, "Withdrawn")])
def test_a_subject_says_that_its_story_changed(change: Difference, word: str) -> None:
    assert subject(changed(change)) == f"New START: {word}: Envoys met - 21 Nov"


def test_an_alert_tells_what_is_new_and_what_changed() -> None:
    window, facts = replace(WINDOW, kind=Kind.ALERT), {3: StoryFacts(5, outlets=("wire",))}
    edited = news(1, "Envoys met", version_id=9, changes=(FIGURE,))
    before = memory(told(1), told(2), told(30, story=5))
    given = material([edited, news(2), news(3), news(4, "Envoys part")], memory=before, facts=facts)
    chosen = select(SUBSCRIPTION, window, given, LIMITS)
    assert [(each.article_id, each.label) for each in chosen.items] == [(4, Label.NEW), (1, Label.CHANGED)]
    assert since_last(chosen) == ""


ELEMENTS = {
    "a", "b", "body", "del", "div", "h1", "h2", "h3", "head", "html", "ins", "li", "meta", "p", "span", "style",
    "table", "td", "title", "tr", "ul",
}  # fmt: skip
HOSTILE = st.text(st.characters(exclude_categories=()), max_size=300)


@given(st.sampled_from(Matter), HOSTILE, HOSTILE, HOSTILE)
def test_whatever_an_article_said_it_is_told_clean_and_short(
    matter: Matter, before: str, after: str, title: str
) -> None:
    span = Span("text", 0, 1, before[:1])
    lost = Match("new_start", "v1", (span,), Quotation(before, 0, 1))
    edited = news(1, title, lost, version_id=9, changes=(Difference(matter, before, after),), lost=("new_start",))
    rendered = render(digest(edited, memory=memory(told(1))), SENDER, LIMITS)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\ud800-\udfff]", rendered.html + rendered.text)
    assert set(re.findall(r"<([a-z0-9]+)", rendered.html)) <= ELEMENTS
    assert all(width(line) <= COLUMNS or " " not in line.strip() for line in rendered.text.splitlines())


def test_a_full_stop_behind_an_edit_does_not_make_a_passage_of_it() -> None:
    changes = (
        Difference(
            Matter.NEGATION, "The unit is bound by the moratorium", "The unit is no longer bound by the moratorium"
        ),
        Difference(Matter.NUMBER, "…put the number of launchers at 12.", "…put the number of launchers at 20."),
        Difference(Matter.QUOTATION, "when the bunkers are finished, we shall see what is left of it all", None),
    )
    assert said(*changes) == [
        "“no longer” was added: “The unit is no longer bound by the moratorium”",
        "“…put the number of launchers at 12 → 20.”",
        "a quotation was removed: “when the bunkers are finished, we shall see what is left of it all”",
    ]
