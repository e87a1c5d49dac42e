"""Pages that list articles, in the shapes that newsrooms give them and in our own words."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.outlet import ListingRules


class Recording(NamedTuple):
    """A page, the selectors an operator writes for it, and what is to be found."""

    body: str
    rules: ListingRules
    found: list[tuple[str, str, str | None]]
    """Address, title, and date."""
    older: str | None = None


URL = "https://ministry.example.org/news/"

RECORDINGS = {
    "cards that are links": Recording(
        """<html lang="en"><title>News</title><main>
        <a class="card" href="/news/12">
        <h3>Envoys return to Geneva</h3><time datetime="2026-03-02T09:30:00Z">today</time></a>
        <a class="card" href="/news/11">
        <h3>A hall is <em>rebuilt</em></h3><time datetime="2026-03-01">yesterday</time></a>
        <a class="more" rel="next" href="?page=2">Older</a></main>""",
        ListingRules("a.card", title="h3", date="time"),
        [
            ("https://ministry.example.org/news/12", "Envoys return to Geneva", "2026-03-02T09:30:00+00:00"),
            ("https://ministry.example.org/news/11", "A hall is rebuilt", "2026-03-01T00:00:00+00:00"),
        ],
        "https://ministry.example.org/news/?page=2",
    ),
    "a table with dates as print has them": Recording(
        """<html lang="ru"><table><tr><th>Дата</th></tr>
        <tr><td>2 марта 2026 г., 18:05</td><td><a href="item.php?id=7">Заявление о договоре</a></td></tr>
        <tr><td>01.03.2026</td><td><a href="item.php?id=6">О переговорах</a></td></tr></table>
        <div class="pager"><a href="/news/archive/2">Далее</a></div>""",
        ListingRules("//tr[td]", ".//td[2]/a", date=".//td[1]/text()", next=".pager a"),
        [
            ("https://ministry.example.org/news/item.php?id=7", "Заявление о договоре", "2026-03-02T18:05:00+00:00"),
            ("https://ministry.example.org/news/item.php?id=6", "О переговорах", "2026-03-01T00:00:00+00:00"),
        ],
        "https://ministry.example.org/news/archive/2",
    ),
    "picture and headline link to the same, and another site's base": Recording(
        """<base href="https://static.example.org/press/"><ul>
        <li><a href="a"><img alt=""></a><a href="a" title="Talks begin"></a></li>
        <li><a href="a">Talks begin, again</a></li>
        <li><a href="#">Nothing</a><a href="javascript:more()">More</a></li>
        <li>No link at all</li></ul>""",
        ListingRules("li", "./a[last()]"),
        [("https://static.example.org/press/a", "Talks begin", None)],
    ),
    "an attribute holds the address": Recording(
        """<div class=row data-url="/r/1"><b>First</b> <i>12 Jan 2026</i></div>
        <div class=row data-url="/r/2"><b>Second</b> <i>soon</i></div>""",
        ListingRules("div.row", "@data-url", "b", "i"),
        [
            ("https://ministry.example.org/r/1", "First", "2026-01-12T00:00:00+00:00"),
            ("https://ministry.example.org/r/2", "Second", None),
        ],
    ),
}
