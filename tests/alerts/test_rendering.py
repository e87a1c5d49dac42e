from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.columns import COLUMNS, width
from alerts.errors import RenderError
from alerts.relay import DigestLimits
from alerts.rendering import render
from alerts.transfer import wire_size
from pipeline.model.rule import Rule
from tests.alerts.builders import ALL_WATCHED, LIMITS, ONE_DOWN, RULES, SENDER, digest, hostile_titles, match, news

if TYPE_CHECKING:
    from pipeline.model.coverage import Coverage
    from pipeline.model.news import News

SENTENCE = "Both sides keep the limits of New START until a treaty follows it."
INF = match("inf", text="The INF Treaty ended in 2019.", words="INF Treaty")
EXPECTED_TEXT = """\
Arms Control Watch
==================
2 stories, 2 outlets: New START 1, INF Treaty 1.
Fri 20 Nov 18:00 – Sat 21 Nov 18:00 (Europe/Berlin, UTC+1)

! 1 of 12 sources could not be read: Example Wire.

== New START: 1 ========================================================

1.  Envoys meet in Geneva
    NEW | Example Wire (state-owned) | English | 21 Nov 15:00
    > Both sides keep the limits of *New START* until a treaty follows
    > it.
    Why: “New START” once in the text; also matches INF Treaty
    https://wire.example.org/1

== INF Treaty: 1 =======================================================

2.  Договор: что дальше
    NEW | Gazeta Example (independent, in exile) | Russian
    first seen 21 Nov 16:00
    > The *INF Treaty* ended in 2019.
    Why: “INF Treaty” once in the text

------------------------------------------------------------------------
Watched 11 of 12 sources. Not reached: Example Wire since 16:00 (timed
out).
You get this because owner@example.org lists you as a reader of “Arms
Control Watch”.

To change or pause it, write to
mailto:owner@example.org?subject=change%20arms-control

To unsubscribe, write to
mailto:owner@example.org?subject=unsubscribe%20arms-control

Digest HOQMK5XK7OVK
"""
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Tags with their attributes, the words inside the body, and whether tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self.open and data.strip():
            self.words.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def html_of(*stories: News, limits: DigestLimits = LIMITS, coverage: Coverage = ALL_WATCHED) -> str:
    return render(digest(*stories, limits=limits, coverage=coverage), SENDER, LIMITS).html


def two_articles() -> tuple[News, News]:
    first = news(1, "Envoys meet in Geneva", match(text=SENTENCE), INF)
    second = news(
        2, "Договор: что дальше", INF, outlet="gazeta", language="ru", published=None, url="mailto:x@example.org"
    )
    return first, second


def test_the_plain_text_is_laid_out_for_reading() -> None:
    assert render(digest(*two_articles(), coverage=ONE_DOWN), SENDER, LIMITS).text == EXPECTED_TEXT


def test_a_long_address_stands_whole_on_a_line_of_its_own() -> None:
    url = "https://wire.example.org/" + "a-long-story-" * 30
    assert f"    {url}" in render(digest(news(1, url=url)), SENDER, LIMITS).text.splitlines()


def test_the_plain_text_keeps_to_72_columns() -> None:
    stories = [news(seq, title) for seq, title in enumerate(hostile_titles(), 1)]
    lines = render(digest(*stories), SENDER, LIMITS).text.splitlines()
    assert all(width(line) <= COLUMNS for line in lines if "://" not in line and "mailto:" not in line)


def test_the_first_words_of_the_page_are_the_summary() -> None:
    assert Page(html_of(news(1))).words[0] == "1 story on New START."


def test_trouble_stands_at_the_top_and_at_the_end() -> None:
    words = Page(html_of(news(1), coverage=ONE_DOWN)).words
    top = words.index("1 of 12 sources could not be read: Example Wire.")
    (end,) = [place for place, text in enumerate(words) if text.startswith("Watched 11 of 12 sources. Not reached:")]
    assert top < words.index("Envoys meet") < end


def test_full_coverage_stands_at_the_end_only() -> None:
    assert html_of(news(1)).count("Watched 42 of 42 sources.") == 1


def test_the_matched_words_are_marked_in_the_sentence() -> None:
    html = html_of(news(1, "Envoys meet", match(text=SENTENCE)))
    assert re.search(r"limits of <b [^>]*background:[^>]*>New START</b> until", html)


def test_a_match_in_the_title_only_is_marked_there_and_not_quoted() -> None:
    title = "New START talks go on"
    rendered = render(digest(news(1, title, match(title=title))), SENDER, LIMITS)
    assert re.search(r"<b [^>]*>New START</b> talks go on</a>", rendered.html)
    assert rendered.text.count("talks go on") == 1


def test_an_article_without_a_usable_link_keeps_its_headline() -> None:
    page = Page(html_of(news(1, "Envoys meet", url="javascript:alert(1)")))
    assert "Envoys meet" in page.words
    assert all((link["href"] or "").startswith("mailto:owner@example.org?") for link in page.all("a"))


def test_the_page_is_made_for_screen_readers() -> None:
    page = Page(html_of(*two_articles()))
    wrapper = page.all("div")[0]
    assert (page.all("html")[0]["lang"], wrapper["lang"], wrapper["role"]) == ("en", "en", "article")
    assert [heading.get("lang") for heading in page.all("h3")] == ["en", "ru"]
    assert [len(page.all(level)) for level in ("h1", "h2", "h3")] == [1, 2, 2]
    assert {table["role"] for table in page.all("table")} == {"presentation"}


