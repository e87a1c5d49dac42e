"""How values are written in the files, for editors and for the reference. The checks themselves are in fields.py.

A pattern takes whatever its check takes in the spelling that the examples show, and keeps to what ECMAScript (with the
`u` flag) and Python both read. What a pattern can't say, such as which time zones there are, is left to `config check`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from crawlers.headers import SETTABLE
from treatywatch.settings import durations, sizes

Notation: TypeAlias = dict[str, Any]
"""A JSON Schema of one value as typed; `patternErrorMessage` is what editors say in place of the pattern."""

_NO_VARIABLE = r"^(?![\s\S]*\$\{)[\s\S]*"


def _written(title: str, what: str, pattern: str, *examples: str) -> Notation:
    return {
        "title": title,
        "description": f"{what[0].upper()}{what[1:]}.",
        "type": "string",
        "pattern": pattern,
        "patternErrorMessage": f"must be {what}",
        **({"examples": list(examples)} if examples else {}),
    }


def _in_any_case(name: str) -> str:
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in name)


TEXT = _written(
    "text", "one line of text, not empty; variables are filled in only in `mail.relay`", _NO_VARIABLE + r"\S"
)
WORDS = _written(
    "words",
    "text with a letter or a digit in it",
    _NO_VARIABLE + r"[^\s!-/:-@\[-`{-~]",
    "INF Treaty",
)
QUERY = _written(
    "query",
    "words, AND, OR, NOT, parentheses, NEAR/n, BEFORE/n, prefix*, =Exact, title:, body:, @concept, ATLEAST n (…)",
    _NO_VARIABLE + r"\S",
    '"New START" AND inspect* NEAR/8 suspend*',
)
ID = _written("id", "made of a-z, 0-9, _ and - only", "^[a-z0-9_-]+$", "new_start")
DURATION = _written(
    "duration",
    "whole numbers of d, h, m and s, the longest unit first",
    "^(?=.*[1-9])" + "".join(f"([0-9]{{1,10}}{unit})?" for unit in durations.UNITS) + "$",
    "90s", "15m", "1h30m", "2d",
)  # fmt: skip
SIZE = _written(
    "size",
    f"a whole number with a unit: {', '.join(sizes.UNITS)}",
    f"^[0-9]{{1,12}} ?({'|'.join(sizes.UNITS)})$",
    "512KiB", "10MiB", "80kB",
)  # fmt: skip
LOCAL_TIME = _written(
    "time of day",
    "hours and minutes of a 24-hour clock, seconds if need be",
    "^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
    "07:00", "07:00:30",
)  # fmt: skip
ZONE = _written(
    "time zone",
    "the name of a time zone in the IANA database",
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
    "Europe/Berlin", "UTC",
)  # fmt: skip
CSS_SELECTOR = _written("CSS selector", "a CSS selector", _NO_VARIABLE + r"\S", "#newsletter", "article .story > p")
SELECTOR = _written(
    "CSS selector or XPath",
    "a CSS selector, or an XPath that begins with `//`, `.//` or `@`",
    _NO_VARIABLE + r"\S",
    "main li.story", ".//h3/a/@href",
)  # fmt: skip
DATE = _written("date", "a day as year-month-day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2026-11-21")
COUNTRY = _written("country", "the two capitals of a country in ISO 3166", "^[A-Z]{2}$", "NL")
LANGUAGE = _written("language", "the two letters of a language in ISO 639-1", "^[a-z]{2}$", "en")
MAIL_ADDRESS = {
    # Not `email`: domains in other scripts are taken, and turned into ASCII for the relay (RFC 6531, IDNA).
    "format": "idn-email",
    **_written(
        "mail address", "the bare address of a mailbox", r"^[!-;=?A-~]+@[^\s@<>]+$", "desk@example.org"
    ),
}  # fmt: skip
RECIPIENT = {
    "format": "idn-email",
    **_written(
        "recipient's address", "the bare address of a mailbox, in any script", r"^[^\x00-\x20\s<>@]+@[^\s@<>]+$",
        "desk@example.org",
    ),
}  # fmt: skip
WEB_ADDRESS = _written(
    "web address",
    "an address that begins with http:// or https://, without user name, password and spaces",
    r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@]+([/?#]\S*)?$",
    "https://www.example.org/feed.xml",
)
USER_AGENT = _written(
    "user agent",
    "ASCII text that names a product and a contact (a page or a mailbox), and no browser",
    r"^(?![\s\S]*[Mm][Oo][Zz][Ii][Ll][Ll][Aa])(?=[\s\S]*(@|https?://))[\t\n\r -~]+$",
    "treatywatch/0.1 (+https://www.example.org/watch)",
)
ENCODING = _written(
    "charset", "the name of a charset", r"^\s*[A-Za-z0-9][A-Za-z0-9_.: -]*$", "windows-1251", "koi8-r"
)  # fmt: skip
HEADERS: Notation = {
    "title": "request headers",
    "description": f"Names, of {', '.join(SETTABLE)}, and what each says, in ASCII.",
    "type": "object",
    "propertyNames": {"pattern": f"^({'|'.join(map(_in_any_case, SETTABLE))})$"},
    "additionalProperties": {
        "type": "string",
        "pattern": r"^(?![\s\S]*\$\{)(?=[\s\S]*[!-~])[\t\n\r -~]+$",
        "patternErrorMessage": "must be ASCII text",
    },
    "examples": [{"Accept-Language": "en"}],
}
FILE = _written("file", "the path of a file", _NO_VARIABLE + r"\S", "var/treatywatch.db")
FILLED = _written(
    "text with variables", "one line of text; `${VAR}` is filled in", r"^[^\n\r]+$", "digest", "${SMTP_USER}"
)
FILLED_FILE = _written(
    "file with variables",
    "the path of a file; `${VAR}` is filled in",
    r"\S",
    "${CREDENTIALS_DIRECTORY}/smtp",
)
HOST = _written(
    "host with variables",
    "the bare name or address of a host; `${VAR}` is filled in",
    r"^([^\s:/@]+|[^\s/@]*:[^\s/@]*:[^\s/@]*|.*\$\{.*)$",
    "localhost", "mail.example.org",
)  # fmt: skip
WEEKDAY: Notation = {
    "title": "weekday",
    "description": "A day of the week, short or in full: mon, monday.",
    "type": "string",
    "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun",
             "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
}  # fmt: skip
MAPPED_HOSTS: Notation = {
    "title": "hosts with address and port",
    "description": "Hosts, or * for all, and for each the address:port to ask in its place.",
    "type": "object",
    "propertyNames": {"pattern": r"^(\*|[^\s:/?#@\[\]]+|\[[0-9A-Fa-f:.]+\])$"},
    "additionalProperties": {
        "type": "string",
        "pattern": r"^([^\s:/?#@\[\]]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$",
        "patternErrorMessage": "must be address:port, such as 127.0.0.1:8081",
    },
    "examples": [{"*": "127.0.0.1:8081"}],
}
ALL: tuple[Notation, ...] = (
    TEXT, WORDS, QUERY, ID, DURATION, SIZE, LOCAL_TIME, WEEKDAY, ZONE, DATE, COUNTRY, LANGUAGE, MAIL_ADDRESS,
    RECIPIENT, WEB_ADDRESS, USER_AGENT, ENCODING, HEADERS, FILE, FILLED, FILLED_FILE, HOST, MAPPED_HOSTS,
)  # fmt: skip
