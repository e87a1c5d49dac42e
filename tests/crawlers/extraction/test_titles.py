from __future__ import annotations

import pytest
from lxml.html import HtmlElement, document_fromstring

from crawlers.extraction.titles import Title, choose_title

SITES = ("The Herald", "herald.example")


def tree(body: str, head: str = "") -> HtmlElement:
    return document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")


def chosen(said: list[tuple[str, str]], body: str = "", head: str = "") -> Title:
    return choose_title(tree(body, head), [Title(*one) for one in said], SITES)


LD, OG = ("Envoys meet in Geneva again", "json-ld"), ("Envoys in Geneva once more", "og:title")


def test_what_the_page_says_first_is_trusted_first() -> None:
    assert chosen([LD, OG]) == LD


def test_what_stands_as_the_heading_is_trusted_more() -> None:
    assert chosen([LD, OG], f"<h1>{OG[0]}</h1>") == OG


def test_a_heading_for_search_engines_is_passed_over_for_the_one_below() -> None:
    crumbs = f'<ol class="breadcrumbs"><li><h1>{OG[0]}</h1></li></ol><h2>{LD[0]}</h2>'
    assert chosen([OG, LD], crumbs) == LD


def test_a_kicker_in_the_heading_is_no_part_of_the_title() -> None:
    heading = f'<h1><span class="kicker">Talks:</span> {OG[0]}</h1>'
    assert chosen([(f"Talks: {OG[0]}", "json-ld"), OG], heading) == OG
    assert chosen([], heading) == Title(OG[0], "heading")


@pytest.mark.parametrize(
    "written",
    [
        "Envoys meet in Geneva - The Herald",
        "Envoys meet in Geneva | The Herald",
        "Envoys meet in Geneva | World | The Herald",
        "Envoys meet in Geneva | herald.example",
        "The Herald: Envoys meet in Geneva",
        "Envoys meet in Geneva",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(written: str) -> None:
    assert chosen([(written, "og:title")], "<h1>Envoys meet in Geneva</h1>").text == "Envoys meet in Geneva"


@pytest.mark.parametrize(
    "written", ["Envoys – friends or foes", "Moscow: envoys met", "Envoys | a chronicle of the talks"]
)
def test_other_parts_of_a_title_stay(written: str) -> None:
    assert chosen([(written, "og:title")]).text == written


def test_a_card_of_one_network_is_the_title_only_where_nothing_else_is() -> None:
    card = ("What envoys don't tell you", "twitter:title")
    assert chosen([LD, card], f"<h1>{card[0]}</h1>") == LD
    assert chosen([card]) == card


@pytest.mark.parametrize(
    ("body", "head", "title"),
    [
        ("<h1>Envoys meet</h1>", "<title>Other</title>", Title("Envoys meet", "heading")),
        ("<h1>One</h1><h1>Two</h1>", "<title>Envoys meet | Somewhere else</title>", Title("Envoys meet", "title")),
        ("", "<title>Arms-control talks</title>", Title("Arms-control talks", "title")),
        ("", "", Title("", "title")),
    ],
)
def test_without_a_statement_the_heading_and_the_window_are_asked(body: str, head: str, title: Title) -> None:
    assert chosen([], body, head) == title
