"""What a hostile page could try on a reader, each attack a test."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alerts.clean import clean_header
from alerts.message import Composer
from alerts.rendering import render
from alerts.sheet import MARKS
from alerts.subject import subject
from pipeline.model.change import Difference, Matter
from pipeline.model.match import Match, Quotation, Span
from tests.alerts.builders import LIMITS, SENDER, SIX_PM, digest, match, memory, news, told
from tests.alerts.test_message import HEADERS
from tests.alerts.test_rendering import Page
from tests.unmeasured import untraced

READER = "reader@example.com"
FRAGMENTS = (
    "=?utf-8?q?",
    "=?utf-8?b?",
    "=?UTF-16?Q?",
    "?=",
    "=0A",
    "=0D=0A",
    "DQpCY2M6IHg=",
    "\r\n",
    "\n",
    "\r",
    "Bcc: v@evil.example",
    "\r\n\r\n<html>",
    "\x00",
    "\x1b[31m",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u200b",
    "\ud800",
    "\udfff",
    "\ue000",
    "\ufeff",
    "\U000e0041",
    "a" * 80,
    " ",
    "\t",
    ",",
    ";",
    "<x@y.example>",
    '"',
    "\\",
    "=",
    "?",
    "_",
)
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(st.characters(exclude_categories=()), max_size=8), max_size=12)
titles = st.lists(hostile.map("".join), min_size=30, max_size=30)


@given(titles)
@settings(
    max_examples=100,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_none_of_3000_generated_titles_becomes_a_header(generated: list[str]) -> None:
    """CVE-2024-6923: an encoded line break in a headline, decoded when the message is written, began a `Bcc`."""
    base = render(digest(news(1)), SENDER, LIMITS)
    composer = Composer(SENDER, SIX_PM)
    (section,) = base.digest.sections
    with untraced():
        for title in generated:
            item = replace(section.items[0], title=title)
            line = subject(replace(base.digest, sections=(replace(section, items=(item,)),)))
            message = message_from_bytes(composer.compose(replace(base, subject=line), READER).content, policy=SMTP)
            assert message.keys() == HEADERS
            assert str(message["Subject"]) == clean_header(line, 78)
            assert str(message["To"]) == READER


@pytest.mark.parametrize(
    "poison",
    [
        "\u2028",
        "\u2029",
        "\x85",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ud800",
        "\udc80\ud800",
        "\ufffe",
        "A" * 1_000_000,
        "=?utf-8?q?a=0ABcc:_v@evil?=",
        "\u0301" * 10_000,
        "".join(MARKS),
    ],
    ids=range(16),
)
def test_a_poisoned_article_goes_out_cleaned_and_keeps_no_other_back(poison: str) -> None:
    words = f"New START{poison[:80]}"
    spans = (Span("text", 0, len(words), words),)
    poisoned = Match("new_start", "v1", spans, Quotation(f"{words}, {poison[:80]}", 0, len(words)))
    title, url = f"Before{poison}after", f"https://example.org/{poison}"
    edits = (Difference(Matter.QUOTATION, title, f"{poison}x"), Difference(Matter.NEGATION, None, poison))
    stories = (news(1, title, poisoned, url=url, version_id=9, changes=edits), news(2, "Envoys meet"))
    rendered = render(digest(*stories, memory=memory(replace(told(1), title=poison))), SENDER, LIMITS)
    assert len(Composer(SENDER, SIX_PM).compose(rendered, READER).content) < 20_000
    assert len(Page(rendered.html).all("h3")) == 2
    assert "Envoys meet" in rendered.text
    assert rendered.text.count("unsubscribe%20arms-control") == 1
    printable = (char.isprintable() or char == "\n" for char in rendered.text + rendered.html)
    assert all(printable)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/hostname",
        "//evil.example/a",
        "http://good.example@evil.example/",
        "http://127.0.0.1:8888\\@example.com/",
        "https:javascript:alert(1)",
    ],
)
def test_no_address_but_a_web_page_s_becomes_a_link(url: str) -> None:
    rendered = render(digest(news(1, "Envoys meet", url=url)), SENDER, LIMITS)
    links = [link["href"] or "" for link in Page(rendered.html).all("a")]
    assert all(link.startswith("mailto:owner@example.org?") for link in links)
    assert url.strip() not in rendered.text


@pytest.mark.parametrize(
    "code",
    [
        "{{ 7 * 7 }}",
        "{% for x in [1] %}",
        "{# #}",
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "${7*7}",
        "<%= 7*7 %>",
        "#{7*7}",
    ],
)
def test_no_words_of_a_page_are_taken_for_a_template(code: str) -> None:
    found = match(text=f"{code} New START {code}")
    rendered = render(digest(news(1, code, found)), SENDER, LIMITS)
    assert code in rendered.text
    assert code in " ".join(Page(rendered.html).words)
    assert "49" not in rendered.text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        "</p></div></body>",
        "<!--",
        "]]>",
        "<style>*{display:none}</style>",
        '<a href="javascript:x">',
        "&lt;b&gt;",
        '" onmouseover="x',
        "<base href=//evil.example>",
    ],
)
def test_no_words_of_a_page_are_taken_for_markup(markup: str) -> None:
    found = match(text=f"{markup} New START {markup}")
    plain = Page(render(digest(news(1, "Envoys meet", match(text="x New START x"))), SENDER, LIMITS).html)
    page = Page(render(digest(news(1, markup, found, language=None)), SENDER, LIMITS).html)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert markup in page.words


@pytest.mark.parametrize("markup", ["</del><script>alert(1)</script>", '" onmouseover="x', "&lt;b&gt;", "{{ 7 * 7 }}"])
def test_no_words_of_a_change_are_taken_for_markup_or_a_template(markup: str) -> None:
    def page(words: str) -> Page:
        edits = (Difference(Matter.QUOTATION, words, None), Difference(Matter.NUMBER, f"12 {words}", f"20 {words}"))
        edited = news(1, "Envoys part", version_id=9, changes=edits, lost=("new_start",))
        return Page(render(digest(edited, memory=memory(replace(told(1), title=words))), SENDER, LIMITS).html)

    assert [tag for tag, _ in page(markup).tags] == [tag for tag, _ in page("words").tags]
    assert page(markup).words.count(markup) == 3


def test_markup_stays_words_in_the_plain_text_as_well() -> None:
    text = render(digest(news(1, "<b>Envoys</b> &amp; others")), SENDER, LIMITS).text
    assert "1.  <b>Envoys</b> &amp; others" in text


def test_a_line_with_a_dot_alone_ends_no_message() -> None:
    rendered = render(digest(news(1, "a\r\n.\r\nMAIL FROM:<x@evil.example>")), SENDER, LIMITS)
    content = Composer(SENDER, SIX_PM).compose(rendered, READER).content
    assert b"\r\nMAIL FROM" not in content
    assert b"\n.\n" not in content
    assert b"\r\n.\r\n" not in content
