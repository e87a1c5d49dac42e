"""Nothing that a mail client leaves out may hide what the digest says."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from alerts.rendering import render
from alerts.story import StoryFacts
from pipeline.model.change import Difference, Matter
from tests.alerts.builders import LIMITS, ONE_DOWN, SENDER, digest, match, memory, news, told
from tests.alerts.caniemail import lacking, slug

LOOKS_ONLY = {
    "css-at-media-prefers-color-scheme": "the page is light",
    "css-at-media": "the page is light",
    "css-color-scheme": "the page is light",
    "css-important": "the page is light",
    "css-selector-class": "the page is light",
    "css-text-decoration": "headlines show by their size, links by colour; what changed is said in words",
    "html-aria-hidden": "the blocks of a bar are read out; the figure follows",
    "html-aria-label": "the page is announced by its heading",
    "html-body": "the wrapper has the same style",
    "html-dir": "right-to-left headlines are set by their letters",
    "html-lang": "foreign headlines are read out in English",
    "html-mailto-links": "List-Unsubscribe has the address, the plain text spells it out",
    "html-meta-color-scheme": "the page is light",
    "html-role": "the table of the layout is announced as one",
    "html-style": "the page is light; everything else is inline",
    "html-width": "the column fills the window",
}
"""Features that some client lacks, and what its readers see in their place."""


EDITS = (
    Difference(Matter.NUMBER, "It has 12 launchers", "It has 20 launchers"), Difference(Matter.NEGATION, None, "not")
)  # fmt: skip


class Features(HTMLParser):
    """Elements, attributes and properties of a page, by their names at caniemail."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)
        self._add("css", re.findall(r"[{;]\s*([a-z-]+):", re.sub(r"\{(?=\s*\.)", "", page.partition("</style>")[0])))
        self.found |= {"css-at-media", "css-at-media-prefers-color-scheme", "css-selector-class", "css-important"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("html", [tag, *(name for name, _ in attrs if name != "style")])
        said = {name: value or "" for name, value in attrs}
        if said.get("href", "").startswith("mailto:"):
            self.found.add("html-mailto-links")
        if said.get("name") == "color-scheme":
            self.found.add("html-meta-color-scheme")
        for declaration in filter(None, said.get("style", "").split(";")):
            name, _, value = declaration.partition(":")
            self._add("css", [name.strip()])
            self.found |= {f"css-unit-{unit}" for unit in re.findall(r"\d(px|em|rem|vh|vw)\b", value)}
            self.found |= {"css-unit-percent"} if "%" in value else set()

    def _add(self, kind: str, names: list[str]) -> None:
        self.found |= {known for name in names if (known := slug(kind, name))}


def page() -> str:
    """One of everything that a digest can hold."""
    talks = StoryFacts(1, "wire", 3, 1, ("wire", "gazeta"))
    inf = match("inf", text="The INF Treaty ended.", words="INF Treaty")
    shown = digest(
        news(1), news(2, "B", inf), news(3, "C"), news(4, "D", version_id=9, changes=EDITS), news(5, "E"),
        news(7, "G", match(text="سخن از New START")), news(6, "F", version_id=9, changes=EDITS[:1]),
        coverage=ONE_DOWN, facts={3: talks, 5: StoryFacts(2, outlets=("wire",))},
        memory=memory(told(4), told(6), told(50, story=2)), usual={"inf": 2, "ctbt": 4},
    )  # fmt: skip
    return render(shown, SENDER, LIMITS).html


FOUND = Features(page()).found


def test_every_feature_in_use_has_its_verdicts() -> None:
    assert FOUND - lacking().keys() == set()


def test_what_some_client_lacks_costs_looks_and_no_words() -> None:
    assert {name for name in FOUND if lacking()[name]} <= LOOKS_ONLY.keys()


def test_no_reason_is_given_for_what_is_not_in_use() -> None:
    assert LOOKS_ONLY.keys() <= FOUND
    assert all(lacking()[name] for name in LOOKS_ONLY)


def test_nothing_is_hidden_by_style() -> None:
    assert not re.search(
        r"display\s*:|visibility|opacity|max-height|overflow|font-size:0|mso-hide|<[^>]* hidden[=>]", page()
    )
