from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.dedupe.keys import content_key
from pipeline.dedupe.place import place
from pipeline.model.article import TextBy
from pipeline.model.placement import Kind, Known
from tests.builders import HOUR, NOON, article

ARTICLE = article(published=NOON)
KEY = content_key(ARTICLE.title, ARTICLE.text)
SAME = Known(7, ARTICLE.url_key, 2, KEY, TextBy.PAGE, ARTICLE.title, NOON)


def test_an_unknown_address_is_a_new_article() -> None:
    assert place(ARTICLE, KEY, None, ()).kind is Kind.NEW


def test_the_same_words_at_the_same_address_are_known() -> None:
    assert place(ARTICLE, KEY, SAME, ()).kind is Kind.KNOWN


def test_other_words_at_the_same_address_are_a_version() -> None:
    assert place(ARTICLE, KEY, replace(SAME, content_key="other"), ()).kind is Kind.VERSION


@pytest.mark.parametrize(
    ("alias", "kind"),
    [
        (replace(SAME, url_key="elsewhere"), Kind.KNOWN),
        (replace(SAME, url_key="elsewhere", content_key="other"), Kind.VERSION),
        (replace(SAME, url_key="elsewhere", title="Another headline"), Kind.KNOWN),
        (replace(SAME, url_key="elsewhere", title="Another headline", content_key="other"), Kind.NEW),
        (replace(SAME, url_key="elsewhere", published=NOON - HOUR, content_key="other"), Kind.NEW),
        (replace(SAME, url_key="elsewhere", published=None, content_key="other"), Kind.NEW),
    ],
    ids=["title and text", "title and date", "text", "an id used again", "a daily formula story", "no date"],
)
def test_an_alias_is_believed_only_while_title_or_text_agrees(alias: Known, kind: Kind) -> None:
    assert place(ARTICLE, KEY, None, (alias,)).kind is kind


def test_the_feed_s_two_lines_are_no_edit_of_a_page_read_before() -> None:
    feed = replace(ARTICLE, text="Two lines.", text_by=TextBy.FEED)
    assert place(feed, content_key(feed.title, feed.text), SAME, ()).kind is Kind.KNOWN


def test_a_changed_headline_in_the_feed_is_a_version_even_without_its_page() -> None:
    feed = replace(ARTICLE, title="A corrected headline", text="Two lines.", text_by=TextBy.FEED)
    assert place(feed, content_key(feed.title, feed.text), SAME, ()).kind is Kind.VERSION


def test_a_page_read_at_last_is_a_version_of_the_feed_s_words() -> None:
    before = replace(SAME, text_by=TextBy.FEED, content_key="the feed's")
    assert place(ARTICLE, KEY, before, ()).kind is Kind.VERSION
