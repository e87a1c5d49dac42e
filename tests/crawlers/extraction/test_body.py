from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawlers.extraction.body import article_text
from pipeline.model.outlet import Selectors

TITLE = "Talks on warheads resume"
STORY = [
    f"On day {day} the two delegations spoke about warheads, about inspections and about what is to follow in spring."
    for day in range(1, 7)
]
PROSE = "".join(f"<p>{line}</p>" for line in STORY)
LEAD = "After a year of silence two delegations sit at one table again."


def text_of(
    inside: str, above: str = "", said: tuple[str, ...] = (), rules: Selectors | None = None
) -> tuple[list[str], str]:
    page = f"<html><body><article><h1>{TITLE}</h1>{above}<div>{inside}</div></article></body></html>"
    text, by = article_text(document_fromstring(page), TITLE, said, rules or Selectors())
    return text.split("\n"), by


NOISE = [
    '<div class="related-articles"><p>Another story that somebody wrote last week about football.</p></div>',
    '<aside class="NewsletterBox"><p>The best of the week in your mailbox, every Sunday morning.</p></aside>',
    '<figure><img src="a.png"><figcaption>The delegations at the table in the great hall.</figcaption></figure>',
    '<blockquote class="twitter-tweet"><p>Somebody wrote this elsewhere, in a hurry, about the talks.</p></blockquote>',
    "<p><a href='/b'>Another story that somebody wrote last week about football and money</a></p>",
    "<ul><li><b>Sport:</b> <a href='/b'>A match ended with goals</a></li><li><a href='/c'>Markets</a></li></ul>",
    "<div><h3>Read more</h3><p>Another story that somebody wrote.</p><a href='/b'>Open</a></div>",
    "<a href='/b'><div><h3>Football</h3><p>Another story that somebody wrote last week about money.</p></div></a>",
    '<div id="wm-ipp-base"><p>An archive captured this page some years ago, at night.</p></div>',
    "<p><img src='a.png'><em>The delegations at the table in the great hall.</em></p>",
    '<section aria-label="Newsletter"><p>The best of the week in your mailbox, every Sunday morning.</p></section>',
    "<p hidden>These words are not shown to anybody who reads the page.</p>",
    "<p>Sign up for our newsletter to read more of this every week.</p>",
]


@pytest.mark.parametrize("noise", NOISE, ids=range(len(NOISE)))
def test_what_interrupts_an_article_is_no_part_of_it(noise: str) -> None:
    half = PROSE.index("<p>", len(PROSE) // 2)
    assert text_of(PROSE[:half] + noise + PROSE[half:]) == (STORY, "trafilatura")


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>The <a href='/a'>first treaty on warheads and their inspection</a> ended <a href='/b'>long before</a>.</p>",
        "<p>He said: “I <strong></strong>will come back to this table whenever I am asked to do so.”</p>",
        "<ul><li>They agreed on <a href='/a'>inspections</a>, as the communiqué says in so many words.</li></ul>",
    ],
)
def test_links_and_empty_elements_do_not_cost_a_paragraph(paragraph: str) -> None:
    lines, _ = text_of(PROSE + paragraph + PROSE.replace("warheads", "launchers"))
    assert len(lines) == 2 * len(STORY) + 1


def test_the_article_under_an_odd_name_stays() -> None:
    assert text_of(f'<div class="promo">{PROSE}</div>')[0] == STORY


@pytest.mark.parametrize(
    ("above", "said"),
    [
        (f"<p>{LEAD}</p>", (LEAD,)),
        (f"<div><span>Vienna. </span><span>{LEAD}</span></div>", (LEAD,)),
        (f'<div class="byline-x"><p>{LEAD}</p></div>', (LEAD,)),
        (f'<p class="article__standfirst">{LEAD.rstrip(".")}</p>', ()),
        (f"<div>{LEAD}</div>", ()),
    ],
)
def test_the_standfirst_comes_first(above: str, said: tuple[str, ...]) -> None:
    lines, by = text_of(PROSE, f"<header>{above}</header>", said)
    assert lines[0].rstrip(".").endswith(LEAD.rstrip("."))
    assert (lines[1:], by) == (STORY, "trafilatura, standfirst")


@pytest.mark.parametrize(
    "above",
    [
        '<p class="byline">By Ada Example, who has reported on these talks for ten years.</p>',
        '<div class="share"><p>Share this article with your friends on all the networks.</p></div>',
        "<ul><li><p>World news of the day, politics, markets and the weather.</p></li></ul>",
        "<p><a href='/x'>All that we wrote about the talks in the last ten years</a>.</p>",
        "<div>Published on Tuesday, updated an hour ago.<time>10:00</time></div>",
        "<p>Too short.</p>",
    ],
)
def test_other_things_under_the_heading_are_no_standfirst(above: str) -> None:
    assert text_of(PROSE, f"<header>{above}</header>") == (STORY, "trafilatura")


def test_a_description_that_stands_nowhere_is_no_standfirst() -> None:
    assert text_of(PROSE, "", (LEAD,)) == (STORY, "trafilatura")


def test_an_outlets_rule_says_what_holds_the_text() -> None:
    rules = Selectors(drop=(".b",), body=".a")
    inside = (
        f'<section class="a">{PROSE}<p class="b">Not this one, though it looks like a paragraph.</p></section>{PROSE}'
    )
    assert text_of(inside, rules=rules) == (STORY, "rules")


def test_a_rule_that_selects_nothing_any_more_is_passed_over() -> None:
    assert text_of(PROSE, rules=Selectors(body=".gone")) == (STORY, "trafilatura")


def test_a_page_of_a_few_words_has_no_text() -> None:
    assert text_of("<p>Enable scripts.</p>") == ([""], "")
