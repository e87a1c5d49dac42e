from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.plain import clean, one_line, paragraphs

LINES = {
    "  Talks \n resume\t": "Talks resume",
    "<p>Talks<br/>resume</p>": "Talks resume",
    "Warheads <b>N</b>ow": "Warheads Now",
    "Q&amp;A": "Q&A",
    "Q&amp;amp;A": "Q&A",
    "Don&amp;#8217;t": "Don\N{RIGHT SINGLE QUOTATION MARK}t",
    "&lt;p&gt;Escaped&lt;/p&gt;": "Escaped",
    "&amp;lt;p&amp;gt;Escaped twice&amp;lt;/p&amp;gt;": "Escaped twice",
    "<img src=x onerror=alert(1)>Talks": "Talks",
    "&lt;img src=x onerror=alert(1)&gt;Talks": "Talks",
    '<a title="a > b" href="/x">Talks</a>': "Talks",
    "<a title=it's>Talks</a>": "Talks",
    "3 < 4 and 5 > 4": "3 < 4 and 5 > 4",
    "The <New START> treaty": "The <New START> treaty",
    "<script>alert('x')</script>Talks<style>p {}</style>": "Talks",
    "Talks<script>never closed": "Talks",
    "<!-- hidden --><o:p>Talks</o:p><my-tag>!</my-tag>": "Talks!",
    "<!DOCTYPE html><?php x?>Talks": "Talks",
    "Ta\x00lks\ud800\x1b": "Talks",
    "Talks\u2028resume\x85now": "Talks resume now",
}


@pytest.mark.parametrize("markup", LINES)
def test_a_line_has_the_words_and_nothing_else(markup: str) -> None:
    assert one_line(markup) == LINES[markup]


def test_paragraphs_stand_on_lines_of_their_own() -> None:
    assert paragraphs("<div><p>One\n two.</p> <ul><li>Three</li></ul></div>") == "One two.\nThree"


@given(st.text())
def test_clean_text_survives_encoding_and_has_no_controls(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@given(st.text(alphabet="ab<>&;/ \"'=!-#lgtp1", max_size=60))
def test_any_markup_becomes_one_line(markup: str) -> None:
    line = one_line(markup)
    assert line == " ".join(line.split())
