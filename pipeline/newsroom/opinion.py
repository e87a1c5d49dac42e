"""Which articles say what their author thinks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LABEL = (
    r"op-?ed|opinions?|guest (?:essay|column|post)|editorial|commentary|comment|viewpoint|column|kommentar|gastbeitrag"
    r"|gastkommentar|leitartikel|meinung|kolumne|tribune|chronique|éditorial|opinión|columna|opinione|editoriale|opinia"
    r"|komentarz|мнение|колонка|авторская колонка|комментарий|думка|погляд|社説|社论|评论"
)
_TITLE = re.compile(
    rf"^\s*[\[(]?(?:{_LABEL})[\])]?\s*[:|–—]\s|[\[(](?:{_LABEL})[\])]\s*$|\s[|–—]\s(?:{_LABEL})\s*$", re.IGNORECASE
)
_SECTION = re.compile(rf"^(?:{_LABEL}|op_ed|debate|debat|mnenie|mneniya|kolonka|views|voices)$", re.IGNORECASE)
_SLUG = re.compile(r"(?:^|-)op-ed(?:-|$)|^opinion-", re.IGNORECASE)
_LINE = re.compile(
    r"(?:the views expressed (?:in|here|by)|opinions expressed (?:in|here|by)|views expressed in this|"
    r"мнение (?:редакции|автора) может не совпадать|die meinung des autors)",
    re.IGNORECASE,
)


def is_opinion(title: str, url: str, text: str = "") -> bool:
    """Whether the title, the address or a disclaimer calls an article somebody's opinion."""
    if _TITLE.search(title):
        return True
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if any(_SECTION.match(part) for part in parts[:-1]) or (parts and _SLUG.search(parts[-1])):
        return True
    return any(_LINE.search(line) for line in text.split("\n")[-3:])