def test_the_page_loads_nothing_from_anywhere() -> None:
    page = Page(html_of(*two_articles()))
    assert not {tag for tag, _ in page.tags} & {"img", "link", "script", "iframe", "object", "form", "base"}
    assert not any("src" in attributes or "background" in attributes for _, attributes in page.tags)
    assert not re.search(r"url\(|@import|@font-face", html_of(*two_articles()))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("#1a1a1a", "#ffffff"),
        ("#555555", "#ffffff"),
        ("#0b4f9e", "#ffffff"),
        ("#1a1a1a", "#fff3b0"),
        ("#ffffff", "#121212"),
        ("#bbbbbb", "#121212"),
        ("#8ab4f8", "#121212"),
        ("#ffffff", "#5c4a00"),
        ("#ffffff", "#1a1a1a"),
        ("#121212", "#ffffff"),
    ],
)
def test_the_colours_of_the_page_can_be_told_apart(ink: str, paper: str) -> None:
    html = html_of(news(1), coverage=ONE_DOWN)
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert ink in html
    assert paper in html
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_what_exceeds_a_limit_is_counted_under_its_rule() -> None:
    rendered = render(digest(news(1), news(2), news(3), limits=DigestLimits(per_section=1)), SENDER, LIMITS)
    assert "2 more stories matched and are not listed." in rendered.html
    assert "2 more stories matched and are not listed." in rendered.text


def test_rules_for_which_nothing_is_listed_are_named() -> None:
    rendered = render(digest(news(1), news(2, "B", INF), limits=DigestLimits(items=1)), SENDER, LIMITS)
    assert "Also matched, not listed: INF Treaty." in rendered.html
    assert "Also matched, not listed: INF Treaty." in rendered.text


def many(count: int, title: str) -> list[News]:
    return [news(seq, f"{title} {seq}", match(text=f"{title} New START")) for seq in range(1, count + 1)]


@pytest.mark.parametrize("title", ["Envoys meet again in Geneva", "Делегации снова встречаются в Женеве", "<&>" * 60])
def test_a_page_that_is_too_long_gives_up_items_until_it_fits(title: str) -> None:
    limits = DigestLimits(per_section=40, html_bytes=20_000)
    rendered = render(digest(*many(40, title), limits=limits), SENDER, limits)
    listed = len(rendered.digest.items)
    assert wire_size(rendered.html) <= limits.html_bytes
    assert listed < 40 == rendered.digest.matched
    assert f"{40 - listed} more stories matched" in rendered.text
    one_more = digest(*many(40, title), limits=limits).shortened(listed + 1)
    assert wire_size(render(one_more, SENDER, LIMITS).html) > limits.html_bytes


def test_a_page_that_fits_stays_as_it_is() -> None:
    chosen = digest(*many(12, "Envoys meet"))
    assert render(chosen, SENDER, LIMITS).digest == chosen


def test_no_limit_is_too_small_for_an_answer() -> None:
    assert render(digest(news(1)), SENDER, DigestLimits(html_bytes=10)).digest.items == ()


def test_a_digest_of_40_long_cyrillic_articles_is_not_clipped() -> None:
    title = "Делегации двух стран снова встречаются в Женеве, чтобы обсудить договор " * 3
    limits = DigestLimits(per_section=40)
    assert wire_size(html_of(*many(40, title[:200]), limits=limits)) <= 80_000


def test_an_empty_digest_can_be_rendered() -> None:
    rendered = render(digest(), SENDER, LIMITS)
    assert "No new stories." in rendered.text
    assert "No new stories." in rendered.html


def test_what_a_stranger_wrote_is_text_and_nothing_else() -> None:
    title = '<img src=x onerror=alert(1)> {{ 7*7 }} "quoted" & more'
    html = html_of(news(1, title, match(text="<script>New START</script>"), url='https://example.org/"onclick="x'))
    page = Page(html)
    assert title in page.words
    assert "49" not in " ".join(page.words)
    assert not page.all("img")
    assert not page.all("script")
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


@pytest.mark.parametrize("words", ["<b>", "{{ x }}", "\u202e"])
def test_what_an_operator_wrote_is_text_and_nothing_else(words: str) -> None:
    chosen = digest(news(1))
    section = replace(chosen.sections[0], label=Rule("x", words, ()).label)
    page = Page(render(replace(chosen, name=words, sections=(section,)), SENDER, LIMITS).html)
    assert words in page.words


def test_a_digest_that_cannot_be_rendered_says_which_and_why() -> None:
    broken = replace(digest(news(1)), zone="Nowhere/Land")
    with pytest.raises(RenderError, match=rf"digest {broken.id}: can't be rendered: .*Nowhere/Land"):
        render(broken, SENDER, LIMITS)


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=4), st.sampled_from(sorted(RULES)))
@settings(max_examples=60, deadline=None)
def test_any_titles_give_a_well_formed_page(titles: list[str], rule: str) -> None:
    stories = [news(seq, title, match(rule, text="words", words="words")) for seq, title in enumerate(titles, 1)]
    assert len(Page(html_of(*stories)).all("h3")) == len(titles)
