"""Plain text of what feeds and pages call text."""

from __future__ import annotations

import re
from html import unescape

from lxml.html import defs

ELEMENTS = defs.tags | {
    "body",
    "picture",
    "svg",
    "path",
    "main",
    "template",
    "dialog",
    "bdi",
    "data",
    "slot",
    "use",
    "g",
}
"""What is taken for a tag in running text; `<New START>` is not."""
BREAKING = {
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
}
"""Elements that begin a new paragraph."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|iframe|template|svg|math|object)\b[^>]*+>.*?(?:</\1\s*+>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(
    r"""<(/?)([a-z][\w:-]*+)((?:[\s/](?:[^<>"']|"[^"]*+"|'[^']*+')*+|[\s/][^<>]*+)?)>|<[!?][a-z\[][^>]*+>""",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_ROUNDS = 3


def clean(text: str) -> str:
    """`text` without what no reader sees and databases and mail refuse: NUL, control characters, lone surrogates."""
    return _UNWANTED.sub("", text)


def one_line(markup: str) -> str:
    """The words of `markup` on one line: tags gone, entities decoded, white space collapsed.

    Content that was escaped twice is decoded twice, as long as it still shows tags with an end or attributes.
    """
    return " ".join(_words(markup).split())


def paragraphs(markup: str) -> str:
    """The words of `markup`, one paragraph a line."""
    lines = (" ".join(line.split()) for line in _words(markup).split(_PARAGRAPH))
    return "\n".join(line for line in lines if line)


def _words(markup: str) -> str:
    text = clean(markup)
    for _ in range(_ROUNDS):
        text = clean(unescape(_without_tags(text)))
        if not _still_markup(text):
            break
    return text


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub(_space_for, _HIDDEN.sub(" ", text))


def _space_for(tag: re.Match[str]) -> str:
    name = (tag[2] or "").lower()
    if name in BREAKING:
        return _PARAGRAPH
    if not name or name in ELEMENTS or ":" in name or "-" in name:
        return ""
    return tag[0]


def _still_markup(text: str) -> bool:
    if "&" in text and _ENTITY.search(text):
        return True
    return "<" in text and any(
        (tag[1] or "=" in (tag[3] or "")) and (tag[2] or "").lower() in ELEMENTS for tag in _TAG.finditer(text)
    )
