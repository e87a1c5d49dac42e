from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.articles import extract_page
from crawlers.extraction.brief import LONGEST

if TYPE_CHECKING:
    from crawlers.page import Page

URL = "https://herald.example.org/a"


def read(body: str) -> Page:
    return extract_page(f"<html><title>The Herald</title><body>{body}</body></html>".encode(), URL, "text/html")


def test_of_a_page_without_an_article_its_words_are_read_and_those_of_its_frame_left_out() -> None:
    page = read(
        "<header>Subscribe</header><nav>World</nav><main><h1>Sorry</h1><p>This page is <b>gone</b>.</p>"
        "<form><label>Log in</label></form></main><script>let a</script><!-- b --><footer>Imprint</footer>"
    )
    assert (page.text, page.brief) == ("", "Sorry This page is gone . Log in")


def test_no_more_than_the_first_words_are_read() -> None:
    assert len(read("<ul>" + "<li><a href='/a'>World</a></li>" * 1000).brief) == LONGEST


def test_of_an_article_its_text_is_enough() -> None:
    days = (f"<p>On day {day} the envoys met for {day + 2} hours in the old town hall.</p>" for day in range(20))
    page = read(f"<article>{''.join(days)}</article>")
    assert len(page.text) > LONGEST
    assert page.brief == ""
